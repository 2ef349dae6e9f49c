import { sha256Fingerprint } from '../../core/key-pairs/public-key.ts'
import type { AccessState } from '../../core/machines/access-state.ts'
import { keyUntil, readTimespec } from '../kit/expiry-time.ts'
import { splitLines } from '../kit/key-file-lines.ts'

/**
 * The lines of authorized_keys files. Files are latin1 text here, one character per byte, so that lines that are not
 * ours come out byte-identical whatever they hold.
 */

/**
 * What we write behind a key: who it belongs to, and the key's own fingerprint. Copied to another key it means nothing. An
 * end before the key is ours, any other option makes the line somebody else's.
 */
const OWN_LINE =
  /^(?:expiry-time="(\d{14}Z)" )?([a-z][a-z0-9@.-]*) ([A-Za-z0-9+/]+={0,2}) keyplane(-break-glass)?:([A-Za-z0-9_-]+):(\S+)$/

export interface KeyLines {
  /** Managed keys, as `type base64`. */
  readonly managed: readonly string[]
  /** When managed keys end, as in {@link AccessState}. */
  readonly expiries: ReadonlyMap<string, number>
  /** All other lines with their line ends; emergency keys left out. */
  readonly foreign: readonly string[]
  /** How many foreign lines stand before our first one; all of them when there is none. */
  readonly placeOfOurs: number
}

/** Tells our lines from others: by marker and fingerprint both. `stateId` tells deployments apart. */
export function readKeyLines(text: string, stateId: string): KeyLines {
  const managed: string[] = []
  const expiries = new Map<string, number>()
  const foreign: string[] = []
  let place: number | undefined
  for (const line of splitLines(text)) {
    const own = readOwnLine(line, stateId)
    if (own === undefined) {
      foreign.push(line)
      continue
    }
    place ??= foreign.length
    if (own.isBreakGlass) continue
    managed.push(own.key)
    if (own.expiresAtMs !== undefined) expiries.set(own.key, own.expiresAtMs)
  }
  return { managed, expiries, foreign, placeOfOurs: place ?? foreign.length }
}

/** The file with `managed` and the emergency keys in the place of our lines; every other byte stays. */
export function writeKeyLines(
  text: string,
  stateId: string,
  wanted: {
    readonly managed: readonly string[]
    readonly expiries?: AccessState['expiries'] | undefined
    readonly breakGlass: readonly string[]
  },
): string {
  const { foreign, placeOfOurs } = readKeyLines(text, stateId)
  const ours = [
    ...wanted.breakGlass.map((key) => ownLine(key, 'keyplane-break-glass', stateId)),
    ...wanted.managed.map((key) => keyUntil(ownLine(key, 'keyplane', stateId), wanted.expiries?.get(key))),
  ].join('')
  const before = foreign.slice(0, placeOfOurs).join('')
  // Only a line end that is missing before ours is added.
  const gap = ours === '' || before === '' || before.endsWith('\n') ? '' : '\n'
  return before + gap + ours + foreign.slice(placeOfOurs).join('')
}

function ownLine(key: string, marker: string, stateId: string): string {
  return `${key} ${marker}:${stateId}:${fingerprintOf(key.split(' ')[1] ?? '')}\n`
}

interface OwnLine {
  readonly key: string
  readonly isBreakGlass: boolean
  readonly expiresAtMs: number | undefined
}

function readOwnLine(line: string, stateId: string): OwnLine | undefined {
  const [, end, type = '', base64 = '', breakGlass, owner, fingerprint] = OWN_LINE.exec(line.trimEnd()) ?? []
  if (owner !== stateId || fingerprint !== fingerprintOf(base64)) return undefined
  const expiresAtMs = end === undefined ? undefined : readTimespec(end)
  return { key: `${type} ${base64}`, isBreakGlass: breakGlass !== undefined, expiresAtMs }
}

function fingerprintOf(base64: string): string {
  return sha256Fingerprint(Buffer.from(base64, 'base64'))
}
