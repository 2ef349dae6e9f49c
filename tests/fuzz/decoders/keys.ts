import { readForeignLine } from '../../../src/core/access/foreign-line.ts'
import { readKeyLine } from '../../../src/core/access/key-line.ts'
import { readPublicKey } from '../../../src/core/key-pairs/add.ts'
import { Fault } from '../../../src/core/fault.ts'
import { parsePublicKey, sha256Fingerprint } from '../../../src/core/key-pairs/public-key.ts'
import { readFields } from '../../../src/core/key-pairs/ssh-wire.ts'
import { readTimespec } from '../../../src/drivers/kit/expiry-time.ts'
import { readKeyLines, writeKeyLines } from '../../../src/drivers/linux-host/authorized-keys.ts'
import { forcedCommand, unknownOptions } from '../../../src/drivers/linux-host/enrolment/key-line-options.ts'
import { authorizedKeys, readKeyFile, writeKeyFile } from '../../../src/drivers/simulated/authorized-keys.ts'
import type { Decoder } from '../decoder.ts'

const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea'
const ECDSA =
  'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU='
const RSA = `ssh-rsa ${Buffer.concat([
  field('ssh-rsa'),
  field('\x01\x00\x01'),
  field(`\0${'\xc3'.repeat(256)}`),
]).toString('base64')}`
const MANAGED = `${ED25519} keyplane:abcdefgh:${sha256Fingerprint(Buffer.from(ED25519.split(' ')[1] ?? '', 'base64'))}`

const LINES = [
  ED25519,
  `${RSA} me@example`,
  `command="echo \\"a b\\"",no-pty,from="10.0.0.*" ${ED25519} c d`,
  `expiry-time="20261121093000Z" ${MANAGED}`,
  `cert-authority,principals="a" ${ECDSA}`,
  `# ${ED25519}`,
]
const WORDS = [
  ED25519,
  RSA,
  ECDSA,
  'ssh-ed25519 ',
  'expiry-time="',
  'command="',
  '\\"',
  '"',
  ',',
  ' ',
  '\t',
  '\n',
  '# keyplane: begin managed keys\n',
]

function field(text: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([length, Buffer.from(text, 'latin1')])
}

function hostileLines(bytes: number): readonly string[] {
  const pieces = ['"', '\\"', '"\\', '" ', '",', ',', 'a="', '"\\""', ' ', '\\', '\n"', 'expiry-time="2",']
  return pieces.flatMap((piece) => [
    piece.repeat(bytes / piece.length),
    `"${piece.repeat(bytes / piece.length)}`,
  ])
}

export const keyDecoders: readonly Decoder[] = [
  {
    name: 'public-key',
    seeds: [ED25519, `  ${RSA} a comment \n`, ECDSA, `${ED25519} é`],
    words: WORDS,
    run(input) {
      const utf8 = parsePublicKey(input.toString())
      return 'problem' in utf8 ? utf8 : [utf8, readPublicKey(input.toString()), sha256Fingerprint(utf8.blob)]
    },
    hostile: (bytes) => [
      `ssh-rsa ${' '.repeat(bytes)}x`,
      `${' '.repeat(bytes)}x`,
      `${ED25519}${' a'.repeat(bytes / 2)}`,
      ...hostileRsa(bytes),
    ],
  },
  {
    name: 'imported-key',
    seeds: [ED25519, RSA, ECDSA],
    words: WORDS,
    // Only one room's rules; the others name the same types or fewer.
    run: (input) => readPublicKey(input.toString('latin1'), { importTypes: new Set(['ssh-rsa']) }),
    refuses: (error) => error instanceof Fault && error.kind === 'publicKeyMalformed',
    hostile: hostileRsa,
  },
  {
    name: 'ssh-fields',
    seeds: [
      Buffer.from(ED25519.split(' ')[1] ?? '', 'base64'),
      Buffer.from(RSA.split(' ')[1] ?? '', 'base64'),
    ],
    run: (input) => readFields(input, 5),
  },
  {
    name: 'foreign-line',
    seeds: LINES,
    words: WORDS,
    run: (input) => readForeignLine(input.toString('latin1')),
    hostile: hostileLines,
  },
  {
    name: 'enrolled-key-line',
    seeds: LINES,
    words: WORDS,
    run(input) {
      const line = readKeyLine(input.toString('latin1'))
      return line && [line, unknownOptions(line), forcedCommand(line)]
    },
    hostile: hostileLines,
  },
  {
    name: 'host-authorized-keys',
    seeds: [LINES.join('\n'), `${MANAGED}\r\n`, `${LINES[2]}\n\n${MANAGED}`],
    words: [...WORDS, MANAGED],
    run(input) {
      const text = input.toString('latin1')
      const lines = readKeyLines(text, 'abcdefgh')
      const written = writeKeyLines(text, 'abcdefgh', { managed: [ED25519], breakGlass: [] })
      if (readKeyLines(written, 'abcdefgh').managed.join() !== ED25519)
        throw new Error('what was written reads otherwise')
      return lines
    },
    hostile: hostileLines,
  },
  {
    name: 'machine-authorized-keys',
    seeds: [
      LINES.join('\n'),
      `# keyplane: begin managed keys\n${ED25519}\n# keyplane: end managed keys\n${RSA}`,
    ],
    words: WORDS,
    run(input) {
      const text = input.toString('latin1')
      const file = readKeyFile(text, [ED25519])
      const written = writeKeyFile(text, [ECDSA], [ED25519])
      if (!readKeyFile(written, [ECDSA]).managed.includes(ECDSA))
        throw new Error('what was written reads otherwise')
      return [file, authorizedKeys(text)]
    },
    hostile: hostileLines,
  },
  {
    name: 'expiry-time',
    seeds: ['20261121', '202611210930', '20261121093000Z', '20261121093000utc'],
    run: (input) => readTimespec(input.toString('latin1')),
  },
]

/** Large numbers in a key that is otherwise right. */
function hostileRsa(bytes: number): readonly string[] {
  const number = `\x7f${'\xff'.repeat(Math.min(bytes, 11_000))}`
  const key = (exponent: string, modulus: string) =>
    `ssh-rsa ${Buffer.concat([field('ssh-rsa'), field(exponent), field(modulus)]).toString('base64')}`
  return [
    key('\x01\x00\x01', number),
    key(number, '\x7f'),
    key(number.slice(0, 5_000), number.slice(0, 5_000)),
  ]
}
