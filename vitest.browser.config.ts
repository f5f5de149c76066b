import { defineConfig } from 'vitest/config';

/** Tests that need Debian's chromium; `npm test` leaves them out. */
export default defineConfig({
  // As in vitest.config.ts: the file that Node takes.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/browser/**/*.test.ts'],
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
