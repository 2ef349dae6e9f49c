/** Short runs of load that take turns, so that what else the machine does meets all alike. */
import { type Keyplane, type Target, untilStill } from '../harness/keyplane.ts'
import { type Measured, openLoad, type Requests, runLoad } from '../load.ts'
import type { Cloud } from './clouds.ts'

export const CONNECTIONS = 32
/** How many pieces a run beside another is cut into. */
const TURNS = 10
/** Calls of the bare server for each one of ours: both are to take some time. */
const BARE_CALLS = 2

export interface Paired {
  readonly bare: Measured
  readonly ours: Measured
}

/** Sends each request to the product once, in turns with the same bytes to a server that understands nothing of them. */
export async function besideBare(
  bare: Target,
  keyplane: Keyplane,
  { requests, expected }: Requests,
): Promise<Paired> {
  using theirs = await openLoad({ ports: [bare.port], pids: [bare.pid], connections: CONNECTIONS })
  using ours = await openLoad({ ports: [keyplane.port], pids: [keyplane.pid], connections: CONNECTIONS })
  const length = Math.ceil(requests.length / TURNS)
  for (let from = 0; from < requests.length; from += length) {
    const piece = requests.slice(from, from + length)
    await theirs.send({ requests: piece, count: piece.length * BARE_CALLS, expected: 'RequestId' })
    await ours.send({ requests: piece, expected })
  }
  return { bare: await theirs.measured(), ours: await ours.measured(() => untilStill(keyplane.pid)) }
}

/** Reads of one pair each, every one in other words. */
export function readsOf(cloud: Cloud, count: number): Requests {
  return { requests: range(count).map((number) => cloud.read(number)), expected: cloud.readExpected }
}

/** A bind of one instance each, of these. */
export function bindsOf(cloud: Cloud, instances: readonly number[], pair: 0 | 1): Requests {
  const requests = instances.map((instance) => cloud.bind([instance], pair))
  return { requests, expected: cloud.bindExpected }
}

/** Sends each once. The operations that calls begin, and the sealing of the audit log, are part of what they cost. */
export function send(
  { port, pid }: Target,
  requests: Requests,
  connections: number = CONNECTIONS,
): Promise<Measured> {
  const afterwards = () => untilStill(pid)
  return runLoad({ ports: [port], pids: [pid], ...requests, connections, afterwards })
}

export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, number) => number)
}
