import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shells } from '../../../src/cli/completion/shells.js';

const folder = mkdtempSync(join(tmpdir(), 'lr-tool-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

mkdirSync(join(folder, 'bin'));
mkdirSync(join(folder, 'my data'));
writeFileSync(join(folder, 'own.yaml'), 'dataset: digits\n');
writeFileSync(join(folder, 'my data', 'a.yaml'), 'dataset: digits\n');
writeFileSync(
  join(folder, 'bin', 'lr-tool'),
  `#!/bin/sh\nexec '${process.execPath}' '${resolve('bin/lr-tool.js')}' "$@"\n`,
);
chmodSync(join(folder, 'bin', 'lr-tool'), 0o755);
for (const { name, script } of shells) writeFileSync(join(folder, `lr-tool.${name}`), script);

const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, HOME: folder, TERM: 'xterm' };
const isThere = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash would put in the place of the last word of each line, the line split as readline splits it. */
function bash(lines: readonly string[]): string[][] {
  const calls = lines.map((line) => {
    const words = line.split(/\s+|(?==)|(?<==)/);
    const quoted = words.map((word) => `'${word}'`).join(' ');
    return `COMP_LINE='${line}' COMP_POINT=${line.length} COMP_WORDS=(${quoted}) COMP_CWORD=${words.length - 1}
_lr_tool lr-tool
printf '%s\\n' "\${COMPREPLY[@]}" --`;
  });
  const program = `source lr-tool.bash\nCOMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'\n${calls.join('\n')}`;
  const printed = answered(spawnSync('bash', ['--norc', '-c', program], { cwd: folder, env, encoding: 'utf8' }));
  return `${printed.join('\n')}\n`
    .split('--\n')
    .slice(0, -1)
    .map((part) => part.split('\n').slice(0, -1));
}

const fish = (line: string) =>
  answered(
    spawnSync('fish', ['--no-config', '-c', `source lr-tool.fish; complete -C '${line}'`], {
      cwd: folder,
      env,
      encoding: 'utf8',
    }),
  ).map((candidate) => candidate.split('\t')[0]!);

/** zsh completes in a terminal only: zpty gives it one, and the keys are typed. */
function zsh(line: string, wanted: string): string {
  const program = `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; unset zle_bracketed_paste; autoload -Uz compinit; compinit -u; source ./lr-tool.zsh; print READY'
repeat 400; do zpty -r -t shell part && got+=$part; [[ $got == *READY*READY* ]] && break; sleep 0.02; done
got=
zpty -w -n shell '${line}'$'\\t'
repeat 400; do zpty -r -t shell part && got+=$part; [[ $got == *$1* ]] && break; sleep 0.02; done
print -r -- $got
zpty -d shell`;
  const { stdout } = spawnSync('zsh', ['-f', '-c', program, 'zsh', wanted], { cwd: folder, env, encoding: 'utf8' });
  return stdout;
}

function answered({ stdout, stderr, status }: { stdout: string; stderr: string; status: number | null }): string[] {
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash completes', () => {
  it('commands, flags, values, files, and what follows =', () => {
    const wanted: Readonly<Record<string, readonly string[]>> = {
      'lr-tool tr': ['train'],
      'lr-tool find --mo': ['--mode'],
      'lr-tool find --mode ': ['exponential', 'linear'],
      'lr-tool find --mode=lin': ['linear'],
      'lr-tool find my': ['my\\ data/'],
      'lr-tool train --set optim': ['optimizer=', 'optimizer.'],
      'lr-tool train --set optimizer=nes': ['nesterov'],
      'lr-tool nothing ': [],
    };
    const lines = Object.keys(wanted);
    expect(Object.fromEntries(bash(lines).map((found, i) => [lines[i], found.filter((word) => word !== '')]))).toEqual(
      wanted,
    );
  });

  it('without TensorFlow', () => {
    const guard = ['--import', resolve('test/guards/no-tensorflow.mjs'), resolve('bin/lr-tool.js')];
    const ask = [...guard, 'completion', '--line', 'lr-tool find --set optimizer='];
    const { stdout, status } = spawnSync(process.execPath, ask, { cwd: folder, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain('optimizer=adam');
  });
});

describe.skipIf(!isThere('fish'))('fish completes', () => {
  it('commands and what follows =', () => {
    expect(fish('lr-tool tr')).toEqual(['train']);
    expect(fish('lr-tool train --set optimizer=nest')).toEqual(['optimizer=nesterov']);
  });
});

describe.skipIf(!isThere('zsh'))('zsh completes', () => {
  it('commands and what follows =, in a terminal', () => {
    expect(zsh('lr-tool tr', 'lr-tool train')).toContain('lr-tool train');
    expect(zsh('lr-tool train --set optimizer=nest', 'optimizer=nesterov')).toContain('optimizer=nesterov');
  });
});
