import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const ADMIN = 'the-administrators-token'
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'

const SEED = JSON.stringify({
  accounts: [{ id: '1000000001', name: 'acme', users: [{ name: 'root' }] }],
  keyPairs: [
    {
      ...{ dialect: 'tencent-cvm', account: 'acme', region: 'ap-guangzhou' },
      ...{ id: 'skey-0000team', name: 'team', publicKey: PUBLIC_KEY },
    },
  ],
})

let keyplane: TestKeyplane
let admin: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: ADMIN, mode: 'strict', seed: SEED })
  admin = createOwnApiClient({ url: keyplane.api, token: ADMIN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

async function call(
  method: string,
  path: string,
  { body, token = ADMIN, headers = {} }: { body?: object; token?: string; headers?: object } = {},
) {
  const answer = await fetch(`${keyplane.api}/keyplane/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    etag: answer.headers.get('etag') ?? '',
    // What a test expects is said in the test.
    json: (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown> | undefined,
  }
}

function problem(status: number, detail: string) {
  return { status, type: 'application/problem+json', json: { type: 'about:blank', status, detail } }
}

async function newAccount(name: string): Promise<string> {
  return (await admin.accounts.create({ name })).id
}

/** What the audit log holds of an account, without what its rows have in common. */
async function auditOf(account: string) {
  const rows = await keyplane.core.database.audit.newest(account, 100)
  return rows.map(({ action, outcome, changes }) => ({ action, outcome, changes })).toReversed()
}

describe('accounts', () => {
  it('are created, read, renamed and deleted, and the audit log tells of it', async () => {
    const made = await call('POST', '/accounts', { body: { id: '42', name: 'Beta GmbH' } })
    expect(made).toMatchObject({ status: 201, json: { id: '42', name: 'Beta GmbH', requireMfa: [] } })
    expect((await call('GET', '/accounts/42')).json).toEqual(made.json)
    expect(await admin.users.list({ account: '42' })).toEqual({
      items: [{ name: 'root', isRoot: true, policies: 0 }],
    })
    const changed = { id: '42', name: 'Beta', requireMfa: ['StopInstances'] }
    const { name, requireMfa } = changed
    expect(await call('PATCH', '/accounts/42', { body: { name } })).toMatchObject({
      status: 200,
      json: { name, requireMfa: [] },
    })
    expect((await call('PATCH', '/accounts/42', { body: { requireMfa } })).json).toEqual(changed)
    expect((await call('GET', '/accounts/42')).json).toEqual(changed)
    expect((await call('DELETE', '/accounts/42')).status).toBe(204)
    expect(await call('GET', '/accounts/42')).toMatchObject(problem(404, 'there is no account "42"'))
    expect(await auditOf('42')).toEqual([
      {
        action: 'CreateAccount',
        outcome: 'ok',
        changes: [{ what: 'account', verb: 'created', subject: '42' }],
      },
      {
        action: 'UpdateAccount',
        outcome: 'ok',
        changes: [{ what: 'account', verb: 'modified', subject: '42' }],
      },
      {
        action: 'UpdateAccount',
        outcome: 'ok',
        changes: [{ what: 'account', verb: 'modified', subject: '42' }],
      },
      {
        action: 'DeleteAccount',
        outcome: 'ok',
        changes: [{ what: 'account', verb: 'deleted', subject: '42' }],
      },
    ])
  })

  it('get an id of twelve digits when none is given', async () => {
    expect(await newAccount('made up')).toMatch(/^[1-9]\d{11}$/)
  })

  it('are paged by id', async () => {
    for (const id of ['301', '302', '303']) await admin.accounts.create({ id, name: id })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await admin.accounts.list({ limit: 2, ...(cursor !== undefined && { cursor }) })
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen).toEqual(seen.toSorted())
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(['1000000001', '301', '302', '303']))
  })

  it.each([
    [{ id: '1000000001', name: 'twin' }, 409, 'there is an account of this id'],
    [{ id: 'acme', name: 'a' }, 400, 'id: must have digits only'],
    [{ name: '' }, 400, 'name: must be 1 to 128 characters'],
    [{ name: ' a' }, 400, 'name: must be 1 to 128 characters'],
    [{ name: 'a', more: 1 }, 400, 'the body: Unrecognized key: "more"'],
  ])('are refused: %j', async (body, status, detail) => {
    expect(await call('POST', '/accounts', { body })).toMatchObject(problem(status, detail))
  })

  it('take only actions that can need a second factor', async () => {
    const body = { requireMfa: ['DescribeKeyPairs'] }
    const answer = await call('PATCH', '/accounts/1000000001', { body })
    expect(answer.status).toBe(400)
    expect(answer.json?.['detail']).toMatch(
      /^requireMfa: "DescribeKeyPairs" cannot need a second factor; those/,
    )
    expect((await admin.accounts.show({ account: '1000000001' })).requireMfa).toEqual([])
  })

  it('stay while they have key pairs', async () => {
    const refused = problem(409, 'the account has instances or key pairs; remove them first')
    expect(await call('DELETE', '/accounts/1000000001')).toMatchObject(refused)
    expect((await auditOf('1000000001')).at(-1)).toEqual({
      ...{ action: 'DeleteAccount', outcome: 'accountInUse', changes: [] },
    })
    expect((await admin.accounts.show({ account: '1000000001' })).name).toBe('acme')
  })

  it.each([
    ['PATCH', ''],
    ['DELETE', ''],
    ['GET', ''],
    ['GET', '/users'],
  ])('are not found: %s accounts/7%s', async (method, tail) => {
    const sent = method === 'PATCH' ? { body: { name: 'n' } } : {}
    expect(await call(method, `/accounts/7${tail}`, sent)).toMatchObject(
      problem(404, 'there is no account "7"'),
    )
  })

  it('are changed only as they were seen', async () => {
    const path = `/accounts/${await newAccount('seen')}`
    const { etag } = await call('GET', path)
    const headers = { 'if-match': etag }
    expect(await call('PATCH', path, { body: { name: 'first' }, headers })).toMatchObject({ status: 200 })
    expect(await call('PATCH', path, { body: { name: 'second' }, headers })).toMatchObject(
      problem(412, 'it was changed since it was read; read it again'),
    )
    expect(await call('DELETE', path, { headers })).toMatchObject({ status: 412 })
    expect(await call('GET', path)).toMatchObject({ json: { name: 'first' } })
  })
})

describe('users', () => {
  it('are created, listed by name, read and deleted with all that is theirs', async () => {
    const account = await newAccount('staff')
    for (const name of ['carol', 'alice', 'bob']) {
      const made = await call('POST', `/accounts/${account}/users`, { body: { name } })
      expect(made).toMatchObject({ status: 201, json: { name, isRoot: false, policies: 0 } })
    }
    const first = await admin.users.list({ account, limit: 2 })
    expect(first.items.map(({ name }) => name)).toEqual(['alice', 'bob'])
    const rest = await admin.users.list({ account, limit: 2, cursor: first.next ?? '' })
    expect(rest).toEqual({
      items: [
        { name: 'carol', isRoot: false, policies: 0 },
        { name: 'root', isRoot: true, policies: 0 },
      ],
    })
    const key = await admin.accessKeys.create({ account, user: 'bob' })
    await admin.mfa.enrol({ account, user: 'bob' })
    await admin.users.remove({ account, user: 'bob' })
    await expect(admin.users.show({ account, user: 'bob' })).rejects.toMatchObject({ status: 404 })
    await admin.users.create({ account, name: 'bob' })
    expect(await admin.accessKeys.list({ account, user: 'bob' })).toEqual({ items: [] })
    expect(await admin.mfa.show({ account, user: 'bob' })).toEqual({ state: 'none' })
    await expect(admin.accessKeys.show({ account, user: 'bob', id: key.id })).rejects.toMatchObject({
      status: 404,
    })
  })

  it('are refused', async () => {
    const users = '/accounts/1000000001/users'
    await admin.users.create({ account: '1000000001', name: 'twin' })
    const create = (name: string) => call('POST', users, { body: { name } })
    expect(await create('twin')).toMatchObject(problem(409, 'the account has a user of this name'))
    expect(await create('a/b')).toMatchObject(
      problem(400, 'name: must be 1 to 64 letters, digits and . _ @ + = , -'),
    )
    expect(await call('POST', '/accounts/7/users', { body: { name: 'a' } })).toMatchObject(
      problem(404, 'there is no account "7"'),
    )
    expect(await call('DELETE', `${users}/root`)).toMatchObject(
      problem(409, 'the user root is the account itself and goes with it'),
    )
    const unknown = problem(404, 'account "1000000001" has no user "none"')
    expect(await call('DELETE', `${users}/none`)).toMatchObject(unknown)
    expect(await call('GET', `${users}/none`)).toMatchObject(unknown)
  })
})

describe('access keys', () => {
  it.each([
    ['keyplane', /^KPAK[0-9a-z]{20}$/],
    ['tencent', /^AKID[0-9a-z]{32}$/],
    ['alibaba', /^LTAI[0-9a-z]{20}$/],
    ['volcengine', /^AKLT[0-9a-z]{44}$/],
  ] as const)('are made up in the form of %s, and their secret is told once', async (form, looks) => {
    const account = await newAccount(form)
    const made = await admin.accessKeys.create({ account, user: 'root', form })
    expect(made).toEqual({ id: expect.stringMatching(looks), isDisabled: false, secret: made.secret })
    expect(made.secret).toMatch(/^[0-9a-z]{32,60}$/)
    const of = { account, user: 'root' }
    const told = [await admin.accessKeys.list(of), await admin.accessKeys.show({ ...of, id: made.id })]
    expect(told).toEqual([
      { items: [{ id: made.id, isDisabled: false }] },
      { id: made.id, isDisabled: false },
    ])
    expect(JSON.stringify(await auditOf(account))).not.toContain(made.secret)
  })

  it('are listed by id in pages, disabled, enabled and deleted', async () => {
    const account = await newAccount('keys')
    const of = { account, user: 'root' }
    for (const id of ['key-c', 'key-a', 'key-b']) await admin.accessKeys.create({ ...of, id })
    const first = await admin.accessKeys.list({ ...of, limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual(['key-a', 'key-b'])
    expect((await admin.accessKeys.list({ ...of, cursor: first.next ?? '' })).items).toEqual([
      { id: 'key-c', isDisabled: false },
    ])
    const path = `/accounts/${account}/users/root/access-keys/key-a`
    const { etag } = await call('GET', path)
    const sent = { body: { isDisabled: true }, headers: { 'if-match': etag } }
    expect(await call('PATCH', path, sent)).toMatchObject({
      status: 200,
      json: { id: 'key-a', isDisabled: true },
    })
    expect((await call('PATCH', path, sent)).status).toBe(412)
    expect((await call('GET', path)).json).toEqual({ id: 'key-a', isDisabled: true })
    expect((await call('DELETE', path)).status).toBe(204)
    const unknown = problem(404, 'the user has no access key of this id')
    expect(await call('DELETE', path)).toMatchObject(unknown)
    expect(await call('GET', path)).toMatchObject(unknown)
    expect(await call('PATCH', path, { body: { isDisabled: false } })).toMatchObject(unknown)
  })

  it('of one id are given out once, however many ask for it at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, place) => newAccount(`racer ${place}`)))
    const ended = await Promise.allSettled(
      ids.map((account) => admin.accessKeys.create({ account, user: 'root', id: 'key-raced' })),
    )
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const twins = Array.from({ length: 6 }, () => admin.accounts.create({ id: '999', name: 'twin' }))
    const made = await Promise.allSettled(twins)
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('are refused when their id is taken, in whichever account', async () => {
    await admin.accessKeys.create({ account: '1000000001', user: 'root', id: 'key-taken' })
    const account = await newAccount('other')
    const keys = `/accounts/${account}/users/root/access-keys`
    expect(await call('POST', keys, { body: { id: 'key-taken' } })).toMatchObject(
      problem(409, 'there is an access key of this id, in this account or another'),
    )
    expect(await call('DELETE', `${keys}/key-taken`)).toMatchObject({ status: 404 })
    expect(await call('PATCH', `${keys}/key-taken`, { body: { isDisabled: true } })).toMatchObject({
      status: 404,
    })
    expect(await call('POST', keys, { body: { id: 'a' } })).toMatchObject(
      problem(400, 'id: must be 4 to 128 letters, digits and . _ = -'),
    )
    expect(await call('POST', `/accounts/${account}/users/none/access-keys`)).toMatchObject(
      problem(404, `account "${account}" has no user "none"`),
    )
    expect(await call('GET', `/accounts/${account}/users/none/access-keys`)).toMatchObject({ status: 404 })
  })
})

describe('scopes', () => {
  const alice = '/accounts/1000000001/users/alice'
  const document = { version: '2.0', statement: [{ effect: 'allow', action: 'cvm:*', resource: '*' }] }

  it.each([
    ['POST', '/accounts', { name: 'n' }],
    ['PATCH', '/accounts/1000000001', { name: 'n' }],
    ['DELETE', '/accounts/1000000001', undefined],
    ['POST', '/accounts/1000000001/users', { name: 'alice' }],
    ['DELETE', alice, undefined],
    ['POST', `${alice}/access-keys`, {}],
    ['PATCH', `${alice}/access-keys/any`, { isDisabled: true }],
    ['DELETE', `${alice}/access-keys/any`, undefined],
    ['POST', `${alice}/policies`, { dialect: 'tencent-cvm', document }],
    ['DELETE', `${alice}/policies/any`, undefined],
    ['POST', `${alice}/mfa`, undefined],
  ] as const)('an administrator alone may %s %s', async (method, path, body) => {
    for (const scope of ['reader', 'operator'] as const) {
      const { token } = await admin.tokens.create({ name: scope, scope })
      const answer = await call(method, path, { token, ...(body && { body }) })
      expect(answer).toMatchObject(problem(403, `the token is good for ${scope}; this needs admin`))
    }
  })

  it.each([
    '/accounts',
    '/accounts/1000000001',
    '/accounts/1000000001/users',
    '/accounts/1000000001/users/root',
    '/accounts/1000000001/users/root/access-keys',
    '/accounts/1000000001/users/root/policies',
  ])('a reader may GET %s', async (path) => {
    const { token } = await admin.tokens.create({ name: 'looks', scope: 'reader' })
    expect((await call('GET', path, { token })).status).toBe(200)
  })
})
