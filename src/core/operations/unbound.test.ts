import { describe, expect, it, vi } from 'vitest'

import { PATIENCE } from '../../../tests/patience.ts'
import {
  addInstance,
  AT_ONCE,
  createTestCore,
  findInstance,
  type TestCore,
  testCall,
} from '../../../tests/test-core.ts'
import { bindKeyPairs } from '../bindings/bind.ts'
import { BindingExpiry, ON_TOP_AT_ONCE } from '../bindings/expiry.ts'
import type { BindingRules } from '../bindings/rules.ts'
import { unbindKeyPairs } from '../bindings/unbind.ts'
import { importKeyPair } from '../key-pairs/add.ts'

const KEYS = ['AAAA', 'BBBB', 'CCCC'].map(
  (text) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${text.repeat(10)}${text.slice(0, 3)}`,
)
const HOUR_MS = 3_600_000

/** An instance with a pair that stays and one for an hour, and a pair that is bound nowhere. */
async function withTemporary(world: TestCore): Promise<{ readonly endMs: number }> {
  const { core, clock } = world
  let number = 0
  const rules = {
    newId: () => `key-${(number += 1)}`,
    ...{ isAccountWide: false, limit: 9, isKeyUnique: false, importTypes: new Set(['ssh-ed25519']) },
  }
  await addInstance(core, 'i-1')
  for (const [index, publicKey] of KEYS.entries())
    await importKeyPair(core, testCall(core, 'Import'), rules, { name: `pair-${index + 1}`, publicKey })
  const endMs = clock.now() + HOUR_MS
  await change(world, bindKeyPairs, { id: 'key-1' })
  await change(world, bindKeyPairs, { id: 'key-2', expiresAtMs: endMs })
  clock.advance(60_000)
  return { endMs }
}

async function change(
  world: TestCore,
  verb: typeof bindKeyPairs,
  { id, rules = ON_TOP_AT_ONCE, ...end }: { id: string; rules?: BindingRules; expiresAtMs?: number },
): Promise<void> {
  const { core } = world
  const request = { keyPairs: [{ id }], instanceIds: ['i-1'], isLive: true, ...end }
  const { outcomes } = await verb(core, testCall(core, 'Change'), rules, request)
  expect(outcomes[0]?.fault).toBeUndefined()
  await vi.waitFor(async () => {
    world.clock.advance(200)
    expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined()
  }, PATIENCE)
}

/** The machine refuses as often as an operation asks it, and takes what puts it back. */
function breakOnce({ driver }: TestCore): void {
  let left = 3
  driver.beforeStep = (deed) => {
    if (deed.startsWith('apply') && left-- > 0) throw new Error('the machine does not answer')
  }
}

const rows = ({ core }: TestCore) => core.database.temporaryBindings.earliest(9)

describe('a failed operation that had unbound a pair', () => {
  it.each([
    ['unbound before its time', unbindKeyPairs, { id: 'key-2' }],
    ['replaced by another', bindKeyPairs, { id: 'key-3', rules: AT_ONCE }],
  ] as const)(
    'binds one that was %s until its end again, and since it was bound',
    async (_, verb, wanted) => {
      await using world = await createTestCore()
      const { endMs } = await withTemporary(world)
      const before = await findInstance(world.core, 'i-1')
      const beforeSince = await world.core.database.bindings.boundSince(before)
      breakOnce(world)
      await change(world, verb, wanted)
      const after = await findInstance(world.core, 'i-1')
      expect(after).toMatchObject({
        ...{ keyPairIds: ['key-1', 'key-2'], latestOperation: { outcome: 'failed' } },
        appliedVersion: after.desiredVersion,
      })
      expect(await world.core.database.bindings.boundSince(after)).toEqual(beforeSince)
      expect(await rows(world)).toMatchObject([{ keyPairId: 'key-2', expiresAtMs: endMs, dueAtMs: endMs }])
      expect(world.driver.access.get('i-1')?.expiries).toEqual(new Map([[KEYS[1], endMs]]))

      await using expiry = new BindingExpiry(world.core)
      world.clock.advance(HOUR_MS)
      expiry.wake()
      await vi.waitFor(
        async () => expect((await findInstance(world.core, 'i-1')).keyPairIds).toEqual(['key-1']),
        PATIENCE,
      )
    },
  )

  it('binds what it had unbound also where the version before began it', async () => {
    await using world = await createTestCore()
    await withTemporary(world)
    const { operations } = world.core.database
    const find = operations.find.bind(operations)
    vi.spyOn(operations, 'find').mockImplementation(async (id) => {
      const operation = await find(id)
      if (!operation) return undefined
      const { unbound: _, ...before } = operation.before
      return { ...operation, before }
    })
    breakOnce(world)
    await change(world, unbindKeyPairs, { id: 'key-2' })
    expect(await findInstance(world.core, 'i-1')).toMatchObject({
      ...{ keyPairIds: ['key-1', 'key-2'], latestOperation: { outcome: 'failed' } },
    })
  })
})
