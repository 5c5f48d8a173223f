import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts', 'bench/**/*.test.ts'],
    // Real workers and real training runs: slow machines need room.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
