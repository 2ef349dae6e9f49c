import { EXIT } from './exit-codes.ts'
import { asIs, type Text } from './language.ts'

/** A command that could not be done; the text is for a person, the exit code for a script. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly text: Text
  readonly exitCode: number

  /** @param text in both languages, or a server's own words */
  constructor(text: Text | string, exitCode: number) {
    const told = typeof text === 'string' ? asIs(text) : text
    super(told.en)
    this.text = told
    this.exitCode = exitCode
  }
}

/** Thrown after everything was printed: only the exit code is left to tell. */
export function orExit(isGood: boolean): void {
  if (!isGood) throw new CommandError('', EXIT.no)
}
