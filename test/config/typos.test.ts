import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nearestName } from '../../src/base/names.js';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { resolveText, smallest } from './world.js';

/** Every set of keys that one object of the schema may have. */
function keySets(schema: unknown): string[][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: object };
  return [...(properties ? [Object.keys(properties)] : []), ...Object.values(schema).flatMap(keySets)];
}

/** All texts one edit away that are not keys themselves; the inserted and replaced letter is x or one of the word's. */
function typosOf(key: string): string[] {
  const letters = [...new Set(`x${key}`)];
  const cut = (i: number, gone: number, put: string) => key.slice(0, i) + put + key.slice(i + gone);
  const at = Array.from(key, (_, i) => i);
  return [
    ...at.map((i) => cut(i, 1, '')),
    ...at.slice(1).map((i) => cut(i - 1, 2, key[i]! + key[i - 1]!)),
    ...at.flatMap((i) => letters.flatMap((letter) => [cut(i, 1, letter), cut(i, 0, letter)])),
  ];
}

describe('a mistyped key', () => {
  const sets = [...new Map(keySets(configJsonSchema()).map((set) => [set.join(), set])).values()];

  it('is recognized in 95 of 100 cases or more, for every key of the schema and every single edit', () => {
    const cases = sets.flatMap((known) =>
      known.flatMap((key) =>
        typosOf(key)
          .filter((typo) => !known.includes(typo))
          .map((typo) => ({ typo, key, known })),
      ),
    );
    const missed = cases.filter(({ typo, key, known }) => nearestName(typo, known) !== key);
    expect(sets.length).toBeGreaterThan(40);
    expect(cases.length).toBeGreaterThan(5_000);
    expect(missed.length / cases.length).toBeLessThanOrEqual(0.05);
  });

  it.each([
    ['find', 'stpes', 'steps'],
    ['find', 'startlr', 'startLr'],
    ['find', 'diverge_factor', 'divergeFactor'],
    ['find', 'foor', 'for'],
  ])('in %s, %s is answered with %s', async (section, typo, key) => {
    const text = JSON.stringify({ ...JSON.parse(smallest), [section]: { [typo]: 1 } });
    await expect(resolveText(text)).rejects.toThrow(`${section}.${typo}: unknown key (did you mean '${key}'?)`);
  });
});

describe('any object at all', () => {
  it('is a config or a CONFIG_INVALID, never another error', async () => {
    const value = fc.object({
      key: fc.constantFrom('dataset', 'model', 'name', 'find', 'layers', 'optimizer', 'x'),
      maxDepth: 4,
    });
    await fc.assert(
      fc.asyncProperty(value, async (object) => {
        const failure = await resolveText(JSON.stringify(object)).catch((error: unknown) => error);
        expect(failure).toMatchObject({ code: 'CONFIG_INVALID', blame: 'user' });
        expect(failure).not.toBeInstanceOf(z.ZodError);
      }),
      { numRuns: 300 },
    );
  });
});
