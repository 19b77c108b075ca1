import { defineConfig } from 'vitest/config'

/** How many times slower than they could be pages are made: see CONTRIBUTING. */
const slowness = Math.max(1, Number(process.env.GEWU_E2E_SLOW ?? 1))

// One browser and one server for the whole run: the files take turns.
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: ['e2e/server.ts'],
    provide: { slowness },
    fileParallelism: false,
    // Software rendering on a busy machine takes seconds a screen; these only end what hangs.
    testTimeout: 300_000 * slowness,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 120_000 * slowness } },
  },
})
