// Writes what the package holds: dist/, from src and the declarations in build/. One chunk for what is used together, with
// the packages that a command needs at its start: hundreds of small modules would take longer to find than to run
// (bench/notes/startup.md). Names and lines stay as they are, so that a stack still tells where.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const [src, build, dist] = ['src', 'build', 'dist'].map((folder) => join(root, folder));

/** Found at run time: large, optional, or loaded only now and then. */
const external = [/^node:/, /^@tensorflow\//, '@resvg/resvg-js', 'yaml'];

const bundle = await rolldown({
  cwd: root,
  input: {
    index: join(src, 'index.ts'),
    'cli/main': join(src, 'cli', 'main.ts'),
    'cli/io': join(src, 'cli', 'io.ts'),
    'cli/workers/serve': join(src, 'cli', 'workers', 'serve.ts'),
  },
  platform: 'node',
  resolve: { mainFields: ['module', 'main'] },
  external,
});
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  comments: false,
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name].js',
});
await bundle.close();
if (process.env.SHOW) for (const c of output) console.log(c.fileName, c.code.length, c.moduleIds.map((m) => relative(root, m)).join(' '));
