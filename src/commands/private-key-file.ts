import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs'

import { keypairTexts as texts } from './keypair-texts.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'

/**
 * Takes the place of a private key before it is made: a key that cannot be kept must not be made. Without a file it
 * goes to the standard output. A file that no key was written to does not stay.
 */
export async function withPrivateKeyFile<T>(
  path: string | undefined,
  work: (file: PrivateKeyFile) => Promise<T>,
): Promise<T> {
  const file = new PrivateKeyFile(path)
  try {
    return await work(file)
  } finally {
    file.close()
  }
}

/** Where one private key goes. */
export class PrivateKeyFile {
  readonly #file: string | undefined
  readonly #descriptor: number | undefined
  #isWritten = false

  constructor(file: string | undefined) {
    this.#file = file
    if (file === undefined) return
    try {
      // Owner only, and never over a file that is there.
      this.#descriptor = openSync(file, 'wx', 0o600)
    } catch {
      throw new CommandError(texts.outExists(file), EXIT.usage)
    }
  }

  write(context: CommandContext, privateKey: string): void {
    if (this.#descriptor === undefined || this.#file === undefined) {
      context.out.write(privateKey)
      return
    }
    writeSync(this.#descriptor, privateKey)
    this.#isWritten = true
    context.err.write(`${context.say(texts.written(this.#file))}\n`)
  }

  close(): void {
    if (this.#descriptor === undefined || this.#file === undefined) return
    closeSync(this.#descriptor)
    if (!this.#isWritten) unlinkSync(this.#file)
  }
}
