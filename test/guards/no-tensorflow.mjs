// node --import ./test/guards/no-tensorflow.mjs ...: any attempt to load TensorFlow fails.
import Module, { register } from 'node:module';

const refuse = (id) => {
  throw new Error(`TensorFlow was loaded: ${id}`);
};

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function resolve(id, context, next) {
      if (id.startsWith('@tensorflow/')) throw new Error('TensorFlow was loaded: ' + id);
      return next(id, context);
    }
  `)}`,
);

const load = Module._load;
Module._load = (id, ...rest) => (id.startsWith('@tensorflow/') ? refuse(id) : load(id, ...rest));
