import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Writes a new file, readable by its owner only, as a whole or not at all; one that is there already stays. */
export function writeWhole(file: string, text: string): void {
  const draft = writeDraft(file, text)
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(draft)
  }
}

/** The same for a file that takes the place of an older one. */
export function replaceWhole(file: string, text: string): void {
  renameSync(writeDraft(file, text), file)
}

function writeDraft(file: string, text: string): string {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  return draft
}
