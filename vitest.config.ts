import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Tests that start git or a whole command share two cores in CI.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
