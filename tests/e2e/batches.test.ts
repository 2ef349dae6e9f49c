import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { machineIdOf } from '../../src/core/instances/instance.ts'
import { manyIds, type RecipeCall } from '../recipes/recipe.ts'
import { type Reply, sendCall } from '../recipes/send-call.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { ACCOUNT, BATCHES, type Ending, KEY_PAIR_BATCHES, seedOf } from './batch-rules.ts'

describe.each(BATCHES)('$dialect', (batch) => {
  const { dialect, prefixes, most } = batch
  const [instance] = prefixes
  const windows = `${instance}windows1`
  const all = [...manyIds(instance, most + 1), windows]
  const good = all.slice(0, most)
  const [one = '', two = '', three = ''] = good
  let keyplane: TestKeyplane

  beforeAll(async () => {
    keyplane = await startTestKeyplane({ seed: seedOf(batch), transitionMs: 0 })
  })
  afterAll(() => keyplane[Symbol.asyncDispose]())

  /** All rows that a call over instances may change. */
  async function rows(): Promise<string> {
    const { database } = keyplane.core
    const owner = { account: ACCOUNT, dialect }
    const found = await database.instances.findByIds(owner, all)
    const machineIds = all.map((id) => machineIdOf({ ...owner, id }))
    return JSON.stringify({
      instances: found.toSorted((a, b) => a.id.localeCompare(b.id)),
      operations: await database.operations.unfinished(),
      machines: await Promise.all(machineIds.map((id) => database.machines.find(id))),
    })
  }

  async function endingOf(call: RecipeCall): Promise<Ending> {
    const before = await rows()
    const reply = await sendCall(dialect, keyplane.endpoint, call)
    const ending = {
      code: reply.error?.code,
      isUnchanged: (await rows()) === before,
      results: resultsOf(reply),
    }
    await expect.poll(() => keyplane.core.database.operations.unfinished(), { timeout: 20_000 }).toEqual([])
    return ending
  }

  async function boundPairs(ids: readonly string[]): Promise<readonly string[]> {
    const found = await keyplane.core.database.instances.findByIds({ account: ACCOUNT, dialect }, ids)
    return found.flatMap(({ keyPairIds }) => keyPairIds)
  }

  it(`refuses ${most + 1} ids and changes nothing`, async () => {
    expect(await endingOf(batch.bind(all.slice(0, most + 1)))).toEqual(batch.tooMany)
  })

  it('refuses an unknown key pair and changes nothing', async () => {
    expect(await endingOf(batch.bind(good, 'nowhere1'))).toEqual(batch.unknownKeyPair)
  })

  it('refuses good and bad instances together, or answers one by one in their order', async () => {
    const ids = [two, windows, one]
    expect(await endingOf(batch.bind(ids))).toEqual(batch.mixed(ids))
    expect(await boundPairs([windows])).toEqual([])
  })

  it('refuses an unknown instance beside a good one, or answers one by one', async () => {
    const ids = [three, `${instance}nowhere1`]
    expect(await endingOf(batch.bind(ids))).toEqual(batch.unknownInstance(ids))
  })

  it('counts an instance that is given twice once, or refuses it', async () => {
    const ids = good.slice(3, 5)
    expect(await endingOf(batch.bind([...ids, ...ids.slice(0, 1)]))).toEqual(batch.twice(ids))
  })

  it(`takes ${most} ids, and binds them all in one call`, async () => {
    const upsideDown = good.toReversed()
    expect(await endingOf(batch.bind(upsideDown, '00000001'))).toEqual(batch.full(upsideDown))
    const bound = await boundPairs(good)
    expect(bound).toEqual(Array.from({ length: most }, () => `${prefixes[1]}00000001`))
  })
})

describe.each(KEY_PAIR_BATCHES)('key pairs in one call, $dialect', ({ dialect, prefixes, ...batch }) => {
  it('are 100, bound in their order; 101 are refused and change nothing', async () => {
    const seed = seedOf({ dialect, prefixes, ...batch })
    await using keyplane = await startTestKeyplane({ seed, transitionMs: 0 })
    const InstanceIds = [`${prefixes[0]}00000000`]
    const tooMany = manyIds(prefixes[1], 101).toReversed()
    const find = async () => {
      const [row] = await keyplane.core.database.instances.findByIds(
        { account: ACCOUNT, dialect },
        InstanceIds,
      )
      return row
    }
    const bind = (KeyIds: readonly string[]) =>
      sendCall(dialect, keyplane.endpoint, {
        action: 'AssociateInstancesKeyPairs',
        params: { InstanceIds, KeyIds },
      })
    const before = await find()

    expect((await bind(tooMany)).error?.code).toBe('InvalidParameterValue.LimitExceeded')
    expect(await find()).toEqual(before)

    expect((await bind(tooMany.slice(0, 100))).error).toBeUndefined()
    expect((await find())?.keyPairIds).toEqual(tooMany.slice(0, 100))
    await expect.poll(async () => (await find())?.latestOperation?.outcome).toBe('succeeded')
  })
})

/** The entries of an answer that has one per instance, and its counts where it has them. */
function resultsOf({ body }: Reply): readonly unknown[] {
  const { OperationDetails: details, Results: holder, TotalCount, FailCount } = body
  if (Array.isArray(details)) return details
  const list: unknown = typeof holder === 'object' && holder !== null ? Reflect.get(holder, 'Result') : []
  return Array.isArray(list) && list.length > 0 ? [...(list as unknown[]), { TotalCount, FailCount }] : []
}
