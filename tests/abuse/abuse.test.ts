import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { PATIENCE } from '../patience.ts'
import type { AttackName } from './attacks.ts'
import { type AttackedServer, startAttackedServer } from './attacked-server.ts'
import { measure, seenIn, type While } from './measured.ts'
import { printTable } from './print-table.ts'
import { CALL_ATTACKS, LOGIN_ATTACKS, type Row, SOCKET_ATTACKS } from './rows.ts'

const isLong = process.env['KEYPLANE_TEST_ABUSE'] === 'long'
const DURATION_MS = isLong ? 3_000 : 1_000
/** Connections of those who mean well, as many as `npm test` attacks with. */
const USUAL_SIZE = 16
/** Legitimate calls may take so many times what they usually take. Source: design of the test, issue "Fast and unbreakable". */
const MOST_TIMES = 5
/** What a machine with something else to do takes for nothing at all, in milliseconds. */
const NOISE_MS = 20
/** A machine that was busy with something else is given another chance; a server that does not answer has none. */
const ROUNDS = 3
const LARGEST_HARMLESS = 64
const HANDLES_LEFT = 8
/** Of those who mean well. */
const OWN_HANDLES = 64
/** After garbage is collected: pieces of heap that are not empty stay. */
const MOST_GROWTH_MIB = 256

/** What an attack is compared with, once in peace and once beside as many connections that mean well. */
interface Kind {
  readonly name: string
  readonly rows: readonly Row[]
  readonly logsIn: boolean
  readonly harmless: AttackName | undefined
}

const KINDS: readonly Kind[] = [
  { name: 'calls', rows: CALL_ATTACKS, logsIn: false, harmless: 'harmlessCalls' },
  { name: 'connections', rows: SOCKET_ATTACKS, logsIn: false, harmless: undefined },
  { name: 'SSH', rows: LOGIN_ATTACKS, logsIn: true, harmless: 'harmlessLogins' },
]

describe.each(KINDS)('attacks by $name', ({ rows, logsIn, harmless }) => {
  let server: AttackedServer
  let usual: Usual
  let handlesAtRest = 0
  let residentAtRest = 0

  const common = { durationMs: DURATION_MS, logsIn }
  const measureUsual = async (size: number): Promise<Usual> => ({
    peace: await measure(server, common),
    load: harmless && (await measure(server, { ...common, attack: { name: harmless, size } })),
  })

  beforeAll(async () => {
    server = await startAttackedServer()
    // Everything that is loaded with the first of its kind is there.
    await measure(server, common)
    await fetch(`http://127.0.0.1:${server.apiPort}/keyplane/openapi.json`)
    usual = await measureUsual(USUAL_SIZE)
    handlesAtRest = server.handles()
    residentAtRest = server.residentMiB()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const wanted = rows.filter(({ isLongOnly }) => isLong || isLongOnly !== true)
  it.each(wanted)('$attack: legitimate clients are answered, and nothing is left of it', async (row) => {
    const size = isLong ? row.longSize : row.size
    const attack = { name: row.attack, size }
    if (isLong) usual = await measureUsual(harmlessSize(size))
    let attacked = await measure(server, { ...common, attack })
    for (let others = ROUNDS - 1; others > 0 && complaintsOf(attacked, usual).length > 0; others -= 1) {
      usual = await measureUsual(harmlessSize(size))
      attacked = await measure(server, { ...common, attack })
    }
    printTable({ attack: row.attack, size, ...usual, attacked })
    expect(complaintsOf(attacked, usual)).toEqual([])
    expect(attacked.handles).toBeLessThanOrEqual(handlesAtRest + (row.mostHandles ?? size + OWN_HANDLES))
    if (row.attack === 'bruteForce') expectFewGuesses(attacked)
    await vi.waitFor(
      () => expect(server.handles()).toBeLessThanOrEqual(handlesAtRest + HANDLES_LEFT),
      PATIENCE,
    )
    server.collectGarbage()
    const grownMiB = () => server.residentMiB() - residentAtRest
    await vi.waitFor(() => expect(grownMiB()).toBeLessThan(MOST_GROWTH_MIB), PATIENCE)
    expect(server.log()).toBe('')
  })
})

/** More log-ins at the same time than that would be no usual load. */
function harmlessSize(size: number): number {
  return Math.min(size, LARGEST_HARMLESS)
}

/** What legitimate clients see in peace, and beside others who mean well. */
interface Usual {
  readonly peace: While
  readonly load: While | undefined
}

/** What legitimate clients could complain of. */
function complaintsOf(attacked: While, { peace, load }: Usual): readonly string[] {
  const usual = new Map(seenIn(peace).map(([name, { p99Ms }]) => [name, p99Ms]))
  for (const [name, { p99Ms }] of load ? seenIn(load) : []) {
    usual.set(name, Math.max(usual.get(name) ?? 0, p99Ms))
  }
  return seenIn(attacked).flatMap(([name, { p99Ms, failures }]) => {
    const mostMs = MOST_TIMES * Math.max(NOISE_MS, usual.get(name) ?? 0)
    return [
      ...failures.slice(0, 1).map((failure) => `${name}: ${failure}`),
      ...(p99Ms > mostMs
        ? [`${name}: p99 ${p99Ms.toFixed(1)} ms, and at most ${mostMs.toFixed(1)} ms are allowed`]
        : []),
    ]
  })
}

/** A hundred at once, then slower and slower: 20 ms more of waiting with each, so in t seconds ten times the root of t. */
function expectFewGuesses({ tally, attackedMs }: While): void {
  expect(tally['let in']).toBeUndefined()
  expect(tally['refused'] ?? 0).toBeLessThan(110 + 10 * Math.sqrt(attackedMs / 1_000) + attackedMs / 1_000)
}
