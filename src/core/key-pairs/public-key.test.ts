import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { md5Fingerprint, parsePublicKey, sha256Fingerprint } from './public-key.ts'
import type { ParsedPublicKey, PublicKeyProblem } from './public-key.ts'
import { encodeMpint, encodeString } from './ssh-wire.ts'

const run = promisify(execFile)

// Source: spec/alibaba.md §3.5 and spec/volcengine.md §3.4.
const rsaLine =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDNTM8yFd0SFXSkz1UkpdivDYyod3mAGYqtD1rGfSFuz/J8KiaCnLoIkItJQssujFlFF9oWZSswP4k7KNzqEhhssqAI9oLx0uKYaTLHnpz3ZqssZcE+tt4JMtdICsJ9+/bs4+7j1VZw2rGsWr82W5A9pC4UEN4bhBJ70Se57aqFqL5nFEMX/R0VY8cmEjrUZW0Sstq0/ewQKI4QvmCPvlsMULm/YYA7BcZGh6BSPRJduPtRoC4YBZ/6mlszh8/AJjFJUqqpybeWOmLPqlmCiDXS9dOhM0X9b10Abpi6laVHtBxXoZFgsPOVfTpQ64tUPyZkRp6VJTBoeiVExmVF3n8L demo@example'
const edLine = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
// Made with ssh-keygen 9.2; newer releases make and read no ssh-dss keys.
const dssLine =
  'ssh-dss AAAAB3NzaC1kc3MAAACBAKbFHioBNeJW2fK2ZH/IzlBS24wakGUPQJS5QyWUqqEe7LcOBTNr9TzAll08b2FYXzydvJSwdXIjmkD0UEGPjQICwpscN+7yv9XgF/7jCZef8ZM1MDfrA6sWeqYjMimecNOOA0NAcjFHAb7WRbSq9ELzOLIM29LQwu2m4dzZ7TBbAAAAFQCvlOVud8PQnLRAflrtfvOn183b5wAAAIA7KnbHeP6FA8z3ucOAFQYL+kvAKg8cU281BeFiYBvXI+qiGm1QcH0vWeVqa6qMArzk08FlehtEzjeXQlSWmmCDoTdrfNI92RPXJVQ7V31RPX/gPCT64hzrKAIXRxvTzG4BpyW5TFyh4Cc73FuKw7jBuGF07YfmkMBGxeLxQCbw+wAAAIEAkWq/AMcK2pUlmH2FujrNxOEYsO3M0MbTKW7qyHmxqfSC/C48UZArpGu5AOgJ7F4ztpnZaglYI73Vm+XdTiBFVNy/+M6HskGJvlaLQ53NeKKScZO8CEHjv3mEbjJpHTQPURED7lgCPRTwwKOTxa/SMuI+kMBqzz3lEBoDad7mSXs= dss@example'

const generated = [
  ['rsa', 1024],
  ['rsa', 2048],
  ['rsa', 3072],
  ['ecdsa', 256],
  ['ecdsa', 384],
  ['ecdsa', 521],
  ['ed25519', 256],
] as const

let folder = ''
/** One line of each kind in `generated`, and the hardware kinds built from their points. */
const lines: string[] = [rsaLine, edLine, dssLine]

function accept(text: string): ParsedPublicKey {
  const result = parsePublicKey(text)
  if ('problem' in result) throw new Error(`${result.problem}: ${result.detail}`)
  return result
}

function problemOf(text: string): PublicKeyProblem['problem'] | 'none' {
  const result = parsePublicKey(text)
  return 'problem' in result ? result.problem : 'none'
}

function lineOf(type: string, ...fields: (Buffer | string)[]): string {
  return `${type} ${Buffer.concat([type, ...fields].map(encodeString)).toString('base64')}`
}

function fieldOf(line: string, index: number): Buffer {
  let rest = accept(line).blob
  for (let skipped = 0; skipped < index; skipped += 1) rest = rest.subarray(4 + rest.readUInt32BE())
  return rest.subarray(4, 4 + rest.readUInt32BE())
}

/** The body of an `mpint`. */
function mpint(value: bigint): Buffer {
  const digits = value.toString(16)
  return encodeMpint(Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')).subarray(
    4,
  )
}

