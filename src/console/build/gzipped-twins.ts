import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import type { Plugin } from 'vite'

/** Leaves a compressed twin beside every asset, so that the server compresses nothing. */
export function gzippedTwins(): Plugin {
  let folder = ''
  return {
    name: 'keyplane-gzipped-twins',
    apply: 'build',
    configResolved({ build }) {
      folder = join(build.outDir, build.assetsDir)
    },
    closeBundle() {
      for (const name of readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name))) {
        writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }))
      }
    },
  }
}
