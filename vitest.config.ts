import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The file that Node takes. Vite would take index.mjs, and graphql would be there twice: ours, and that of Apollo.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/cluster/**'],
    globalSetup: ['test/harness/global-setup.ts'],
    // Two cores: more workers than that only fight over them.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Waits on conditions end as soon as they hold; the default of 1 s fails on a busy machine.
    expect: { poll: { timeout: 15_000 } },
  },
});
