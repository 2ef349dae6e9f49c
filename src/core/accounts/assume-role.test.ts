import { describe, expect, it } from 'vitest'

import { createTestCore, type TestCore, testCall } from '../../../tests/test-core.ts'
import type { Call } from '../call.ts'
import { Fault } from '../fault.ts'
import { AccessKeys } from './access-keys.ts'
import { assumeRole, type RoleRequest, type RoleRules } from './assume-role.ts'

const ACCOUNT = '1000000001'
const DAY_MS = 24 * 60 * 60_000
const RULES: RoleRules = {
  ...{ rootMayAssume: false, idPrefix: 'TMP.', idLength: 20, secretLength: 30 },
  ...{ tokenPrefix: 'tok-', tokenLength: 40 },
}
const POLICIES = [{ dialect: 'cloud', document: { allow: 'everything' } }]

async function worldWithRole(): Promise<TestCore> {
  const world = await createTestCore()
  const { accounts } = world.core.database
  await accounts.insertAccount({ id: ACCOUNT, name: 'acme', requireMfa: [] })
  await accounts.insertRole({ account: ACCOUNT, name: 'ops', policies: POLICIES })
  return world
}

function by({ core }: TestCore, caller: Partial<Call> = {}): Call {
  return { ...testCall(core, 'AssumeRole'), user: 'alice', ...caller }
}

function assume(world: TestCore, request: Partial<RoleRequest> = {}, call = by(world), rules = RULES) {
  const wanted = { role: { account: ACCOUNT, name: 'ops' }, sessionName: 'night', durationSeconds: 900 }
  return assumeRole(world.core, call, {
    rules,
    request: { ...wanted, sessionPolicies: undefined, ...request },
  })
}

async function keyOf({ core }: Pick<TestCore, 'core'>, id: string) {
  const key = await core.accessKeys.find(id)
  if (!key) throw new Error(`${id} is not known`)
  return key
}

describe('a role session', () => {
  it('has credentials of the wanted form, that are known from then on', async () => {
    await using world = await worldWithRole()
    const { accessKeyId, secret, token, expiresAtMs } = await assume(world)
    expect(accessKeyId).toMatch(/^TMP\.[0-9a-z]{20}$/)
    expect(secret.reveal()).toMatch(/^[0-9a-z]{30}$/)
    expect(token.reveal()).toMatch(/^tok-[0-9a-z]{40}$/)
    expect(expiresAtMs).toBe(world.clock.now() + 900_000)
    const key = await keyOf(world, accessKeyId)
    expect(key).toMatchObject({ account: ACCOUNT, user: 'role/ops/night', isDisabled: false })
    expect(key.secret.reveal()).toBe(secret.reveal())
    const known = { role: 'ops', name: 'night', expiresAtMs, rolePolicies: POLICIES }
    expect(key.session).toMatchObject({ ...known, sessionPolicies: undefined })
  })

  it('keeps the policies it was opened with', async () => {
    await using world = await worldWithRole()
    const sessionPolicies = [{ dialect: 'cloud', document: { allow: 'less' } }]
    const { accessKeyId } = await assume(world, { sessionPolicies })
    expect((await keyOf(world, accessKeyId)).session).toMatchObject({ sessionPolicies })
  })

  it('leaves an audit row, without a secret', async () => {
    await using world = await worldWithRole()
    const { accessKeyId, secret, token } = await assume(world)
    const rows = await world.core.database.audit.newest(ACCOUNT, 10)
    expect(rows).toMatchObject([
      {
        ...{ action: 'AssumeRole', user: 'alice', outcome: 'ok' },
        changes: [{ what: 'roleSession', verb: 'created', subject: accessKeyId, detail: 'ops/night' }],
      },
    ])
    expect(JSON.stringify(rows)).not.toContain(secret.reveal())
    expect(JSON.stringify(rows)).not.toContain(token.reveal())
  })

  it('is forgotten a day after its end, when the next one is opened', async () => {
    await using world = await worldWithRole()
    const { temporaryKeys } = world.core.database
    const { accessKeyId } = await assume(world)
    world.clock.advance(900_000 + DAY_MS)
    await assume(world)
    expect(await temporaryKeys.find(accessKeyId)).toBeDefined()
    world.clock.advance(1)
    await assume(world)
    expect(await temporaryKeys.find(accessKeyId)).toBeUndefined()
  })
})