function lineOfType(type: string): string {
  const line = lines.find((candidate) => candidate.startsWith(`${type} `))
  if (line === undefined) throw new Error(`no line of type ${type}`)
  return line
}

/** What `ssh-keygen -l` says about each line of a file: bits and digest. */
async function listKeys(file: string, digest: 'md5' | 'sha256'): Promise<{ bits: number; print: string }[]> {
  const { stdout } = await run('ssh-keygen', ['-l', '-E', digest, '-f', file])
  return stdout
    .trim()
    .split('\n')
    .map((row) => row.split(' '))
    .map(([bits, print = '']) => ({ bits: Number(bits), print }))
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'public-key-'))
  for (const [type, bits] of generated) {
    const file = path.join(folder, `${type}-${bits}`)
    await run('ssh-keygen', ['-q', '-t', type, '-b', String(bits), '-N', '', '-C', 'a comment', '-f', file])
    lines.push(await readFile(`${file}.pub`, 'utf8'))
  }
  const point = fieldOf(lineOfType('ecdsa-sha2-nistp256'), 2)
  lines.push(
    lineOf('sk-ssh-ed25519@openssh.com', fieldOf(lineOfType('ssh-ed25519'), 1), 'ssh:'),
    lineOf('sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', point, 'ssh:'),
  )
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('agreement with ssh-keygen', () => {
  it('has the same size and fingerprints for every type', async () => {
    // The ssh-dss line has its own test below, as newer releases of ssh-keygen do not know the type.
    const known = lines.filter((line) => line !== dssLine)
    const file = path.join(folder, 'all.pub')
    await writeFile(file, known.map((line) => `${line.trim()}\n`).join(''))
    const keys = known.map(accept)
    expect(keys.map(({ bits, blob }) => ({ bits, print: sha256Fingerprint(blob) }))).toEqual(
      await listKeys(file, 'sha256'),
    )
    const md5 = (await listKeys(file, 'md5')).map(({ print }) =>
      print.replace('MD5:', '').replaceAll(':', ''),
    )
    expect(keys.map(({ blob }) => md5Fingerprint(blob))).toEqual(md5)
    expect(new Set(keys.map(({ type }) => type)).size).toBe(7)
  })

  it('accepts no damaged key that ssh-keygen refuses', async () => {
    const known = lines.filter((line) => line !== dssLine).map(accept)
    const damage = fc.tuple(fc.constantFrom(...known), fc.nat(), fc.integer({ min: 1, max: 255 }))
    const damaged = fc.sample(damage, 400).map(([{ type, blob }, position, mask]) => {
      const copy = Buffer.from(blob)
      const index = position % copy.length
      copy.writeUInt8(copy.readUInt8(index) ^ mask, index)
      return `${type} ${copy.toString('base64')}`
    })
    const accepted = [edLine, ...damaged.filter((line) => problemOf(line) === 'none')]
    const file = path.join(folder, 'damaged.pub')
    await writeFile(file, accepted.map((line) => `${line}\n`).join(''))
    const expected = accepted.map(accept).map(({ bits, blob }) => ({ bits, print: sha256Fingerprint(blob) }))
    expect(await listKeys(file, 'sha256')).toEqual(expected)
  })
})

describe('fingerprints', () => {
  it.each([
    [rsaLine, 'dc2cba8db84d2d5fd231070418ca975f'],
    [edLine, '0fa20ad7383e6545086b63841cffdcba'],
    [dssLine, 'aed8d844ec791afd11d126562a0e3b9a'],
  ])('MD5 of %.24s…', (line, fingerprint) => {
    expect(md5Fingerprint(accept(line).blob)).toBe(fingerprint)
  })

  it('SHA-256 has no padding', () => {
    expect(sha256Fingerprint(accept(dssLine).blob)).toBe('SHA256:JUGp820j4HU7BBb3FpARz/9Q2si2O8beEHEyufMTkps')
  })
})

