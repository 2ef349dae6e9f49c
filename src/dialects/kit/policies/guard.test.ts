import { describe, expect, it } from 'vitest'

import { createTestCore, testCall, type TestCore } from '../../../../tests/test-core.ts'
import type { RoleSession } from '../../../core/accounts/account.ts'
import { CallCounts } from '../../../core/call-counts.ts'
import { readCamPolicy } from './cam.ts'
import { CVM_ACTIONS } from './cvm-actions.catalog.ts'
import { ParameterTally } from '../parameter-tally.ts'
import { Guard } from './guard.ts'

const ANYTHING = { version: '2.0', statement: [{ effect: 'allow', action: '*', resource: '*' }] }

function guardOf({ core }: TestCore): Guard {
  const log = { error: () => {}, warn: () => {}, info: () => {} }
  return new Guard(
    {
      core,
      log,
      counts: new CallCounts(),
      parameters: new ParameterTally(log, { isStrict: false }),
      isStandIn: true,
    },
    {
      ...{ table: CVM_ACTIONS, dialects: new Set(['one', 'two']), read: readCamPolicy },
      ...{ keyPairs: { isAccountWide: true }, keyPairsGoBy: 'id' },
    },
  )
}

async function addUser({ core }: TestCore, name: string, ...policies: readonly [string, unknown][]) {
  const account = '1000000001'
  if (!(await core.database.accounts.findAccount(account))) {
    await core.database.accounts.insertAccount({ id: account, name: 'acme', requireMfa: [] })
  }
  await core.database.accounts.insertUser({
    ...{ account, name, mfa: 'none' },
    policies: policies.map(([dialect, document]) => ({ dialect, document })),
  })
}

function judge(world: TestCore, guard: Guard, user: string) {
  const call = { ...testCall(world.core, 'DeleteKeyPairs'), user }
  return guard.judge({ call, params: { KeyIds: ['k-1'] }, isSecure: false })
}

describe('Guard', () => {
  it('lets root through, and refuses a user whom nobody knows', async () => {
    await using world = await createTestCore()
    const guard = guardOf(world)
    expect(await judge(world, guard, 'root')).toBeUndefined()
    expect(await judge(world, guard, 'nobody')).toMatchObject({
      action: 'cvm:DeleteKeyPairs',
      denial: { outcome: 'implicitDeny', resource: { text: 'qcs::cvm:region-1:uin/1000000001:keypair/k-1' } },
    })
  })

  it('takes the policies of its pool and no others', async () => {
    await using world = await createTestCore()
    await addUser(world, 'alice', ['two', ANYTHING])
    await addUser(world, 'bob', ['three', ANYTHING])
    const guard = guardOf(world)
    expect(await judge(world, guard, 'alice')).toBeUndefined()
    expect(await judge(world, guard, 'bob')).toBeDefined()
  })

  it('fails for a stored policy that cannot be read, instead of doing without it', async () => {
    await using world = await createTestCore()
    await addUser(world, 'alice', ['one', ANYTHING], ['two', { version: '1' }])
    await expect(judge(world, guardOf(world), 'alice')).rejects.toThrow('cannot be read')
  })

  it('follows a change of the policies', async () => {
    await using world = await createTestCore()
    const guard = guardOf(world)
    expect(await judge(world, guard, 'carol')).toBeDefined()
    await addUser(world, 'carol', ['one', ANYTHING])
    world.clock.advance(5_000)
    expect(await judge(world, guard, 'carol')).toBeUndefined()
  })

  it('judges a session by its role, and by its own policies too', async () => {
    await using world = await createTestCore()
    const guard = guardOf(world)
    const session: RoleSession = {
      ...{ role: 'ops', name: 'night', tokenHash: '', expiresAtMs: 0 },
      ...{ rolePolicies: 'everything', sessionPolicies: undefined },
    }
    const allowed = [{ dialect: 'one', document: ANYTHING }]
    const elsewhere = [{ dialect: 'three', document: ANYTHING }]
    const judgeAs = (fields: Partial<RoleSession>) => {
      const call = { ...testCall(world.core, 'DeleteKeyPairs'), user: 'role/ops/night' }
      const params = { KeyIds: ['k-1'] }
      return guard.judge({ call: { ...call, session: { ...session, ...fields } }, params, isSecure: false })
    }
    const principal = { kind: 'role', name: 'ops', session: 'night' }
    expect(await judgeAs({})).toBeUndefined()
    expect(await judgeAs({ rolePolicies: allowed, sessionPolicies: allowed })).toBeUndefined()
    expect(await judgeAs({ rolePolicies: [] })).toMatchObject({ principal, denial: { layer: 'identity' } })
    for (const sessionPolicies of [[], elsewhere]) {
      expect(await judgeAs({ sessionPolicies })).toMatchObject({ principal, denial: { layer: 'session' } })
    }
    expect(await judgeAs({ rolePolicies: elsewhere, sessionPolicies: allowed })).toMatchObject({
      denial: { layer: 'identity' },
    })
  })

  it('repeats no more of a long id than is needed', async () => {
    await using world = await createTestCore()
    const call = { ...testCall(world.core, 'DeleteKeyPairs'), user: 'nobody' }
    const params = { KeyIds: ['k'.repeat(100_000)] }
    const forbidden = await guardOf(world).judge({ call, params, isSecure: false })
    expect(forbidden?.denial.resource.text).toHaveLength(400)
    expect(call.trail.changes[0]?.subject).toHaveLength(400)
  })
})
