// node --import ./test/guards/no-resvg.mjs ...: as where npm could not install the optional renderer of PNG.
import { register } from 'node:module';

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function resolve(id, context, next) {
      if (!id.startsWith('@resvg/')) return next(id, context);
      throw Object.assign(new Error("Cannot find package '" + id + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
    }
  `)}`,
);