describe('parts of the line', () => {
  it('returns type, base64, blob, comment and size', () => {
    const [type, base64 = '', comment] = dssLine.split(' ')
    expect(accept(dssLine)).toEqual({
      type,
      base64,
      blob: Buffer.from(base64, 'base64'),
      comment,
      bits: 1024,
    })
  })

  it.each([
    ['no comment', '', ''],
    ['a newline', '\n', ''],
    ['CR LF', ' me@host\r\n', 'me@host'],
    ['blanks around', ' \t me@host \t ', 'me@host'],
    ['blanks inside the comment', ' two  words\tand more', 'two  words\tand more'],
    ['text beyond ASCII', ' 广州 🔑', '广州 🔑'],
  ])('takes %s', (_, ending, comment) => {
    expect(accept(`${edLine}${ending}`).comment).toBe(comment)
  })

  it('takes blanks in front and several between the words', () => {
    expect(accept(`\t ${edLine.replace(' ', ' \t ')}`).base64).toBe(edLine.split(' ')[1])
  })
})

describe('refused lines', () => {
  const bare = edLine.split(' ')[1] ?? ''

  it.each([
    ['nothing', '', 'empty'],
    ['blanks only', ' \t\r\n', 'empty'],
    ['1 MB of text', 'a'.repeat(1_000_000), 'tooLong'],
    ['1 MB of blanks', ' '.repeat(1_000_000), 'tooLong'],
    ['a comment that is too long in bytes', `${edLine} ${'广'.repeat(5500)}`, 'tooLong'],
    ['two lines', `${edLine}\n${edLine}\n`, 'notOneLine'],
    ['a line end in the comment', `${edLine} a\rb`, 'notOneLine'],
    ['a line end in the key', edLine.replace('IAAB', 'IA\nAB'), 'notOneLine'],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE\n', 'notOneLine'],
    ['NUL', `${edLine} a\0b`, 'controlCharacter'],
    ['NUL at the end', `${edLine}\0`, 'controlCharacter'],
    ['an escape sequence', `${edLine} \u001b[31mred`, 'controlCharacter'],
    ['a C1 control', `${edLine} \u0085`, 'controlCharacter'],
    ['a line separator', `${edLine} a\u2028b`, 'controlCharacter'],
    ['half a surrogate pair', `${edLine} \ud83d`, 'controlCharacter'],
    ['a form feed at the end', `${edLine}\f`, 'controlCharacter'],
    ['options', `no-pty ${edLine}`, 'unknownType'],
    ['options with blanks', `command="echo a b",no-pty ${edLine}`, 'unknownType'],
    ['a comment line', `# ${edLine}`, 'unknownType'],
    ['a byte order mark', `\ufeff${edLine}`, 'unknownType'],
    ['upper case', edLine.replace('ssh-ed', 'SSH-ED'), 'unknownType'],
    ['the key alone', bare, 'unknownType'],
    ['a certificate', lineOf('ssh-ed25519-cert-v01@openssh.com', 'nonce'), 'unknownType'],
    ['an old certificate', lineOf('ssh-rsa-cert-v00@openssh.com', 'nonce'), 'unknownType'],
    ['__proto__', `__proto__ ${bare}`, 'unknownType'],
    ['constructor', `constructor ${bare}`, 'unknownType'],
    ['toString', 'toString', 'unknownType'],
    ['a type alone', 'ssh-ed25519', 'truncated'],
    ['a type and a newline', 'ssh-rsa \n', 'truncated'],
    ['text that is not base64', 'ssh-ed25519 !!!!', 'badBase64'],
    ['base64url', `ssh-ed25519 ${bare.slice(0, -2)}-_`, 'badBase64'],
    ['missing padding', dssLine.replace('=', ''), 'badBase64'],
    ['too much padding', dssLine.replace('=', '=='), 'badBase64'],
    ['padding bits that are not zero', dssLine.replace('SXs=', 'SXt='), 'badBase64'],
    ['a cut length', 'ssh-ed25519 AAAA', 'truncated'],
    ['a cut key', edLine.slice(0, -4), 'truncated'],
    ['a huge length', 'ssh-ed25519 /////w==', 'truncated'],
    ['only the type inside', lineOf('ssh-rsa'), 'truncated'],
    ['a byte too many', `${edLine}AA==`, 'trailingBytes'],
    ['a field too many', lineOf('ssh-ed25519', Buffer.alloc(32), ''), 'trailingBytes'],
    ['another type inside', `ssh-rsa ${bare}`, 'typeMismatch'],
    ['an empty type inside', 'ssh-rsa AAAAAA==', 'typeMismatch'],
    ['a type inside with the top bits set', edLine.replace('AAAAC3Nz', 'AAAAC/Nz'), 'typeMismatch'],
  ] as const)('%s', (_, text, problem) => {
    expect(problemOf(text)).toBe(problem)
  })

  it('never repeats the text, which may be a private key', () => {
    const results = ['c2VjcmV0', 'ssh-rsa c2VjcmV0', 'ssh-rsa c2VjcmV0!', '# c2VjcmV0\nx'].map(parsePublicKey)
    expect(results.every((result) => 'problem' in result && result.detail.length > 0)).toBe(true)
    expect(JSON.stringify(results)).not.toContain('c2VjcmV0')
  })
})

