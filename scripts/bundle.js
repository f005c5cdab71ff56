// Writes dist/, which is what the package holds: the code of src with the packages that a command needs at its start, in one
// chunk for what is used together, because finding hundreds of small modules takes longer than running them
// (bench/notes/startup.md); the declarations that a program sees, from build/; the licences of the packages.
// Names and lines of our code stay as they are, so that a stack tells where; other packages are made small.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { esmExternalRequirePlugin } from 'rolldown/plugins';
import { minifySync } from 'rolldown/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const [src, build, dist] = ['src', 'build', 'dist'].map((folder) => join(root, folder));

/** Loaded from node_modules when they are needed: large, optional, or for some files only. */
const external = [/^@tensorflow\//, '@resvg/resvg-js', 'yaml', /^csv-parse/];

/** The package that a module belongs to; null for our own. */
const packageOf = (id) => id.match(/.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/)?.[1] ?? null;

const isOwn = (id) => !relative(src, id).startsWith('..');

/** A chunk is called after its last module, which is the one that the others are there for: cli-commands-plot.run. */
const nameOf = ({ name, moduleIds }) => {
  const id = moduleIds.at(-1);
  return id !== undefined && isOwn(id) ? relative(src, id).replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-') : name;
};

const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries(
    ['index', 'cli/main', 'cli/io', 'cli/workers/serve'].map((entry) => [entry, join(src, `${entry}.ts`)]),
  ),
  platform: 'neutral', // no code of Node's where none is written: the library runs in a browser too
  resolve: { mainFields: ['module', 'main'], conditionNames: ['node', 'import', 'default'] },
  external,
  plugins: [esmExternalRequirePlugin({ external: [/^node:/] })],
});
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  comments: false,
  entryFileNames: '[name].js',
  chunkFileNames: (chunk) => `chunks/${nameOf(chunk)}.js`,
  codeSplitting: { groups: [{ debugName: 'packages', name: packageOf, test: /node_modules/ }] },
});
await bundle.close();
for (const { fileName, code, moduleIds } of output) {
  if (!moduleIds.some(packageOf) || moduleIds.some(isOwn)) continue;
  writeFileSync(join(dist, fileName), minifySync(fileName, code, { module: true }).code);
}

writeDeclarations(join(build, 'index.d.ts'));
writeLicences(new Set(output.flatMap(({ moduleIds }) => moduleIds.map(packageOf)).filter((name) => name !== null)));

/** Programs see the types of index.d.ts and of what it names; those of the insides would be a third of the package. */
function writeDeclarations(file) {
  const copy = join(dist, relative(build, file));
  if (existsSync(copy)) return;
  cpSync(file, copy);
  const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*['"](\.[^'"]+)\.js['"]/g);
  for (const [, id] of imports) writeDeclarations(join(dirname(file), `${id}.d.ts`));
}

function writeLicences(packages) {
  const texts = [...packages].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((one) => /^licen[cs]e(\.\w+)?$/i.test(one));
    return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  writeFileSync(join(dist, 'LICENSES.txt'), texts.join('\n\n'));
}
