import { expect, it } from 'vitest'

import type { MfaDevice } from '../core/accounts/mfa-store.ts'
import type { TemporaryKey } from '../core/accounts/temporary-key-store.ts'
import type { Database } from '../core/database.ts'
import { Secret } from '../core/secret.ts'

type Open = () => Promise<Database>

export function describeAccounts(open: Open): void {
  it('keeps accounts, users and access keys', async () => {
    await using database = await open()
    expect(await database.accounts.isEmpty()).toBe(true)
    const account = { id: '1', name: 'acme', requireMfa: ['Bind'] }
    await database.accounts.insertAccount(account)
    expect(await database.accounts.isEmpty()).toBe(false)
    expect(await database.accounts.findAccount('1')).toEqual(account)
    expect(await database.accounts.findAccount('2')).toBeUndefined()
    const user = {
      account: '1',
      name: 'alice',
      mfa: 'bound',
      policies: [{ dialect: 'cloud', document: {} }],
    } as const
    await database.accounts.insertUser(user)
    expect(await database.accounts.findUser('1', 'alice')).toEqual(user)
    expect(await database.accounts.findUser('2', 'alice')).toBeUndefined()
    const secret = new Secret('s3cret')
    await database.accounts.insertAccessKey({
      id: 'AK',
      account: '1',
      user: 'alice',
      secret,
      isDisabled: true,
    })
    const found = await database.accounts.findAccessKey('AK')
    expect(found).toMatchObject({ id: 'AK', account: '1', user: 'alice', isDisabled: true })
    expect(found?.secret.reveal()).toBe('s3cret')
    expect(await database.accounts.findAccessKey('ak')).toBeUndefined()
  })

  it('lists accounts, users and access keys from where it is told, in order', async () => {
    await using database = await open()
    const { accounts } = database
    const secret = new Secret('s')
    for (const id of ['3', '1', '2']) {
      await accounts.insertAccount({ id, name: `n${id}`, requireMfa: [] })
      await accounts.insertUser({ account: '1', name: `u${id}`, mfa: 'none', policies: [] })
      const key = { account: '1', user: 'u1', secret, isDisabled: id === '2' }
      expect(await accounts.insertNewAccessKey({ ...key, id: `k${id}` })).toBe(true)
      expect(await accounts.insertNewAccessKey({ ...key, id: `k${id}`, account: '2' })).toBe(false)
    }
    const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
    expect(idsOf(await accounts.listAccounts({ limit: 2, after: undefined }))).toEqual(['1', '2'])
    expect(idsOf(await accounts.listAccounts({ limit: 2, after: '2' }))).toEqual(['3'])
    expect(await accounts.listUsers('1', { limit: 5, after: 'u2' })).toMatchObject([{ name: 'u3' }])
    expect(await accounts.listUsers('2', { limit: 5, after: undefined })).toEqual([])
    const holder = { account: '1', user: 'u1' }
    expect(await accounts.listAccessKeys(holder, { limit: 2, after: 'k1' })).toEqual([
      { ...holder, id: 'k2', isDisabled: true },
      { ...holder, id: 'k3', isDisabled: false },
    ])
    expect(await accounts.listAccessKeys({ ...holder, user: 'u2' }, { limit: 2, after: undefined })).toEqual(
      [],
    )
  })

  it('changes accounts, policies and access keys, those of their owner only', async () => {
    await using database = await open()
    const { accounts } = database
    await accounts.insertAccount({ id: '1', name: 'acme', requireMfa: ['Bind'] })
    await accounts.insertUser({ account: '1', name: 'alice', mfa: 'bound', policies: [] })
    const holder = { account: '1', user: 'alice' }
    await accounts.insertAccessKey({ ...holder, id: 'k', secret: new Secret('s'), isDisabled: false })
    expect(await accounts.updateAccount('1', { name: 'beta' })).toBe(true)
    expect(await accounts.findAccount('1')).toEqual({ id: '1', name: 'beta', requireMfa: ['Bind'] })
    expect(await accounts.updateAccount('1', { requireMfa: [] })).toBe(true)
    expect(await accounts.findAccount('1')).toEqual({ id: '1', name: 'beta', requireMfa: [] })
    expect(await accounts.updateAccount('2', { name: 'x' })).toBe(false)
    const policies = [{ dialect: 'cloud', document: { a: 1 } }]
    expect(await accounts.replacePolicies('1', 'alice', policies)).toBe(true)
    expect(await accounts.replacePolicies('1', 'bob', policies)).toBe(false)
    expect(await accounts.findUser('1', 'alice')).toMatchObject({ mfa: 'bound', policies })
    for (const other of [{ account: '2' }, { user: 'bob' }]) {
      expect(await accounts.switchAccessKey({ ...holder, ...other }, 'k', true)).toBe(false)
      expect(await accounts.removeAccessKey({ ...holder, ...other }, 'k')).toBe(false)
    }
    expect(await accounts.switchAccessKey(holder, 'k', true)).toBe(true)
    expect(await accounts.findAccessKey('k')).toMatchObject({ isDisabled: true })
    expect(await accounts.removeAccessKey(holder, 'k')).toBe(true)
    expect(await accounts.findAccessKey('k')).toBeUndefined()
  })

  it('removes users and accounts with what is theirs, and nothing else', async () => {
    await using database = await open()
    const { accounts, mfaDevices, temporaryKeys } = database
    const secret = new Secret('s')
    for (const account of ['1', '2']) {
      await accounts.insertAccount({ id: account, name: account, requireMfa: [] })
      await accounts.insertRole({ account, name: 'ops', policies: [] })
      const session = { role: 'ops', sessionName: 's', sessionPolicies: undefined, expiresAtMs: 1 }
      await temporaryKeys.insert({ ...session, id: `t${account}`, account, secret, tokenHash: `h${account}` })
      for (const name of ['alice', 'bob']) {
        await accounts.insertUser({ account, name, mfa: 'none', policies: [] })
        await accounts.insertAccessKey({
          id: `${name}${account}`,
          account,
          user: name,
          secret,
          isDisabled: false,
        })
        const unused = { lastUsedStep: undefined, checkedAtMs: undefined }
        await mfaDevices.insert({ id: `${name}${account}`, account, user: name, secret, ...unused })
      }
    }
    expect(await accounts.removeUser('1', 'carol')).toBe(false)
    expect(await accounts.removeUser('1', 'alice')).toBe(true)
    expect(await accounts.findUser('1', 'alice')).toBeUndefined()
    expect(await accounts.findAccessKey('alice1')).toBeUndefined()
    expect(await mfaDevices.find({ account: '1', user: 'alice' })).toBeUndefined()
    expect(await accounts.findAccessKey('bob1')).toBeDefined()
    expect(await accounts.ownsResources('1')).toBe(false)
    expect(await accounts.removeAccount('1')).toBe(true)
    expect(await accounts.removeAccount('1')).toBe(false)
    expect(await accounts.findUser('1', 'bob')).toBeUndefined()
    expect(await accounts.findRole('1', 'ops')).toBeUndefined()
    expect(await accounts.findAccessKey('bob1')).toBeUndefined()
    expect(await temporaryKeys.find('t1')).toBeUndefined()
    expect(await mfaDevices.find({ account: '1', user: 'bob' })).toBeUndefined()
    for (const name of ['alice', 'bob']) {
      expect(await accounts.findAccessKey(`${name}2`)).toBeDefined()
      expect(await mfaDevices.find({ account: '2', user: name })).toBeDefined()
    }
    expect(await temporaryKeys.find('t2')).toBeDefined()
    expect(await accounts.findRole('2', 'ops')).toBeDefined()
  })
}