describe('RSA numbers', () => {
  const e = mpint(65537n)
  const odd = (bits: number): bigint => (1n << BigInt(bits - 1)) + 1n
  const padded = (value: bigint): Buffer => Buffer.concat([Buffer.alloc(1), mpint(value)])

  it.each([
    ['the smallest modulus', e, mpint(odd(1024)), 'none'],
    ['the largest modulus', e, mpint(odd(16384)), 'none'],
    ['the smallest exponent', mpint(3n), mpint(odd(1024)), 'none'],
    ['1023 bits', e, mpint(odd(1023)), 'weak'],
    ['16385 bits', e, mpint(odd(16385)), 'tooLarge'],
    ['an even modulus', e, mpint(odd(2048) + 1n), 'badKey'],
    ['a zero in front of the modulus', e, padded(odd(2048)), 'badKey'],
    ['a negative modulus', e, mpint(odd(2048)).subarray(1), 'badKey'],
    ['no modulus', e, Buffer.alloc(0), 'badKey'],
    ['exponent 0', Buffer.alloc(0), mpint(odd(2048)), 'badKey'],
    ['exponent 1', mpint(1n), mpint(odd(2048)), 'weak'],
    ['an even exponent', mpint(65536n), mpint(odd(2048)), 'weak'],
    ['a zero in front of the exponent', padded(65537n), mpint(odd(2048)), 'badKey'],
    ['an exponent of 65 bits', mpint((1n << 64n) + 1n), mpint(odd(2048)), 'badKey'],
  ] as const)('%s: %4$s', (_, exponent, modulus, problem) => {
    expect(problemOf(lineOf('ssh-rsa', exponent, modulus))).toBe(problem)
  })
})

describe('DSS numbers', () => {
  const [p, q, g, y] = [1, 2, 3, 4].map((index) => BigInt(`0x${fieldOf(dssLine, index).toString('hex')}`))
  const good = { p: p ?? 0n, q: q ?? 0n, g: g ?? 0n, y: y ?? 0n }

  it.each([
    ['the key itself', {}, 'none'],
    ['p of 1023 bits', { p: 1n << 1022n }, 'weak'],
    ['p of 3073 bits', { p: 1n << 3072n }, 'tooLarge'],
    ['q of 161 bits that divides p - 1', { q: good.q * 2n }, 'badKey'],
    ['q that does not divide p - 1', { q: good.q - 2n }, 'badKey'],
    ['g = 1', { g: 1n }, 'badKey'],
    ['g = p', { g: good.p }, 'badKey'],
    ['y = 1', { y: 1n }, 'badKey'],
    ['y > p', { y: good.p + 1n }, 'badKey'],
  ] as const)('%s', (_, change, problem) => {
    const key = { ...good, ...change }
    expect(problemOf(lineOf('ssh-dss', mpint(key.p), mpint(key.q), mpint(key.g), mpint(key.y)))).toBe(problem)
  })

  it('refuses zero', () => {
    const none = Buffer.alloc(0)
    expect(problemOf(lineOf('ssh-dss', mpint(good.p), none, mpint(good.g), mpint(good.y)))).toBe('badKey')
  })
})

