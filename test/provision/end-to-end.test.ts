import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/commands/setup.run.js';
import { loadEngine } from '../../src/engine/load.js';
import { changedFiles } from '../../src/provision/manifest.js';
import { findNative } from '../../src/provision/native-location.js';
import { wheels } from '../../src/provision/wheel.js';
import { fakeIo } from '../cli/fake-io.js';

const minutes = 60_000;
const wheel = wheels.find(({ platform, arch }) => platform === process.platform && arch === process.arch);

/** Why the real thing cannot be tried here, or null. Asks the package index for the wheel's page alone. */
async function whyNot(): Promise<string | null> {
  if (!wheel) return `there is no TensorFlow wheel for ${process.platform} ${process.arch}`;
  const { bavail, bsize } = await statfs(tmpdir());
  if (bavail * bsize < 3e9) return `${tmpdir()} has less than 3 GB free`;
  if (spawnSync('g++', ['--version']).status !== 0) return 'there is no g++';
  const python = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--platform', wheel.tag];
  const ask = [
    '-m',
    'pip',
    'install',
    '--dry-run',
    '--ignore-installed',
    '--target',
    join(tmpdir(), 'never-made'),
    '--quiet',
  ];
  const what = ['--no-deps', '--only-binary=:all:', ...python, `${wheel.project}==${wheel.version}`];
  const asked = spawnSync('python3', [...ask, '--retries', '0', '--timeout', '10', ...what], { timeout: 30_000 });
  return asked.status === 0 ? null : 'pip cannot fetch here';
}

const why = await whyNot();
const title = why === null ? 'a real setup' : `a real setup (not run: ${why})`;

describe.skipIf(why !== null)(title, { timeout: 10 * minutes }, () => {
  let home: string;
  const environment = () => ({ ...(process.env as Record<string, string>), LR_TOOL_CACHE: join(home, 'a cache') });
  const setUp = async (options: object = {}) => {
    const io = { ...fakeIo({ cwd: home, env: environment() }), home: homedir() };
    const code = await run({ json: true, quiet: true, from: 'wheel', ...options }, io);
    return { code, ...JSON.parse(io.stdout()) };
  };
  const found = () => {
    const native = findNative({ env: environment(), home, platform: process.platform, arch: process.arch });
    if (!native.ok) throw new Error(native.why);
    return native;
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'lr-tool setup '));
    expect(await setUp()).toMatchObject({ code: 0, outcome: 'built', manifest: { tensorflow: wheel!.version } });
  }, 10 * minutes);
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('leaves what its manifest says', async () => {
    const { folder, manifest } = found();
    expect(await changedFiles(folder, manifest)).toEqual([]);
  });

  it('is ready at once for the next checkout', async () => {
    expect(await setUp()).toMatchObject({ outcome: 'already' });
  });

  it('gives an engine that passes its self-test', async () => {
    process.env['LR_TOOL_CACHE'] = join(home, 'a cache'); // this test has a process of its own
    const { engine } = await loadEngine('native');
    expect(engine.versions).toMatchObject({ libtensorflow: wheel!.version, 'tfjs-node': '4.22.0' });
  });

  it('starts without a word on stderr where there is the quiet addon', () => {
    const { quietPath, bindingPath } = found();
    const source =
      'const q = require(process.argv[1]); q.hush(); require(process.argv[2]); q.restore(); console.error("end")';
    const { stderr, status } = spawnSync(process.execPath, ['-e', source, quietPath!, bindingPath]);
    expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: 'end\n' });
  });

  it('is built again after a byte of the library was changed', async () => {
    const { folder } = found();
    const library = await open(join(folder, 'libtensorflow_framework.so.2'), 'r+');
    await library.write(Buffer.from([1]), 0, 1, 1_000_000);
    await library.close();
    const { outcome, rebuilt } = await setUp();
    expect({ outcome, rebuilt }).toEqual({
      outcome: 'built',
      rebuilt: expect.stringContaining('libtensorflow_framework'),
    });
  });
});