export function describeMfaDevices(open: Open): void {
  const OWNER = { account: '1', user: 'alice' }
  const device = (id: string): MfaDevice => ({
    ...OWNER,
    id,
    secret: new Secret(`secret-${id}`),
    lastUsedStep: undefined,
    checkedAtMs: undefined,
  })

  it('keeps one MFA device per user', async () => {
    await using database = await open()
    const { mfaDevices } = database
    expect(await mfaDevices.insert(device('a'))).toBe(true)
    expect(await mfaDevices.insert(device('b'))).toBe(false)
    const found = await mfaDevices.find(OWNER)
    expect(found).toMatchObject({ ...OWNER, id: 'a', lastUsedStep: undefined, checkedAtMs: undefined })
    expect(found?.secret.reveal()).toBe('secret-a')
    for (const other of [{ account: '2' }, { user: 'bob' }]) {
      expect(await mfaDevices.find({ ...OWNER, ...other })).toBeUndefined()
      expect(await mfaDevices.remove({ ...OWNER, ...other })).toBe(false)
    }
    expect(await mfaDevices.remove(OWNER)).toBe(true)
    expect(await mfaDevices.remove(OWNER)).toBe(false)
    expect(await mfaDevices.insert(device('b'))).toBe(true)
  })

  it('takes a step of an MFA device once, then only later ones, of this device only', async () => {
    await using database = await open()
    const { mfaDevices } = database
    await mfaDevices.insert(device('a'))
    const uses = Array.from({ length: 20 }, (_, place) => ({ step: 100, checkedAtMs: place }))
    const taken = await Promise.all(uses.map((used) => mfaDevices.markUsed(device('a'), used)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    const later = { checkedAtMs: 5_000 }
    expect(await mfaDevices.markUsed(device('a'), { ...later, step: 99 })).toBe(false)
    expect(await mfaDevices.markUsed(device('b'), { ...later, step: 101 })).toBe(false)
    expect(await mfaDevices.markUsed({ ...device('a'), user: 'bob' }, { ...later, step: 101 })).toBe(false)
    expect(await mfaDevices.markUsed(device('a'), { ...later, step: 101 })).toBe(true)
    expect(await mfaDevices.find(OWNER)).toMatchObject({ lastUsedStep: 101, checkedAtMs: 5_000 })
  })
}

export function describeTemporaryKeys(open: Open): void {
  const key = (id: string, fields: Partial<TemporaryKey> = {}): TemporaryKey => ({
    ...{ id, account: '1', role: 'ops', sessionName: 'night', secret: new Secret(`secret-${id}`) },
    ...{ tokenHash: `hash-${id}`, sessionPolicies: undefined, expiresAtMs: 9_000_000_000_000 },
    ...fields,
  })

  it('keeps roles with their policies, by account and name', async () => {
    await using database = await open()
    const { accounts } = database
    const role = { account: '1', name: 'ops', policies: [{ dialect: 'cloud', document: { v: '1' } }] }
    await accounts.insertRole(role)
    await accounts.insertRole({ ...role, account: '2', policies: [] })
    expect(await accounts.findRole('1', 'ops')).toEqual(role)
    expect(await accounts.findRole('2', 'ops')).toMatchObject({ policies: [] })
    expect(await accounts.findRole('1', 'other')).toBeUndefined()
    await expect(accounts.insertRole(role)).rejects.toThrow(/unique/i)
  })

  it('finds temporary keys by id and by the hash of their token', async () => {
    await using database = await open()
    const { temporaryKeys } = database
    const sessionPolicies = [{ dialect: 'cloud', document: { v: '1' } }]
    await temporaryKeys.insert(key('a', { sessionPolicies }))
    await temporaryKeys.insert(key('b', { sessionPolicies: [] }))
    await temporaryKeys.insert(key('c'))
    const { secret: _secret, ...known } = key('a', { sessionPolicies })
    const found = await temporaryKeys.find('a')
    expect(found).toMatchObject(known)
    expect(found?.secret.reveal()).toBe('secret-a')
    expect(await temporaryKeys.findByTokenHash('hash-a')).toMatchObject(known)
    expect((await temporaryKeys.find('b'))?.sessionPolicies).toEqual([])
    expect((await temporaryKeys.find('c'))?.sessionPolicies).toBeUndefined()
    expect(await temporaryKeys.find('hash-a')).toBeUndefined()
    expect(await temporaryKeys.findByTokenHash('a')).toBeUndefined()
    await expect(temporaryKeys.insert(key('a', { tokenHash: 'other' }))).rejects.toThrow(/unique/i)
    await expect(temporaryKeys.insert(key('d', { tokenHash: 'hash-a' }))).rejects.toThrow(/unique/i)
  })

  it('removes temporary keys that were over before an instant', async () => {
    await using database = await open()
    const { temporaryKeys } = database
    await temporaryKeys.insert(key('old', { expiresAtMs: 999 }))
    await temporaryKeys.insert(key('late', { expiresAtMs: 1_000 }))
    await temporaryKeys.removeExpired(1_000)
    expect(await temporaryKeys.find('old')).toBeUndefined()
    expect(await temporaryKeys.find('late')).toBeDefined()
  })
}
