import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { PATIENCE } from '../patience.ts'
import { describeEngines } from './engines.ts'
import { type HeldKeyplane, startHeld } from './held-keyplane.ts'
import { ACCOUNTS, randomWorlds, seedOf } from './random-world.ts'
import { changesOfOthers, type RowsByOwner } from './rows.ts'

const TOKEN = 'the-administrators-token'
const WANTED = process.env['KEYPLANE_ISOLATION_WORLDS']
const RUNS = { SQLite: Number(WANTED ?? 3), PostgreSQL: Number(WANTED ?? 1) }
const PLACE = { dialect: 'tencent-cvm', region: 'ap-guangzhou' }
const PAIRS = ['web', 'db', 'jump']
const INSTANCES = ['ins-aaaaaaa1', 'ins-aaaaaaa2', 'ins-aaaaaaa3']

/** From one look at the rows to the next; ends lie in between, each with what follows it. */
const TICK_MS = 20_000
const TICKS = 6

/** What one account does with things that every account has under the same names, and what ends by itself after it. */
interface Deed {
  readonly verb: 'bind' | 'rotate'
  readonly pair: string
  readonly instance: string
  /** In which stretch of time it ends. */
  readonly tick: number
}

const deeds: fc.Arbitrary<Deed> = fc.record({
  verb: fc.constantFrom('bind', 'rotate'),
  pair: fc.constantFrom(...PAIRS),
  instance: fc.constantFrom(...INSTANCES),
  tick: fc.nat({ max: TICKS - 3 }),
})

async function perform(api: OwnApiClient, account: string, { verb, pair, instance, tick }: Deed) {
  const seconds = tick * (TICK_MS / 1_000) + 1
  const events =
    verb === 'bind'
      ? api.bindings.add({
          ...{ key: pair, instances: [`${PLACE.dialect}/${account}/${instance}`], forSeconds: seconds },
        })
      : api.keyPairs.rotate({ ...PLACE, account, id: pair, overlapSeconds: seconds })
  // There need not be such a pair or instance in this world.
  const stream = await events.catch(() => [])
  // Each is told when it is done.
  for await (const event of stream) void event
}

/** Who has bindings that end by then, or that have ended and are still being looked after. */
async function ownersOfEnds({ core }: HeldKeyplane, byMs = Infinity): Promise<readonly string[]> {
  const rows = await core.database.temporaryBindings.earliest(99)
  return rows.filter(({ dueAtMs }) => dueAtMs <= byMs).map(({ account }) => account)
}

/** What is due has ended, or is tried again later. */
async function untilEnded(server: HeldKeyplane): Promise<void> {
  await vi.waitFor(async () => {
    const [first] = await server.core.database.temporaryBindings.earliest(1)
    expect(first?.dueAtMs ?? Infinity).toBeGreaterThan(server.core.clock.now())
  }, PATIENCE)
  await server.advance(0)
}

describeEngines('bindings that end by themselves', (engine) => {
  const numRuns = RUNS[engine.name]
  it(
    'of one account touch nothing of another: not when they begin, and not when they end',
    async () => {
      let ends = 0
      const all = fc.shuffledSubarray([...ACCOUNTS], { minLength: ACCOUNTS.length })
      const wanted = fc.array(deeds, { minLength: 15, maxLength: 15 })
      const property = fc.asyncProperty(randomWorlds(), all, wanted, async (world, accounts, some) => {
        const seed = JSON.stringify(seedOf([world.alpha, world.beta, world.gamma]))
        const options = { seed, adminToken: TOKEN, transitionMs: 0, nowMs: Date.now() }
        await using server = await startHeld(engine, options)
        const api = createOwnApiClient({ url: server.api, token: TOKEN })
        for (const [index, deed] of some.entries()) {
          const { id = '' } = accounts[index % accounts.length] ?? {}
          const before = await server.rows()
          await perform(api, id, deed)
          await server.advance(0)
          expect(changesOfOthers(before, await server.rows(), id), `${deed.verb} of ${id}`).toEqual([])
        }
        ends += (await server.core.database.temporaryBindings.earliest(99)).length
        for (let tick = 0; tick < TICKS; tick += 1) {
          const before = await server.rows()
          const active = await ownersOfEnds(server, server.core.clock.now() + TICK_MS)
          const quiet = accounts.map(({ id }) => id).filter((id) => !active.includes(id))
          for (let step = 0; step < TICK_MS; step += TICK_MS / 4) {
            await server.advance(TICK_MS / 4)
            await untilEnded(server)
          }
          expect(changesOf(quiet, before, await server.rows()), `stretch ${tick}`).toEqual([])
        }
        expect(await ownersOfEnds(server)).toEqual([])
      })
      await fc.assert(property, { numRuns, seed: 20_261_121, endOnFailure: true })
      // Worlds in which nothing ends would show nothing.
      expect(ends).toBeGreaterThan(numRuns)
    },
    60_000 + numRuns * 60_000,
  )
})

function changesOf(owners: readonly string[], before: RowsByOwner, after: RowsByOwner): readonly string[] {
  const only = (rows: RowsByOwner) => new Map([...rows].filter(([owner]) => owners.includes(owner)))
  return changesOfOthers(only(before), only(after), '')
}
