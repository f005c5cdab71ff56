import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('the pictures of the docs are those that are drawn today (npm run pictures)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lr-tool-pictures-'));
  try {
    execFileSync(process.execPath, ['scripts/pictures.js', folder]);
    const names = readdirSync(folder).sort();
    expect(readdirSync('docs/images').sort()).toEqual(names);
    for (const name of names) {
      expect(readFileSync(join('docs/images', name), 'utf8'), name).toBe(readFileSync(join(folder, name), 'utf8'));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
