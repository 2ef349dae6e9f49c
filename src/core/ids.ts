import { createHash, randomBytes, randomUUID } from 'node:crypto'

/** Source of identifiers. Injected, so that a run can be repeated. */
export interface Ids {
  /** `length` characters of `0-9a-z`. */
  suffix(length: number): string
  uuid(): string
  /** Bytes that a key pair is made of; absent: the cryptographic library makes it of its own. */
  keyBytes?(): Buffer
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'
/** Bytes from here on would make some characters likelier than others. */
const FAIR_BYTES = 256 - (256 % ALPHABET.length)

export function randomIds(): Ids {
  return { suffix: randomSuffix, uuid: growingUuid }
}

/** Hexadecimal digits of milliseconds until the year 10889. */
const TIME_DIGITS = 12
const TIME_LENGTH = 'xxxxxxxx-xxxx'.length

/**
 * By chance, but for a beginning that grows with the time: an index of such ids is only ever written to at its end, where
 * chance would touch another page of it for each. The form is that of version 4, which all clients know.
 * Source: RFC 9562 §5.4; its §6.13 tells why databases want it. See docs/adr/0015.
 */
function growingUuid(): string {
  const time = Date.now().toString(16).padStart(TIME_DIGITS, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}${randomUUID().slice(TIME_LENGTH)}`
}

/** By kind and length. */
export type IdPosition = Readonly<Record<string, number>>

/** Ids that are the same in every run that asks for the same ones in the same order. */
export interface SeededIds extends Required<Ids> {
  /** How many of each kind were given. */
  position(): IdPosition
  /** Goes on from there; without one, from the beginning. */
  moveTo(position?: IdPosition): void
}

/**
 * Ids of a number: for tests only, as everybody can tell the next one. Each kind and length has a row of its own, so that
 * a call more or less, which takes a request id, changes no id of what others create.
 * @param epoch sets runs over the same data apart, whose ids must not meet
 */
export function seededIds(seedNumber: number, epoch = 0): SeededIds {
  let counts = new Map<string, number>()
  const draw = (kind: string): Buffer => {
    const count = counts.get(kind) ?? 0
    counts.set(kind, count + 1)
    return createHash('sha512').update(`keyplane ${seedNumber} ${epoch} ${kind} ${count}`).digest()
  }
  return {
    suffix: (length) => suffixOf(length, () => draw(`suffix ${length}`)),
    uuid: () => uuidOf(draw('uuid')),
    keyBytes: () => draw('key'),
    position: () => Object.fromEntries(counts),
    moveTo: (position = {}) => void (counts = new Map(Object.entries(position))),
  }
}

/** Version 4, variant 1. Source: RFC 9562 §5.4. */
function uuidOf(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const text = bytes.toString('hex', 0, 16)
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  )
}

function randomSuffix(length: number): string {
  return suffixOf(length, () => randomBytes(length * 2))
}

function suffixOf(length: number, draw: () => Buffer): string {
  let text = ''
  while (text.length < length) {
    for (const byte of draw()) {
      if (byte < FAIR_BYTES && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length)
    }
  }
  return text
}
