import { sha256Fingerprint } from '../key-pairs/public-key.ts'
import { readKeyLine } from './key-line.ts'

/** What a line of authorized_keys that others wrote says. */
interface ForeignLine {
  /** Empty for a line that has no key in it. */
  readonly fingerprint: string
  readonly comment: string
}

/** Reads a line that may begin with options, quoted blanks in them. */
export function readForeignLine(line: string): ForeignLine {
  const read = readKeyLine(line)
  if (!read) return { fingerprint: '', comment: '' }
  const [, base64 = ''] = read.bareKey.split(' ')
  return { fingerprint: sha256Fingerprint(Buffer.from(base64, 'base64')), comment: read.comment }
}
