import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs'

/** Writes a new file, readable by its owner only, as a whole or not at all; one that is there already stays. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(draft)
  }
}
