import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// During development the page is served by vite, everything else by a running gewu.
const server = process.env.GEWU_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [vue()],
  server: { proxy: { '/v1': server, '/tiles': server, '/readyz': server } },
  build: {
    target: 'es2022',
    // maplibre-gl is one chunk of 1.1 MB (295 kB compressed) that loads after the page stands.
    chunkSizeWarningLimit: 1200,
  },
  // No test waits for time; the timeout only ends what hangs, also on a machine that does much else.
  test: { include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 60_000, hookTimeout: 60_000 },
})
