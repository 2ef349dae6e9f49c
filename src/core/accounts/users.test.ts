import { describe, expect, it } from 'vitest'

import { createTestCore } from '../../../tests/test-core.ts'

const ALICE = {
  account: '1',
  name: 'alice',
  mfa: 'verified',
  policies: [{ dialect: 'cloud', document: { version: '1' } }],
} as const

describe('Users', () => {
  it('knows the policies of a user and what his account wants of him', async () => {
    await using world = await createTestCore()
    const { accounts } = world.core.database
    const startedAtMs = world.clock.now()
    await accounts.insertAccount({ id: '1', name: 'acme', requireMfa: ['Bind'] })
    await accounts.insertUser(ALICE)
    world.clock.advance(1_000)
    const known = await world.core.users.find('1', 'alice')
    expect(known).toEqual({
      policies: ALICE.policies,
      mfa: { state: 'verified', checkedAtMs: startedAtMs },
      requireMfa: ['Bind'],
    })
    expect(await world.core.users.find('1', 'alice')).toBe(known)
  })

  it('gives nobody anything whom it does not know', async () => {
    await using world = await createTestCore()
    await world.core.database.accounts.insertAccount({ id: '1', name: 'acme', requireMfa: ['Bind'] })
    const nothing = { policies: [], mfa: { state: 'none', checkedAtMs: undefined } }
    expect(await world.core.users.find('1', 'bob')).toEqual({ ...nothing, requireMfa: ['Bind'] })
    expect(await world.core.users.find('2', 'bob')).toEqual({ ...nothing, requireMfa: [] })
  })

  it('reads again after five seconds', async () => {
    await using world = await createTestCore()
    const { users, database } = world.core
    expect((await users.find('1', 'alice')).policies).toEqual([])
    await database.accounts.insertAccount({ id: '1', name: 'acme', requireMfa: [] })
    await database.accounts.insertUser(ALICE)
    world.clock.advance(4_999)
    expect((await users.find('1', 'alice')).policies).toEqual([])
    world.clock.advance(1)
    expect((await users.find('1', 'alice')).policies).toEqual(ALICE.policies)
  })
})
