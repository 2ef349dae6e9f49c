import * as fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { SqlInstanceStore } from '../../src/store/sql/instance-store.ts'
import { describeEngines, type Engine, SQLITE } from './engines.ts'
import { ACCOUNTS, randomWorlds } from './random-world.ts'
import { TwinWorlds } from './twin-worlds.ts'

const [ALPHA, BETA] = ACCOUNTS
const INSTANCE_IDS = ['i-aaaaaaa1', 'i-aaaaaaa2', 'i-aaaaaaa3']

/** A store that forgets whose instances are asked for. */
function plantLeak(): void {
  // eslint-disable-next-line typescript/unbound-method -- it is called with the store it belongs to
  const { findByIds } = SqlInstanceStore.prototype
  vi.spyOn(SqlInstanceStore.prototype, 'findByIds').mockImplementation(function (
    this: SqlInstanceStore,
    owner,
    ids,
  ) {
    const account = owner.account === ALPHA.id ? BETA.id : owner.account
    return findByIds.call(this, { ...owner, account }, ids)
  })
}

afterEach(() => void vi.restoreAllMocks())

async function flawsOf(engine: Engine, name: string): Promise<readonly string[]> {
  const [world] = fc.sample(randomWorlds(), { numRuns: 1, seed: 1 })
  if (!world) throw new Error('there is no world')
  await using worlds = await TwinWorlds.start(engine, world, undefined)
  const flaws: string[] = []
  for (const InstanceId of INSTANCE_IDS) {
    const step = { account: 'alpha', signer: 'root', name, params: { InstanceId }, afterMs: 1_000 } as const
    flaws.push(...(await worlds.take(step)).flaws)
  }
  return flaws
}

describe('the search for leaks', () => {
  it('finds what a call reads of another account', async () => {
    expect(await flawsOf(SQLITE, 'alibaba-ecs ecs DescribeInstanceAttribute')).toEqual([])
    plantLeak()
    expect(await flawsOf(SQLITE, 'alibaba-ecs ecs DescribeInstanceAttribute')).not.toEqual([])
  })
})

describeEngines('the search for leaks', (engine) => {
  it('finds what a call changes of another account', async () => {
    expect(await flawsOf(engine, 'alibaba-ecs ecs StopInstance')).toEqual([])
    plantLeak()
    const flaws = await flawsOf(engine, 'alibaba-ecs ecs StopInstance')
    expect(flaws.some((flaw) => flaw.startsWith(`alpha changed ${BETA.id}: was instances`))).toBe(true)
  })
})
