import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

import { execa } from 'execa'

import type { Proof } from './statement.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/**
 * The tests of these files as vitest itself collects them: with the titles of `each` filled in, so that a proof is a
 * row that is really there. Nothing is run.
 */
export async function findTests(files: readonly string[]): Promise<readonly Proof[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-list-'))
  try {
    const list = join(folder, 'list.json')
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
    const args = [vitest, 'list', '--no-static-parse', `--json=${list}`, ...files]
    await execa(process.execPath, args, { cwd: ROOT, env: withoutVitest(), extendEnv: false })
    // The list in the form that vitest documents.
    const found = JSON.parse(readFileSync(list, 'utf8')) as { name: string; file: string }[]
    return found.map(({ name, file }) => ({ file: relative(ROOT, file), test: name }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The inner vitest must not take itself for a worker of the outer one. */
function withoutVitest(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')))
}
