import { describe, expect, it } from 'vitest';
import { fuzz } from './reader.js';
import { readers } from './readers.js';

/** `npm run test:fuzz` is the long form: LR_TOOL_FUZZ_CASES of them, at random. */
const cases = Number(process.env['LR_TOOL_FUZZ_CASES'] ?? 200);
const asked = process.env['LR_TOOL_TEST_SEED'] ?? '20261127';
const seed = asked === 'random' ? Date.now() % 2 ** 31 : Number(asked);

/** Peak memory of the process in MiB, all readers one after another. */
const mostMiB = 1024;

describe(`${cases} strange files, seed ${seed}`, () => {
  it.each(readers)(
    '$name: read or refused with a sentence, at once',
    { timeout: 60_000 + 100 * cases },
    async (reader) => {
      const { accepted, refused, slowestMs } = await fuzz(reader, cases, seed);
      const peak = process.resourceUsage().maxRSS / 1024;
      if (cases > 1000) {
        console.log(
          `${reader.name}: ${accepted} read, ${refused} refused, slowest ${slowestMs.toFixed(0)} ms, peak ${peak.toFixed(0)} MiB`,
        );
      }
      expect(peak).toBeLessThan(mostMiB);
    },
  );
});
