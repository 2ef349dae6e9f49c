import { copyFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

import { execa } from 'execa'

const PROJECT = join(import.meta.dirname, '..', '..')

/** Builds the product as it is published, a few files without types; returns its main file. */
export async function buildProduct(folder: string): Promise<string> {
  const out = join(folder, 'built', 'dist')
  const args = [
    'build',
    '--config',
    'src/vite.config.ts',
    '--logLevel',
    'warn',
    '--emptyOutDir',
    '--outDir',
    out,
  ]
  await execa('vite', args, { cwd: PROJECT, preferLocal: true })
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'built', 'node_modules'))
  copyFileSync(join(PROJECT, 'package.json'), join(folder, 'built', 'package.json'))
  return join(out, 'main.js')
}
