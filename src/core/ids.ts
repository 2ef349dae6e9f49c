import { randomBytes, randomUUID } from 'node:crypto'

/** Source of identifiers. Injected, so that a run can be repeated. */
export interface Ids {
  /** `length` characters of `0-9a-z`. */
  suffix(length: number): string
  uuid(): string
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'
/** Bytes from here on would make some characters likelier than others. */
const FAIR_BYTES = 256 - (256 % ALPHABET.length)

export function randomIds(): Ids {
  return { suffix: randomSuffix, uuid: () => randomUUID() }
}

function randomSuffix(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < FAIR_BYTES && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length)
    }
  }
  return text
}