describe('elliptic curves', () => {
  // The point with x = 0, and the same with x = p, which is beyond the field.
  const y = '66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4'
  const zero = Buffer.from(`04${'00'.repeat(32)}${y}`, 'hex')
  const beyond = Buffer.from(`04ffffffff00000001${'00'.repeat(12)}${'ff'.repeat(12)}${y}`, 'hex')
  const compressed = Buffer.from(`02${'00'.repeat(32)}`, 'hex')
  const hybrid = Buffer.from(`06${'00'.repeat(32)}${y}`, 'hex')
  const zeroInside = Buffer.concat([zero.subarray(0, 33), Buffer.alloc(1), zero.subarray(33)])
  const off = Buffer.concat([zero.subarray(0, 64), Buffer.from([0xf5])])

  it.each([
    ['a point on the curve', 'nistp256', zero, 'none'],
    ['a coordinate beyond the field', 'nistp256', beyond, 'badKey'],
    ['a compressed point', 'nistp256', compressed, 'badKey'],
    ['a hybrid point', 'nistp256', hybrid, 'badKey'],
    ['a point off the curve', 'nistp256', off, 'badKey'],
    ['infinity', 'nistp256', Buffer.alloc(1), 'badKey'],
    ['the origin', 'nistp256', Buffer.concat([Buffer.from([4]), Buffer.alloc(64)]), 'badKey'],
    ['a point that is too long', 'nistp256', Buffer.concat([zero, Buffer.alloc(2)]), 'badKey'],
    ['a zero in front of a coordinate', 'nistp256', zeroInside, 'badKey'],
    ['the name of another curve', 'nistp384', zero, 'badKey'],
  ] as const)('%s', (_, curve, point, problem) => {
    expect(problemOf(lineOf('ecdsa-sha2-nistp256', curve, point))).toBe(problem)
    expect(problemOf(lineOf('sk-ecdsa-sha2-nistp256@openssh.com', curve, point, 'ssh:'))).toBe(problem)
  })

  it.each([31, 33, 0])('refuses an ed25519 key of %i bytes', (size) => {
    expect(problemOf(lineOf('ssh-ed25519', Buffer.alloc(size, 9)))).toBe('badKey')
    expect(problemOf(lineOf('sk-ssh-ed25519@openssh.com', Buffer.alloc(size, 9), 'ssh:'))).toBe('badKey')
  })

  it.each(['', 'ssh:\0', 'ssh:\n', 'ssh:é'])(
    'refuses the application %j of a hardware key',
    (application) => {
      expect(problemOf(lineOf('sk-ssh-ed25519@openssh.com', Buffer.alloc(32, 9), application))).toBe('badKey')
    },
  )
})

describe('properties', () => {
  it('a changed character in type or key is refused or gives another key', () => {
    const change = fc.tuple(fc.constantFrom(...lines), fc.nat(), fc.integer({ min: 0, max: 255 }))
    const property = fc.property(change, ([line, position, code]) => {
      const { type, base64, blob } = accept(line)
      const text = `${type} ${base64}`
      const index = position % text.length
      fc.pre(index !== type.length && text.charCodeAt(index) !== code)
      const result = parsePublicKey(text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1))
      expect('problem' in result || !result.blob.equals(blob)).toBe(true)
    })
    fc.assert(property, { numRuns: 2000 })
  })

  it('text of any kind gives a key or a problem, never an exception', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.tuple(fc.constantFrom(...lines), fc.string()).map(([line, text]) => `${line.split(' ')[0]} ${text}`),
      fc
        .tuple(fc.constantFrom(...lines), fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 5 }))
        .map(([line, fields]) =>
          lineOf(line.split(' ')[0] ?? '', ...fields.map((field) => Buffer.from(field))),
        ),
    )
    const property = fc.property(anyText, (text) => {
      const result = parsePublicKey(text)
      const again = 'problem' in result ? text : `${result.type} ${result.base64} ${result.comment}`
      expect(parsePublicKey(again)).toEqual(result)
    })
    fc.assert(property, { numRuns: 2000 })
  })

  it('every cut of a line is refused or only shortens the comment', () => {
    for (const line of [rsaLine, edLine, dssLine]) {
      const whole = accept(line)
      const keyEnd = whole.type.length + 1 + whole.base64.length
      for (let end = 0; end < line.length; end += 1) {
        const result = parsePublicKey(line.slice(0, end))
        expect('problem' in result).toBe(end < keyEnd)
      }
    }
  })
})
