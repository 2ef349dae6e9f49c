import { hash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Inputs that are kept, a folder for each decoder; names are hashes. */
const FOLDER = join(import.meta.dirname, 'corpus')

export function readCorpus(decoder: string): readonly Buffer[] {
  const folder = join(FOLDER, decoder)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(join(folder, name)))
}

/** Replaces what was kept. */
export function writeCorpus(decoder: string, inputs: readonly Buffer[]): void {
  const folder = join(FOLDER, decoder)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const input of inputs) writeFileSync(join(folder, hash('sha256', input).slice(0, 16)), input)
}
