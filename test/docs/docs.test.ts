import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/all.js';

const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((file) => join('docs', file))].filter(
  (file) => file.endsWith('.md'),
);
const textOf = (page: string) => readFileSync(page, 'utf8');

/**
 * Lines of the sh blocks of a page that call lr-tool, without comments. What `setup` downloads, its own test covers. The
 * console blocks of docs/reproductions.md, which take minutes each, are run and written by `npm run reproductions`.
 */
const commandsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => block!.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/\s#.*$/, '').trim())
    .filter((line) => line.startsWith('npx lr-tool') && !/\ssetup\b|\|/.test(line));

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe.each(pages.filter((page) => commandsOf(page).length > 0))('the commands in %s', (page) => {
  it('run as they stand, one after another', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lr-tool-docs-'));
    folders.push(folder);
    for (const line of commandsOf(page)) {
      const words = line.split(/\s+/).slice(2);
      const { status, stderr } = spawnSync(process.execPath, [resolve('bin/lr-tool.js'), ...words], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(status, `${line}\n${stderr}`).toBe(0);
    }
  }, 180_000);
});

describe('the docs', () => {
  it.each(pages)('%s links to what is there', (page) => {
    for (const [, target] of textOf(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) {
      expect(existsSync(join(dirname(page), target!)), target).toBe(true);
    }
  });

  it('the reference is that of the source (npm run reference)', () => {
    expect(execFileSync(process.execPath, ['scripts/reference.js'], { encoding: 'utf8' })).toBe(
      textOf('docs/reference.md'),
    );
  });

  it('the pages of commands and of messages are those of the source (npm run docs)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lr-tool-pages-'));
    folders.push(folder);
    execFileSync(process.execPath, ['scripts/cli-docs.js', folder]);
    for (const page of ['cli.md', 'troubleshooting.md']) {
      expect(readFileSync(join(folder, page), 'utf8')).toBe(textOf(join('docs', page)));
    }
  });

  it('every page is in the index', () => {
    for (const page of readdirSync('docs').filter((file) => file.endsWith('.md') && file !== 'README.md')) {
      expect(textOf('docs/README.md')).toContain(`(${page})`);
    }
  });

  it('the README lists every command (npm run readme)', () => {
    for (const { name, summary } of commands)
      expect(textOf('README.md')).toContain(`| \`lr-tool ${name}\` | ${summary} |`);
  });

  it('the README shows a real plot (npm run readme)', () => {
    expect(textOf('README.md')).toMatch(/LR range test: digits[\s\S]*base_lr[\s\S]*lr-tool train digits-mlp/);
  });
});
