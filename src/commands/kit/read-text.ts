import { readFileSync } from 'node:fs'

import { CommandError } from './command-error.ts'
import { EXIT } from './exit-codes.ts'
import { texts } from './texts.ts'

const STANDARD_INPUT = 0

/** The text of a file; `-` is the standard input. @throws CommandError when it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? STANDARD_INPUT : file, 'utf8')
  } catch {
    throw new CommandError(texts.cannotRead(file), EXIT.usage)
  }
}
