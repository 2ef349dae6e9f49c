import { describe, expect, it, vi } from 'vitest'

import { PATIENCE } from '../../../tests/patience.ts'
import {
  addInstance,
  AT_ONCE,
  createTestCore,
  findInstance,
  type TestCore,
  testCall,
  TRANSITION_MS,
} from '../../../tests/test-core.ts'
import { keyPairOf } from '../../../tests/store-rows.ts'
import { bindKeyPairs } from '../bindings/bind.ts'
import { unbindKeyPairs } from '../bindings/unbind.ts'
import { operatePower } from '../instances/power.ts'
import { removeKeyPairs } from './remove.ts'

const REMOVAL = { mode: 'allOrNothing', unknown: 'refused', isAccountWide: false } as const

const remove = ({ core }: TestCore, id: string) =>
  removeKeyPairs(core, testCall(core, 'Delete'), REMOVAL, [{ id }])

const change = ({ core }: TestCore, verb: 'bind' | 'unbind', id: string) =>
  (verb === 'bind' ? bindKeyPairs : unbindKeyPairs)(core, testCall(core, verb), AT_ONCE, {
    keyPairs: [{ id }],
    instanceIds: ['i-1'],
  })

const untilFree = ({ core, clock }: TestCore) =>
  vi.waitFor(async () => {
    clock.advance(TRANSITION_MS)
    expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined()
  }, PATIENCE)

/** An instance with the first of two pairs, whose binding is about to change. */
async function open(): Promise<TestCore> {
  const test = await createTestCore()
  const { account, dialect, region } = testCall(test.core, 'Import')
  for (const id of ['old', 'new']) {
    await test.core.database.keyPairs.insert(keyPairOf({ account, dialect, region, id }))
  }
  await addInstance(test.core, 'i-1', { keyPairIds: ['old'], allowsPassword: false })
  return test
}

describe('a pair whose only instance is being deleted', () => {
  it('can be deleted, and is not bound again when that fails', async () => {
    await using test = await open()
    const { core } = test
    test.driver.beforeStep = (deed) => {
      if (deed === 'remove i-1') throw new Error('the host is away')
    }
    const terminate = { verb: 'terminate', instanceIds: ['i-1'] } as const
    await operatePower(core, testCall(core, 'Terminate'), AT_ONCE, terminate)
    expect(await remove(test, 'old')).toEqual([{ reference: { id: 'old' } }])
    await untilFree(test)
    expect((await findInstance(core, 'i-1')).keyPairIds).toEqual([])
    const { account, dialect } = testCall(core, 'Look')
    expect(await core.database.bindings.keyPairsInUse({ account, dialect }, ['old'])).toEqual(new Set())
  })
})

describe.each([
  ['another takes its place', 'bind', 'new'],
  ['it is unbound', 'unbind', 'old'],
] as const)('a pair, while %s', (_what, verb, id) => {
  it('is in use until that is done', async () => {
    await using test = await open()
    await change(test, verb, id)
    await expect(remove(test, 'old')).rejects.toMatchObject({ kind: 'keyPairInUse' })
    await untilFree(test)
    expect(await remove(test, 'old')).toEqual([{ reference: { id: 'old' } }])
  })

  it('is bound again when that failed', async () => {
    await using test = await open()
    test.driver.beforeStep = (deed) => {
      if (deed === 'apply i-1' && !test.driver.access.has('i-1')) throw new Error('the disk is full')
    }
    await change(test, verb, id)
    await expect(remove(test, 'old')).rejects.toMatchObject({ kind: 'keyPairInUse' })
    await untilFree(test)
    expect((await findInstance(test.core, 'i-1')).keyPairIds).toEqual(['old'])
    await expect(remove(test, 'old')).rejects.toMatchObject({ kind: 'keyPairInUse' })
  })
})
