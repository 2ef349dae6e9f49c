import { join } from 'node:path'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

import { gzippedTwins } from './build/gzipped-twins.ts'
import { minifiedContract } from './build/minified-contract.ts'
import { stylesWithNonce } from './build/styles-with-nonce.ts'

/** `npm run build:console`; `npm run dev:console` beside a running server, with changes seen at once. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react(), minifiedContract(), stylesWithNonce(), gzippedTwins()],
  // The server puts a number of each answer's own in its place, which styles are let in by.
  html: { cspNonce: 'KEYPLANE_NONCE' },
  build: {
    outDir: join(import.meta.dirname, '..', '..', 'dist', 'console'),
    emptyOutDir: true,
    // Nothing is written into the page: the Content-Security-Policy lets in files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    chunkSizeWarningLimit: 1_500,
  },
  server: { proxy: { '/keyplane': 'http://127.0.0.1:7420' } },
})
