/** Journeys through the running system in a real browser, two files of them at a time. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // No file changes what another reads: each makes its own citizens and orders.
    maxWorkers: 2,
    // What the files share is read once for each of the two: its browser, and who has signed in.
    isolate: false,
  },
});
