import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Modules and globals that reach a network. */
const reaches =
  /'(?:node:)?(?:http|https|http2|net|tls|dgram|dns|inspector|cluster)(?:\/promises)?'|\bfetch\s*\(|\b(?:WebSocket|XMLHttpRequest|EventSource)\b/;
/** What downloads, and says so: `lr-tool setup`, by way of npm and pip. */
const sources = ['src', 'bin'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|js)$/.test(file))
    .map((file) => join(root, file)),
);

it('no source of ours names a module that reaches a network', () => {
  expect(reaches.test("import { get } from 'node:https';")).toBe(true);
  expect(reaches.test('await fetch(url)')).toBe(true);
  for (const file of sources) {
    const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');
    expect(reaches.exec(code)?.[0], file).toBeUndefined();
  }
});

const works = spawnSync('unshare', ['-n', 'true']).status === 0;

/** In a network namespace of its own, without an interface that is up, and with secrets in the environment. */
describe.skipIf(!works)('where there is no network (skipped where `unshare -n` is not allowed)', () => {
  const canary = 'canary-4f1d7c';
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'lr-tool-network-'));
    writeFileSync(
      join(cwd, 'curve.csv'),
      `lr,loss\n${Array.from({ length: 40 }, (_, i) => `${1e-5 * 1.4 ** i},${i < 30 ? 3 - i / 15 : i}`).join('\n')}\n`,
    );
  });
  beforeAll(() => writeFileSync(join(cwd, 'data.csv'), `a,b,y\n${'1,2,x\n3,4,z\n'.repeat(30)}`));
  afterAll(() => rmSync(cwd, { recursive: true }));

  const run = (args: readonly string[]) => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: cwd,
      LR_TOOL_CACHE: join(cwd, 'cache'),
      AWS_SECRET_ACCESS_KEY: canary,
      WANDB_API_KEY: canary,
      NPM_TOKEN: canary,
      http_proxy: `http://${canary}@127.0.0.1:9`,
    };
    const command = ['-n', process.execPath, resolve('bin/lr-tool.js'), ...args];
    const { status, stdout, stderr } = spawnSync('unshare', command, { cwd, env, encoding: 'utf8' });
    return { status, text: stdout + stderr };
  };
  const small = ['--backend', 'wasm', '--quiet', '--set', 'dataset.limit=200'];

  it.each([
    ['find', 'digits-mlp', '--steps', '30', ...small],
    ['train', 'digits-mlp', '--max-lr', '0.1', '--epochs', '1', ...small],
    [
      'compare',
      'digits-mlp',
      '--schedules',
      'clr,constant',
      '--max-lr',
      '0.1',
      '--epochs',
      '1',
      '--seeds',
      '1',
      '--jobs',
      '1',
      ...small,
    ],
    ['plot'],
    ['suggest', 'curve.csv'],
    ['schedule', 'one-cycle', '--max-lr', '0.1'],
    ['schema'],
    ['init', 'data.csv', '-o', 'own.yaml'],
    ['completion', 'bash'],
    ['doctor', '--json'],
    ['find', 'no-such-config'],
  ])('lr-tool %s works, and tells no secret (S9, S11)', (...args) => {
    const { status, text } = run(args.filter((arg): arg is string => typeof arg === 'string'));
    expect([0, 1, ...(args[1] === 'no-such-config' ? [2] : [])], text).toContain(status);
    expect(text).not.toMatch(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|internal error/);
    expect(text).not.toContain(canary);
  });

  it('and nothing that was written holds one, nor the home folder', () => {
    const files = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(8);
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name), 'latin1'), name).not.toContain(canary);
    }
  });
});
