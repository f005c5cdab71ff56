import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatBytes } from '../../src/provision/progress.js';
import { quietStderrSource } from '../../src/provision/quiet-stderr.js';
import { runCommand } from '../../src/provision/run-command.js';
import { findTfjsNode } from '../../src/provision/tfjs-node.js';
import { wheels } from '../../src/provision/wheel.js';
import { unpackWheel } from '../../src/provision/wheel-file.js';
import { wheelFor } from '../../src/provision/wheel-road.js';
import { fakeMachine, smallWheel, temporaryFolder, workOn } from './fake-machine.js';

const works = (command: string) => spawnSync(command, ['--version']).status === 0;

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  return () => rm(folder, { recursive: true, force: true });
});

describe('the pinned wheels', () => {
  it('have a hash, a size and libraries, one for each platform', () => {
    for (const { sha256, bytes, libraries } of wheels) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(bytes).toBeGreaterThan(1e8);
      expect(libraries).toHaveLength(2);
    }
    expect(new Set(wheels.map(({ platform, arch }) => `${platform} ${arch}`)).size).toBe(wheels.length);
  });

  it.each([
    ['2.27', true],
    ['2.36', true],
    ['3.0', true],
    ['2.4', false],
    ['2.26', false],
  ])('glibc %s: %s', (glibc, fits) => {
    const find = () => wheelFor(fakeMachine('/home', {}, { glibc }), wheels);
    if (fits) expect(find().project).toBe('tensorflow-cpu');
    else expect(find).toThrow(/glibc 2\.27/);
  });
});

describe.skipIf(!works('python3'))('unpacking with a real Python', () => {
  const real = async () =>
    workOn(
      fakeMachine(folder, {}, { run: (command, args, options) => runCommand(command, args, process.env, options) }),
    );
  const pip = { command: 'python3', version: '24' };
  const library = (name: string, size: number) => [name, strToU8('*'.repeat(size))] as const;
  const whole = Object.fromEntries([
    library('tensorflow/libtensorflow_cc.so.2', 8),
    library('tensorflow/libtensorflow_framework.so.2', 4),
    library('tensorflow/include/tensorflow/c/c_api.h', 5),
    library('tensorflow/python/big.so', 9),
    library('../outside', 1),
  ]);

  it('takes the libraries and headers and nothing else', async () => {
    await writeFile(join(folder, 'w.whl'), zipSync(whole));
    await unpackWheel(join(folder, 'w.whl'), smallWheel, pip, join(folder, 'out'), await real());
    const files = await readdir(join(folder, 'out'), { recursive: true });
    expect(files.filter((name) => /\.\w+$/.test(name)).sort()).toEqual([
      'tensorflow/include/tensorflow/c/c_api.h',
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2',
    ]);
  });

  it('says so where a library has another size', async () => {
    await writeFile(join(folder, 'w.whl'), zipSync({ ...whole, 'tensorflow/libtensorflow_cc.so.2': strToU8('short') }));
    const unpacked = unpackWheel(join(folder, 'w.whl'), smallWheel, pip, join(folder, 'out'), await real());
    await expect(unpacked).rejects.toThrow('libtensorflow_cc.so.2 has 5 bytes instead of 8');
  });

  it('says so where a bit has flipped', async () => {
    const bytes = zipSync({ ...whole, 'tensorflow/libtensorflow_cc.so.2': [strToU8('********'), { level: 0 }] });
    bytes[bytes.indexOf('*'.charCodeAt(0))]! ^= 1;
    await writeFile(join(folder, 'w.whl'), bytes);
    const unpacked = unpackWheel(join(folder, 'w.whl'), smallWheel, pip, join(folder, 'out'), await real());
    await expect(unpacked).rejects.toMatchObject({ code: 'SETUP_UNPACK', message: expect.stringContaining('CRC') });
  });
});

describe.skipIf(process.platform !== 'linux' || !works('g++'))('the quiet addon, compiled', () => {
  it('turns stderr off and on again, for native code too', async () => {
    await mkdir(join(folder, 'b'));
    const source = join(folder, 'b', 'quiet.cc');
    await writeFile(source, quietStderrSource);
    const addon = join(folder, 'quiet.node');
    const flags = ['-shared', '-fPIC', '-std=c++17', '-Wall', '-Wextra', '-Werror', '-DNAPI_VERSION=8'];
    execFileSync('g++', [...flags, `-I${findTfjsNode().nodeHeaders}`, source, '-o', addon]);
    const script = `const fs = require('node:fs'); const q = require(process.argv[1]);
      const say = (text) => { try { fs.writeSync(2, text); } catch (e) { fs.writeSync(1, e.code); } };
      q.restore(); say('1'); q.hush(); q.hush(); say('2'); q.restore(); q.restore(); say('3');
      for (let i = 0; i < 3000; i++) { q.hush(); q.restore(); } say('4');`; // 3000: more than a process may have open
    const { stdout, stderr } = spawnSync('sh', [
      '-c',
      'ulimit -n 256; exec "$0" -e "$1" "$2"',
      process.execPath,
      script,
      addon,
    ]);
    expect({ out: stdout.toString(), err: stderr.toString() }).toEqual({ out: '', err: '134' });
    expect(await readFile(source, 'utf8')).toBe(quietStderrSource);
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9949, '9.9 kB'],
    [9950, '10 kB'],
    [273_829_956, '274 MB'],
    [853_308_936, '853 MB'],
    [999_499_999, '999 MB'],
    [999_500_000, '1.0 GB'],
    [1_177_138_892, '1.2 GB'],
    [2.5e15, '2500 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
