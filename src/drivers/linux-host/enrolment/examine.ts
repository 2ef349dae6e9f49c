import { MachineError } from '../../../core/machines/driver.ts'
import { sha256Fingerprint } from '../../../core/key-pairs/public-key.ts'
import type { Hop } from '../host-record.ts'
import { type ConnectParts, connectTo, readHostKey } from '../ssh/connect.ts'
import { lookCloser } from './files-only-preflight.ts'
import { type Preflight, runPreflight } from './preflight.ts'

/** One SSH server on the way, as a person names it. */
export interface WantedHop extends Pick<Hop, 'address' | 'port' | 'user' | 'login'> {
  /** `SHA256:…` of the host key, known from elsewhere. */
  readonly fingerprint?: string | undefined
}

export interface ExamineRequest {
  /** Jump hosts, nearest first, then the host. */
  readonly hops: readonly WantedHop[]
  /** Whom bound keys are to let in. */
  readonly loginUser: string
  /** Any host key is taken as it comes, unless a fingerprint says otherwise. */
  readonly acceptsNew: boolean
}

/** A hop and the key that it showed. */
export interface SeenHop extends Pick<Hop, 'address' | 'port'> {
  readonly hostKey: string
  readonly fingerprint: string
  readonly isConfirmed: boolean
}

export interface Examination {
  /** As far as the way could be gone: it ends at the first hop whose key nobody has confirmed. */
  readonly hops: readonly SeenHop[]
  /** Present when every key is confirmed. */
  readonly confirmed?: { readonly hops: readonly Hop[]; readonly preflight: Preflight }
}

/** A hop shows another host key than the one expected. */
export class FingerprintError extends MachineError {}

/**
 * Goes to a host without changing anything: shows the key of each hop, logs in only where it is confirmed, and runs the
 * preflight at the end of the way.
 * @throws FingerprintError for a key other than the expected one; MachineError when the host cannot be reached
 */
export async function examineHost(
  { hops, loginUser, acceptsNew }: ExamineRequest,
  parts: ConnectParts,
  signal: AbortSignal,
): Promise<Examination> {
  const seen: SeenHop[] = []
  const pinned: Hop[] = []
  for (const { fingerprint: expected, ...hop } of hops) {
    const hostKey = await readHostKey(hop, { hops: pinned, parts }, signal)
    const fingerprint = fingerprintOf(hostKey)
    const { address, port } = hop
    if (expected !== undefined && expected !== fingerprint) {
      throw new FingerprintError(
        `${address}:${port} shows the host key ${fingerprint}, expected was ${expected}`,
      )
    }
    const isConfirmed = acceptsNew || expected !== undefined
    seen.push({ address, port, hostKey, fingerprint, isConfirmed })
    if (!isConfirmed) return { hops: seen }
    pinned.push({ ...hop, hostKeys: [hostKey] })
  }
  const connection = await connectTo(pinned, parts, signal)
  try {
    const first = await runPreflight(connection, loginUser, signal)
    const preflight = await lookCloser(first, { hops: pinned, parts, loginUser }, signal)
    return { hops: seen, confirmed: { hops: pinned, preflight } }
  } finally {
    await connection[Symbol.asyncDispose]()
  }
}

/** `SHA256:…` as `ssh-keygen -l` prints it, of a key given as type and base64. */
export function fingerprintOf(bareKey: string): string {
  return sha256Fingerprint(Buffer.from(bareKey.split(' ')[1] ?? '', 'base64'))
}
