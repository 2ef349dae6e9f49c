import type { Random } from './random.ts'

/** What the formats here are made of, and what has broken readers elsewhere. */
const WORDS = [
  ...['"', '\\"', '\\', "'", '[', ']', '{', '}', ':', ',', ';', '=', '&', '%', '+', '.', '/', '*', '?', '#'],
  ...[
    ' ',
    '\t',
    '\r\n',
    '\n',
    '\0',
    '\u2028',
    'é',
    '😀',
    '\ud800',
    '%00',
    '%',
    '%zz',
    '%C3%28',
    '%F0%9F%98%80',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '{"__proto__":{"a":1}}'],
  ...[
    '0',
    '1',
    '-1',
    '1e999',
    '99999999999999999999',
    '0x10',
    '007',
    'NaN',
    'null',
    'true',
    '""',
    '[]',
    '{}',
  ],
  ...['${', '}', '${jndi:', '<', '>', '<!--', '\x1b[A', '\xff\xfe', '\x00\x00\x00\x00', '\xff\xff\xff\xff'],
]
const MOST_STEPS = 6
const LONGEST_RUN = 64

/** One to six random changes of an input; `others` are what pieces are taken from. */
export function mutate(
  input: Buffer,
  random: Random,
  from: { readonly words: readonly string[]; readonly others: readonly Buffer[]; readonly maxBytes: number },
): Buffer {
  let mutant = input
  for (let left = 1 + random.below(MOST_STEPS); left > 0; left -= 1) mutant = change(mutant, random, from)
  return mutant.length > from.maxBytes ? mutant.subarray(0, from.maxBytes) : mutant
}

function change(input: Buffer, random: Random, from: Parameters<typeof mutate>[2]): Buffer {
  const at = random.below(input.length + 1)
  const end = Math.min(input.length, at + 1 + random.below(16))
  switch (random.below(9)) {
    case 0:
      return flipped(input, random)
    case 1:
      return replaced(input, [at, end], Buffer.alloc(0))
    case 2:
      return replaced(input, [at, at], word(random, from.words))
    case 3:
      return replaced(input, [at, end], word(random, from.words))
    case 4:
      // A piece many times.
      return replaced(
        input,
        [at, at],
        Buffer.alloc((end - at) * random.below(LONGEST_RUN), input.subarray(at, end)),
      )
    case 5:
      return replaced(input, [at, at], Buffer.from([random.below(256)]))
    case 6: {
      const other = random.of(from.others) ?? input
      const start = random.below(other.length + 1)
      return replaced(input, [at, at], other.subarray(start, start + 1 + random.below(64)))
    }
    case 7: {
      const other = random.of(from.others) ?? input
      return Buffer.concat([input.subarray(0, at), other.subarray(random.below(other.length + 1))])
    }
    default:
      return withOtherNumber(input, random)
  }
}

function word(random: Random, words: readonly string[]): Buffer {
  const own = words.length > 0 && random.below(3) > 0
  const text = random.of(own ? words : WORDS) ?? ''
  // Words beyond Latin-1 are text, the others bytes.
  return /[^\0-\xff]/.test(text) ? Buffer.from(text) : Buffer.from(text, 'latin1')
}

function flipped(input: Buffer, random: Random): Buffer {
  const copy = Buffer.from(input)
  const at = random.below(copy.length)
  if (copy.length > 0) copy.writeUInt8(copy.readUInt8(at) ^ (1 << random.below(8)), at)
  return copy
}

function withOtherNumber(input: Buffer, random: Random): Buffer {
  const numbers = [...input.toString('latin1').matchAll(/\d+/g)]
  const number = random.of(numbers)
  if (!number) return flipped(input, random)
  const values = ['0', '1', '2', '-1', '255', '256', '65536', '2147483648', '9007199254740993', '1e308']
  return replaced(
    input,
    [number.index, number.index + number[0].length],
    Buffer.from(random.of(values) ?? ''),
  )
}

function replaced(input: Buffer, [start, end]: readonly [number, number], piece: Uint8Array): Buffer {
  return Buffer.concat([input.subarray(0, start), piece, input.subarray(end)])
}
