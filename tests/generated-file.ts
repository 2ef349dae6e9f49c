import { readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'

/**
 * Writes a generated document; with `--check` on the command line only compares it, and makes the process fail when
 * it is not what it should be.
 */
export function putGenerated(file: string, text: string): void {
  if (!process.argv.includes('--check')) return writeFileSync(file, text)
  if (readFileSync(file, 'utf8') === text) return
  console.error(`${relative(process.cwd(), file)} is not what the sources say. Run: npm run docs`)
  process.exitCode = 1
}
