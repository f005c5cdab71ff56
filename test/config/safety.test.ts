import { describe, expect, it } from 'vitest';
import { resolveText, smallest } from './world.js';

const keys = ['__proto__', 'constructor', 'prototype'];
/** Places in a config, as the keys that lead there. */
const places = [
  [],
  ['dataset'],
  ['model'],
  ['find'],
  ['optimizer'],
  ['loss'],
  ['model', 'layers'],
  ['dataset', 'options'],
];
const loads = ['{"polluted":true}', '{"seed":1}', '1', '"x"', '[1]', 'null'];

const nest = (path: readonly string[], inner: string) => path.reduceRight((text, key) => `{"${key}":${text}}`, inner);
const payloads = keys.flatMap((key) => places.flatMap((place) => loads.map((load) => ({ key, place, load }))));

const refusedWith = async (text: string, overrides = {}) =>
  (await resolveText(text, overrides).then(
    () => 'accepted',
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  )) as string;

describe('keys that reach prototypes', () => {
  it.each(keys)('%s is refused in JSON, JSONC, YAML and --set, wherever it stands', async (wanted) => {
    for (const { key, place, load } of payloads.filter((payload) => payload.key === wanted)) {
      const text = nest(place, `{"${key}":${load}}`);
      const answers = [
        await refusedWith(text),
        await refusedWith(`// a comment\n${text}`),
        await refusedWith(`--- # YAML\n${text}`),
        await refusedWith(smallest, { set: [`${[...place, key].join('.')}=${load}`] }),
        await refusedWith(smallest, { set: [`${place[0] ?? 'find'}=${text}`] }),
        await refusedWith(smallest, { set: [`${[...place, key, 'polluted'].join('.')}=1`] }),
      ];
      for (const answer of answers) expect(answer, text).toMatch(/^CONFIG_INVALID: .*not allowed/s);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      expect(({} as { seed?: unknown }).seed).toBeUndefined();
    }
  });

  it('written with escapes they are the same keys', async () => {
    expect(await refusedWith('{"\\u005f_proto__": {"seed": 1}}')).toMatch(/'__proto__' is not allowed/);
    expect(await refusedWith('"\\x5f_proto__": {seed: 1}')).toMatch(/'__proto__' is not allowed/);
  });

  it('inherited properties are not values', async () => {
    expect(await refusedWith('{"dataset": "toString", "model": "valueOf"}')).toMatch(/unknown dataset 'toString'/);
    expect(await refusedWith(smallest, { set: ['toString=1'] })).toMatch(/toString: unknown key/);
    expect(await refusedWith(smallest, { set: ['optimizer.valueOf=1'] })).toMatch(/optimizer.valueOf: unknown key/);
  });
});

describe('texts made to hurt', () => {
  const laughs = (open: string, close: string, item: (i: number, k: number) => string) =>
    Array.from({ length: 9 }, (_, i) => {
      const inner = Array.from({ length: 10 }, (_, k) =>
        i === 0 ? `${open === '{' ? `k${k}: ` : ''}x` : item(i - 1, k),
      );
      return `a${i}: &a${i} ${open}${inner.join(', ')}${close}`;
    }).join('\n');
  const bomb = `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}\n`;
  it.each([
    ['40 aliases that double', bomb, /more than 10000 values|nested deeper/],
    ['an alias of itself', 'a: &a [*a]\n', /nested deeper|not a plain value/],
    ['brackets, JSON', `{"a":${'['.repeat(200_000)}`, /nested deeper than 64 levels/],
    ['closed brackets, JSON', `{"a":${'['.repeat(70)}${']'.repeat(70)}}`, /nested deeper than 64 levels/],
    ['brackets, YAML', `a: ${'['.repeat(200_000)}`, /nested deeper than 64 levels/],
    ['dashes, YAML', '- '.repeat(200_000), /nested deeper than 64 levels/],
    ['question marks, YAML', '? '.repeat(200_000), /nested deeper than 64 levels/],
    ['many keys, YAML', Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n'), /pieces of syntax/],
    ['many values, JSON', `{"a":[${'1,'.repeat(50_000)}1]}`, /more than 10000 values/],
    ['ten aliases of ten, nine times', laughs('[', ']', (i) => `*a${i}`), /more than 10000 values|nested deeper/],
    ['the same with maps', laughs('{', '}', (i, k) => `k${k}: *a${i}`), /more than 10000 values|nested deeper/],
    ['merge keys', `a: &a {x: 1}\n${'<<: *a\n'.repeat(2000)}`, /given twice|unknown key/],
    ['a tag that makes bytes', `a: !!binary ${'QUFB'.repeat(10_000)}`, /unresolved tag/i],
    ['10,000 documents', '---\na: 1\n'.repeat(5000), /second document|pieces of syntax/],
    [
      '5,000 anchors',
      Array.from({ length: 5000 }, (_, i) => `k${i}: &a${i} 1`).join('\n'),
      /unknown key|pieces of syntax/,
    ],
    ['a key of 900,000 characters', `{"${'k'.repeat(900_000)}": 1}`, /unknown key/],
    ['a number of 900,000 digits', `{"seed": ${'9'.repeat(900_000)}}`, /seed/],
    ['a key 5,000 times, JSON', `{${'"seed": 1,'.repeat(5000)}"seed": 1}`, /given twice/],
    ['300,000 commas, JSON', `{"a": [${','.repeat(300_000)}]}`, /a value should be here|not JSON/],
    ['a text of 2 MiB', `# ${'x'.repeat(2 ** 21)}`, /has 2097154 bytes/],
  ])('%s are refused at once', async (_, text, message) => {
    const before = process.cpuUsage();
    expect(await refusedWith(text)).toMatch(message);
    const { user, system } = process.cpuUsage(before); // the clock on the wall also counts the neighbours
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  it('64 levels are none too many', async () => {
    const inner = `${'['.repeat(62)}${']'.repeat(62)}`;
    expect(await refusedWith(`{"a":${inner}}`)).toMatch(/a: unknown key/);
    expect(await refusedWith(`a: ${inner}`)).toMatch(/a: unknown key/);
  });
});
