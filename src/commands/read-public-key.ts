import { readFileSync } from 'node:fs'

import { keypairTexts as texts } from './keypair-texts.ts'
import { CommandError } from './kit/command-error.ts'
import { EXIT } from './kit/exit-codes.ts'

const STANDARD_INPUT = 0

/** The text of a file; `-` is the standard input. @throws CommandError when it cannot be read */
export function readPublicKey(file: string): string {
  try {
    return readFileSync(file === '-' ? STANDARD_INPUT : file, 'utf8')
  } catch {
    throw new CommandError(texts.cannotRead(file), EXIT.usage)
  }
}
