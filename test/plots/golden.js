import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
/**
 * Compares with test/output/<file>. A miss writes <file>-changed beside it: look at it, and rename it if it is better.
 * A file that is not there yet is a miss too.
 */
export function expectGolden(file, text) {
    const path = new URL(`../output/${file}`, import.meta.url);
    const changed = new URL(`../output/${file.replace(/\.txt$/, '-changed.txt')}`, import.meta.url);
    const golden = existsSync(path) ? readFileSync(path, 'utf8') : null;
    if (golden === `${text}\n`)
        rmSync(changed, { force: true });
    else
        writeFileSync(changed, `${text}\n`);
    expect(`${text}\n`).toBe(golden);
}
