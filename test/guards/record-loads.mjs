// node --import ./test/guards/record-loads.mjs ...: writes the URL of every file that is loaded as a module, a line each, to
// the file that LR_TOOL_TEST_LOADS names. The modules of Node itself are left out.
import { appendFileSync } from 'node:fs';
import Module, { register } from 'node:module';
import { pathToFileURL } from 'node:url';

const file = process.env['LR_TOOL_TEST_LOADS'];

register(
  `data:text/javascript,${encodeURIComponent(`
    import { appendFileSync } from 'node:fs';
    export async function load(url, context, next) {
      if (url.startsWith('file:')) appendFileSync(${JSON.stringify(file)}, url + '\\n');
      return next(url, context);
    }
  `)}`,
);

const extensions = Object.entries(Module._extensions);
for (const [extension, load] of extensions) {
  Module._extensions[extension] = (module, path) => {
    appendFileSync(file, `${pathToFileURL(path).href}\n`);
    load(module, path);
  };
}
