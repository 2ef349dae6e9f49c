/** A reader of bytes or text that others wrote, as the fuzzers call it. */
export interface Decoder {
  /** Names its corpus: letters, digits and dashes. */
  readonly name: string
  /** Reads one input. What it returns is looked through for keys that would reach a prototype. */
  run(input: Buffer): unknown
  /** Well-formed inputs to begin with. */
  readonly seeds: readonly (string | Buffer)[]
  /** Words of the format, put in by mutations. */
  readonly words?: readonly string[]
  /** The declared refusals of the room; anything else that is thrown is a bug. Absent: it never throws. */
  refuses?(error: unknown): boolean
  /** Inputs about so many bytes long whose parts must grow together to hurt. */
  hostile?(bytes: number): readonly (string | Buffer)[]
}

/** Why an input was not judged fine. */
export class Finding extends Error {
  override readonly name = 'Finding'
}
