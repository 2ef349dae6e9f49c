import { join } from 'node:path'

import { defineConfig } from 'vite'

/**
 * `npm run build:server`: the program and what tests import, in few files: seven hundred take twice as long to load. What
 * is loaded later stays apart, and packages stay in `node_modules`, where their versions and licences can be seen.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    ssr: true,
    target: 'node24',
    outDir: join(import.meta.dirname, '..', 'dist'),
    emptyOutDir: true,
    // A stack in somebody's log shall name our functions.
    minify: false,
    rolldownOptions: {
      // Every package, also one that is not installed here: who wants containers in tests brings their library.
      external: /^[^./]/,
      input: {
        main: join(import.meta.dirname, 'main.ts'),
        'shell-thread': join(import.meta.dirname, 'drivers', 'simulated', 'shell-thread.ts'),
        'testing/start-keyplane': join(import.meta.dirname, 'testing', 'start-keyplane.ts'),
        'testing/keyplane-container': join(import.meta.dirname, 'testing', 'keyplane-container.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
})
