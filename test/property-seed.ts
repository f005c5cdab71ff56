import fc from 'fast-check';

/**
 * Property tests draw the same cases on every run, so that a commit that passed once passes for ever.
 * `LR_TOOL_TEST_SEED=random npm test` (or a number) draws others: that is how new cases are hunted.
 */
const asked = process.env['LR_TOOL_TEST_SEED'] ?? '20261127';
const seed = asked === 'random' ? Date.now() % 2 ** 31 : Number(asked);
if (!Number.isInteger(seed)) throw new Error(`LR_TOOL_TEST_SEED=${asked} is neither "random" nor a whole number`);
fc.configureGlobal({ seed });
