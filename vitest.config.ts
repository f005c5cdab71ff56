import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/property-seed.ts'],
    pool: 'forks', // native addons crash in thread pools
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
