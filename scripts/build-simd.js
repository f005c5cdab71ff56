// Compiles the SIMD loops (AssemblyScript) to WebAssembly and writes them as a TypeScript module. For maintainers, after
// a change of loops.as: the compiler is 100 MB and the result 3 kB, so the result is kept and the compiler is not a
// dependency. `--check` compiles and tells whether what is kept is what the source gives.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const compiler = 'assemblyscript@0.28.20';
const flags = '-O3 --runtime stub --noAssert --importMemory --noExportMemory --enable simd --enable bulk-memory';
const folder = fileURLToPath(new URL('../src/engine/tfjs/kernels/simd/', import.meta.url));
const target = join(folder, 'module.ts');

const source = readFileSync(join(folder, 'loops.as'));
const work = mkdtempSync(join(tmpdir(), 'lr-tool-simd-'));
let module;
try {
  writeFileSync(join(work, 'loops.ts'), source); // the compiler knows its language by this ending
  const command = ['exec', '--yes', `--package=${compiler}`, '--', 'asc', 'loops.ts', '-o', 'loops.wasm'];
  const { status, error } = spawnSync('npm', [...command, ...flags.split(' ')], {
    cwd: work,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 3);
  module = readFileSync(join(work, 'loops.wasm'));
} finally {
  rmSync(work, { recursive: true, force: true });
}

const lines = module.toString('base64').match(/.{1,100}/g);
const text = `// Written by scripts/build-simd.js from loops.as with ${compiler}; do not edit.

/** SHA-256 of the source. */
export const sourceHash = '${createHash('sha256').update(source).digest('hex')}';

/** The module, in base64. */
export const moduleText = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
if (process.argv.includes('--check')) {
  const same = readFileSync(target, 'utf8') === text;
  console.error(same ? 'module.ts is what loops.as gives' : 'module.ts differs from what loops.as gives');
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(target, text);
  console.error(`${target}: ${module.length} bytes of WebAssembly`);
}
