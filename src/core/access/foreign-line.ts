import { materialByType } from '../key-pairs/key-material.ts'
import { sha256Fingerprint } from '../key-pairs/public-key.ts'

/** What a line of authorized_keys that others wrote says. */
interface ForeignLine {
  /** Empty for a line that has no key in it. */
  readonly fingerprint: string
  readonly comment: string
}

/** Reads a line that may begin with options, quoted blanks in them. Source: sshd(8), AUTHORIZED_KEYS FILE FORMAT. */
export function readForeignLine(line: string): ForeignLine {
  const words = line.match(/(?:"(?:\\.|[^"\\])*"|\S)+/g) ?? []
  const place = words.findIndex((word) => materialByType.has(word))
  const base64 = place === -1 ? undefined : words[place + 1]
  if (base64 === undefined || !/^[A-Za-z0-9+/]+=*$/.test(base64)) return { fingerprint: '', comment: '' }
  return {
    fingerprint: sha256Fingerprint(Buffer.from(base64, 'base64')),
    comment: words.slice(place + 2).join(' '),
  }
}
