import { hash } from 'node:crypto'
import { materialByType } from './key-material.ts'
import type { Material, MaterialProblem, MaterialVerdict, PublicKeyType } from './key-material.ts'
import { readFields } from './ssh-wire.ts'

/** Longest text {@link parsePublicKey} looks at, in UTF-8 bytes; a 16384-bit RSA key takes less than 3 KiB. */
export const publicKeyMaxBytes = 16 * 1024

/** A public key that passed every check of {@link parsePublicKey}. */
export interface ParsedPublicKey {
  readonly type: PublicKeyType
  /** The canonical base64 text of `blob`, as in the line. */
  readonly base64: string
  /** RFC 4253 §6.6 wire form: what fingerprints are taken of and what tells keys apart. */
  readonly blob: Buffer
  /** Rest of the line without surrounding blanks; empty when there is none. */
  readonly comment: string
  /** Size as `ssh-keygen -l` counts it. */
  readonly bits: number
}

/** The text is no line with a key in it. */
export interface LineProblem {
  readonly problem:
    | 'empty'
    | 'tooLong'
    | 'notOneLine'
    | 'controlCharacter'
    | 'unknownType'
    | 'badBase64'
    | 'truncated'
    | 'trailingBytes'
    | 'typeMismatch'
  readonly detail: string
}

/**
 * Why a text is not a public key; tell it from a key with `'problem' in result`.
 * `detail` is for people and never repeats the text, as that may be a private key pasted by mistake.
 */
export type PublicKeyProblem = LineProblem | MaterialProblem

/**
 * Reads one OpenSSH public key line: type, base64, optional comment.
 *
 * Blanks and line ends around the line are ignored. Refused are more than one line, control characters, options before
 * the type, certificates, text above {@link publicKeyMaxBytes}, and any key whose bytes are not exactly what its type
 * asks for. Never throws.
 */
export function parsePublicKey(text: string): ParsedPublicKey | PublicKeyProblem {
  const line = readLine(text)
  if (typeof line !== 'string') return line
  const [, word = '', base64 = '', comment = ''] =
    /^([^ \t]+)(?:[ \t]+([^ \t]+))?(?:[ \t]+(.*))?$/u.exec(line) ?? []
  const material = materialByType.get(word)
  if (material === undefined) {
    return { problem: 'unknownType', detail: 'the line does not start with a public key type' }
  }
  if (base64 === '') return { problem: 'truncated', detail: 'nothing follows the key type' }
  const blob = Buffer.from(base64, 'base64')
  // Decoding skips what it does not know, so only text that comes back unchanged was canonical.
  if (blob.toString('base64') !== base64)
    return { problem: 'badBase64', detail: 'the key is not canonical base64' }
  const verdict = checkBlob(material, blob)
  return 'problem' in verdict ? verdict : { type: material.type, base64, blob, comment, bits: verdict.bits }
}

/** MD5 of the blob as 32 lower-case hex digits without colons. Source: RFC 4716 §4, spec/alibaba.md §3.5. */
export function md5Fingerprint(blob: Buffer): string {
  return hash('md5', blob, 'hex')
}

/** `SHA256:` and the unpadded base64 digest of the blob, as `ssh-keygen -l` prints it. */
export function sha256Fingerprint(blob: Buffer): string {
  return `SHA256:${hash('sha256', blob, 'base64').replace('=', '')}`
}

function readLine(text: string): string | LineProblem {
  if (Buffer.byteLength(text) > publicKeyMaxBytes) {
    return { problem: 'tooLong', detail: `the text has more than ${publicKeyMaxBytes} bytes` }
  }
  const line = trimBlanks(text)
  if (line === '') return { problem: 'empty', detail: 'the text is empty' }
  if (/[\r\n]/.test(line)) return { problem: 'notOneLine', detail: 'the text has more than one line' }
  // Line and paragraph separators end a line for some readers; a lone surrogate cannot be stored as UTF-8.
  if (/[^\P{Cc}\t]|[\p{Zl}\p{Zp}\p{Cs}]/u.test(line)) {
    return { problem: 'controlCharacter', detail: 'the text has a control character' }
  }
  return line
}

/** Not `String.trim`, which also drops form feeds, no-break spaces and byte order marks. */
function trimBlanks(text: string): string {
  const isBlank = (index: number): boolean => ' \t\r\n'.includes(text.charAt(index))
  let start = 0
  let end = text.length
  while (start < end && isBlank(start)) start += 1
  while (end > start && isBlank(end - 1)) end -= 1
  return text.slice(start, end)
}

function checkBlob({ type, fieldCount, check }: Material, blob: Buffer): MaterialVerdict | LineProblem {
  const { fields, end } = readFields(blob, 1 + fieldCount)
  const [innerType, ...rest] = fields
  if (innerType !== undefined && innerType.toString('latin1') !== type) {
    return { problem: 'typeMismatch', detail: `the key inside is not of type ${type}` }
  }
  if (end === 'short') return { problem: 'truncated', detail: 'the key ends too early' }
  if (end === 'left-over') return { problem: 'trailingBytes', detail: 'bytes follow the end of the key' }
  return check(rest)
}
