import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { openNpz } from '../../src/datasets/formats/npz.js';
import { loadEngine } from '../../src/engine/load.js';
import { loadModelFile } from '../../src/engine/tfjs/model-file.js';
import { openRunFolder } from '../../src/storage/run-folder.js';
import { fakeIo } from '../cli/fake-io.js';

/** `root/inside` is what a reader may look at; `root/secret.bin` would fit where it is asked for. */
let root: string;
let inside: string;
const secret = new Uint8Array(72).fill(1);

beforeAll(async () => {
  await loadEngine('cpu'); // a model that is read to its end needs one
  root = mkdtempSync(join(tmpdir(), 'lr-tool-paths-'));
  inside = join(root, 'inside');
  mkdirSync(join(inside, 'deeper'), { recursive: true });
  mkdirSync(join(root, 'inside-out'));
  for (const place of ['secret.bin', 'inside-out/secret.bin', 'inside/deeper/own.bin']) {
    writeFileSync(join(root, place), secret);
  }
  symlinkSync(join(root, 'secret.bin'), join(inside, 'link.bin'));
  symlinkSync('../secret.bin', join(inside, 'deeper', 'link.bin'));
  symlinkSync(root, join(inside, 'up'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** Everything under the root but for what is inside, with its content. */
const outside = () =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('inside/'))
    .map((name) => [name, lstatSync(join(root, name)).isFile() ? readFileSync(join(root, name), 'hex') : '']);

const layer = { name: 'd', units: 3, activation: 'linear', use_bias: true, batch_input_shape: [null, 5] };
const topology = { class_name: 'Sequential', config: { name: 's', layers: [{ class_name: 'Dense', config: layer }] } };
const weights = [
  { name: 'd/kernel', shape: [5, 3], dtype: 'float32' },
  { name: 'd/bias', shape: [3], dtype: 'float32' },
];

const ways: readonly string[] = [
  ...['../secret.bin', './../secret.bin', 'deeper/../../secret.bin', '../inside-out/secret.bin', '..//secret.bin'],
  ...['../inside/../secret.bin', 'nothing/../../secret.bin', './/..//secret.bin', 'link.bin', 'deeper/link.bin'],
  ...[
    'up/secret.bin',
    'up/inside-out/secret.bin',
    'up/inside/../secret.bin',
    './up/secret.bin',
    'deeper/../up/secret.bin',
  ],
  ...[
    '..',
    '.',
    '',
    '/',
    '..\\secret.bin',
    '/etc/passwd',
    '//etc/passwd',
    '/proc/self/environ',
    '/dev/zero',
    '/dev/stdin',
  ],
  ...['file:///etc/passwd', 'http://localhost/secret.bin', '%2e%2e/secret.bin', '~/secret.bin', '$HOME/secret.bin'],
  ...['../secret.bin\0', 'deeper/own.bin\0.png', '\0', 'C:\\secret.bin', '\\\\host\\secret.bin', '\u202e../secret.bin'],
  ...['a/'.repeat(3000), '../'.repeat(1000)],
];

describe('weight files that a model.json names', () => {
  it.each(ways.map((way) => ({ way, shown: JSON.stringify(way).slice(0, 60) })))(
    '$shown are refused',
    async ({ way }) => {
      const path = join(inside, 'model.json');
      for (const file of [way, join(root, way)]) {
        writeFileSync(path, JSON.stringify({ modelTopology: topology, weightsManifest: [{ paths: [file], weights }] }));
        await expect(loadModelFile(path)).rejects.toThrow(/outside of its folder|cannot be read|is not a file/);
      }
    },
  );

  it('are read where they lie inside', async () => {
    const path = join(inside, 'model.json');
    const paths = ['deeper/../deeper/own.bin'];
    writeFileSync(path, JSON.stringify({ modelTopology: topology, weightsManifest: [{ paths, weights }] }));
    expect((await loadModelFile(path)).countParams()).toBe(18);
  });
});

describe('names in an NPZ archive', () => {
  it.each(['../evil', '/tmp/evil', 'a/../../evil', 'C:\\evil', '__proto__', '\u001b]0;x\u0007'])(
    '%j is a key, never a path',
    (key) => {
      const before = outside();
      const { keys, read } = openNpz(zipSync({ [`${key}.npy`]: readFileSync('test/fixtures/npy/f4.npy') }), 'x.npz');
      expect(keys).toEqual([key]);
      expect(read(key).shape).toEqual([2, 3]);
      expect(outside()).toEqual(before);
    },
  );
});

describe('a run', () => {
  const run = async (args: readonly string[]) => {
    const io = fakeIo({ cwd: inside, env: { LR_TOOL_RUNS: join(inside, 'runs') } });
    return { code: await main(args, io), err: io.stderr() };
  };

  it.each([
    '..',
    '../..',
    '/',
    '/etc',
    '.',
    '../inside-out',
    'up',
    'runs/../..',
    '\0',
    '~',
    '%2e%2e',
    'a'.repeat(5000),
  ])('is not resumed in %j', async (name) => {
    const before = outside();
    const { code, err } = await run(['train', '--resume', name]);
    expect(err).toMatch(/^error: --resume/);
    expect([code, outside()]).toEqual([2, before]);
  });

  it('does not follow a link out of its folder', async () => {
    const folder = join(inside, 'sent');
    mkdirSync(folder);
    symlinkSync(join(root, 'inside-out'), join(folder, 'checkpoints'));
    symlinkSync(join(root, 'secret.bin'), join(folder, 'report.json'));
    const before = outside();
    const { write } = openRunFolder(folder);
    await expect(write('checkpoints/step-1.safetensors', 'x')).rejects.toMatchObject({ code: 'RUN_LINK' });
    await write('report.json', 'mine'); // takes the place of the link
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('mine');
    expect(outside()).toEqual(before);
  });
});

describe('a file that the user names', () => {
  const schema = async (out: string) => {
    const io = fakeIo({ cwd: inside });
    return { code: await main(['schema', '--out', out], io), err: io.stderr() };
  };

  it('may be a link: it stays, and what it leads to is written', async () => {
    writeFileSync(join(root, 'target.json'), 'old');
    symlinkSync(join(root, 'target.json'), join(inside, 'out.json'));
    expect((await schema('out.json')).code).toBe(0);
    expect(lstatSync(join(inside, 'out.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(root, 'target.json'), 'utf8')).toContain('$schema');
  });

  it('may be a device, which stays one', async () => {
    expect((await schema('/dev/null')).code).toBe(0);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
