import { hash } from 'node:crypto'

/**
 * The lines of authorized_keys files. Files are latin1 text here, one character per byte, so that lines that are not
 * ours come out byte-identical whatever they hold.
 */

/** What we write behind a key: who it belongs to, and the key's own fingerprint. Copied to another key it means nothing. */
const OWN_LINE = /^([a-z][a-z0-9@.-]*) ([A-Za-z0-9+/]+={0,2}) keyplane(-break-glass)?:([A-Za-z0-9_-]+):(\S+)$/

export interface KeyLines {
  /** Managed keys, as `type base64`. */
  readonly managed: readonly string[]
  /** All other lines with their line ends; emergency keys left out. */
  readonly foreign: readonly string[]
  /** How many foreign lines stand before our first one; all of them when there is none. */
  readonly placeOfOurs: number
}

/** Tells our lines from others: by marker and fingerprint both. `stateId` tells deployments apart. */
export function readKeyLines(text: string, stateId: string): KeyLines {
  const managed: string[] = []
  const foreign: string[] = []
  let place: number | undefined
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const own = readOwnLine(line, stateId)
    if (own === undefined) {
      foreign.push(line)
      continue
    }
    place ??= foreign.length
    if (!own.isBreakGlass) managed.push(own.key)
  }
  return { managed, foreign, placeOfOurs: place ?? foreign.length }
}

/** The file with `managed` and the emergency keys in the place of our lines; every other byte stays. */
export function writeKeyLines(
  text: string,
  stateId: string,
  wanted: { readonly managed: readonly string[]; readonly breakGlass: readonly string[] },
): string {
  const { foreign, placeOfOurs } = readKeyLines(text, stateId)
  const ours = [
    ...wanted.breakGlass.map((key) => ownLine(key, 'keyplane-break-glass', stateId)),
    ...wanted.managed.map((key) => ownLine(key, 'keyplane', stateId)),
  ].join('')
  const before = foreign.slice(0, placeOfOurs).join('')
  // Only a line end that is missing before ours is added.
  const gap = ours === '' || before === '' || before.endsWith('\n') ? '' : '\n'
  return before + gap + ours + foreign.slice(placeOfOurs).join('')
}

/** Lines that may let somebody in and are not ours; blank lines and comments left out. */
export function foreignKeys(lines: KeyLines): readonly string[] {
  return lines.foreign.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
}

function ownLine(key: string, marker: string, stateId: string): string {
  return `${key} ${marker}:${stateId}:${fingerprintOf(key.split(' ')[1] ?? '')}\n`
}

function readOwnLine(line: string, stateId: string): { key: string; isBreakGlass: boolean } | undefined {
  const [, type = '', base64 = '', breakGlass, owner, fingerprint] = OWN_LINE.exec(line.trimEnd()) ?? []
  if (owner !== stateId || fingerprint !== fingerprintOf(base64)) return undefined
  return { key: `${type} ${base64}`, isBreakGlass: breakGlass !== undefined }
}

/** As `ssh-keygen -l` prints it. */
function fingerprintOf(base64: string): string {
  return `SHA256:${hash('sha256', Buffer.from(base64, 'base64'), 'base64').replace('=', '')}`
}