describe('the token of a call', () => {
  it('is that of its key, until the session is over', async () => {
    await using world = await worldWithRole()
    const { accessKeys } = world.core
    const first = await assume(world)
    const second = await assume(world)
    const key = await keyOf(world, first.accessKeyId)
    const flaw = (token: string | undefined, nowMs = world.clock.now()) =>
      accessKeys.findTokenFlaw(key, token, nowMs)
    expect(await flaw(first.token.reveal())).toBeUndefined()
    expect(await flaw(undefined)).toBe('missing')
    expect(await flaw('')).toBe('unknown')
    expect(await flaw('invented')).toBe('unknown')
    expect(await flaw(second.token.reveal())).toBe('ofAnotherKey')
    expect(await flaw(first.token.reveal(), first.expiresAtMs - 1)).toBeUndefined()
    expect(await flaw(first.token.reveal(), first.expiresAtMs)).toBe('expired')
    // Expired comes before whose it is.
    expect(await flaw(second.token.reveal(), first.expiresAtMs)).toBe('expired')
  })

  it('means nothing beside a permanent key of the stand-in, and is refused in strict mode', async () => {
    await using world = await worldWithRole()
    const { accessKeys, database } = world.core
    const strict = new AccessKeys(database, world.clock, { mode: 'strict' })
    const permanent = await keyOf(world, 'AKIDpermanent')
    const { token, expiresAtMs } = await assume(world)
    const now = world.clock.now()
    for (const keys of [accessKeys, strict]) {
      expect(await keys.findTokenFlaw(permanent, undefined, now)).toBeUndefined()
    }
    expect(await accessKeys.findTokenFlaw(permanent, 'invented', now)).toBeUndefined()
    expect(await strict.findTokenFlaw(permanent, 'invented', now)).toBe('unknown')
    expect(await strict.findTokenFlaw(permanent, token.reveal(), now)).toBe('ofAnotherKey')
    expect(await strict.findTokenFlaw(permanent, token.reveal(), expiresAtMs)).toBe('expired')
  })
})

describe('a role', () => {
  const notFound = new Fault('roleNotFound', { role: 'other' })

  it('has to be there in an account that is described', async () => {
    await using world = await worldWithRole()
    const role = { account: ACCOUNT, name: 'other' }
    await expect(assume(world, { role })).rejects.toEqual(notFound)
  })

  it('of a described account is for its own callers only', async () => {
    await using world = await worldWithRole()
    const stranger = by(world, { account: '2', user: 'root' })
    await expect(assume(world, {}, stranger)).rejects.toEqual(new Fault('roleNotFound', { role: 'ops' }))
  })

  it('is there, with all rights, in an account that nobody described', async () => {
    await using world = await worldWithRole()
    const role = { account: '2', name: 'other' }
    const { accessKeyId } = await assume(world, { role }, by(world, { account: '2', user: 'root' }))
    const key = await keyOf(world, accessKeyId)
    expect(key).toMatchObject({ account: '2', session: { rolePolicies: 'everything' } })
    const strict = new AccessKeys(world.core.database, world.clock, { mode: 'strict' })
    expect(await strict.find(accessKeyId)).toBeUndefined()
    expect(await strict.findRolePolicies('2', 'other')).toBeUndefined()
  })

  it('is refused to the account itself where the cloud refuses it, and only if it is described', async () => {
    await using world = await worldWithRole()
    const root = by(world, { user: 'root' })
    await expect(assume(world, {}, root)).rejects.toEqual(new Fault('roleRefused', { role: 'ops' }))
    const permitted = await assume(world, {}, by(world, { user: 'root' }), { ...RULES, rootMayAssume: true })
    expect(permitted.accessKeyId).toMatch(/^TMP\./)
  })

  it('that is refused leaves no key', async () => {
    await using world = await worldWithRole()
    const before = await assume(world)
    world.clock.advance(900_000 + DAY_MS + 1)
    await expect(assume(world, { role: { account: ACCOUNT, name: 'other' } })).rejects.toEqual(notFound)
    // What a success would have removed is still there.
    expect(await world.core.database.temporaryKeys.find(before.accessKeyId)).toBeDefined()
  })
})
