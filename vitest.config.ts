import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // All cores: tests wait for the commands they start more than they compute. The default leaves one core out.
    maxWorkers: '100%',
    // Tests that start git or a whole command share two cores in CI.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
