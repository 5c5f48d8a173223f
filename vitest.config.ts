import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'bench/**/*.test.ts'],
    // As many files at once as there are processors: most tests wait for processes to start.
    maxWorkers: '100%',
    // Real workers and real training runs: slow machines need room.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
