import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { heldClock } from '../../tests/held-clock.ts'
import { createOwnApiClient } from './client.ts'

const ADMIN = 'the-administrators-token'
const clock = heldClock(Date.parse('2026-11-21T12:00:00Z'))

let keyplane: TestKeyplane
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: ADMIN, clock })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

const clientWith = (token: string) => createOwnApiClient({ url: keyplane.api, token })

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${keyplane.api}/keyplane/v1${path}`, {
    headers: { authorization: `Bearer ${ADMIN}`, ...headers },
  })
}

describe('tokens', () => {
  it('are made, told once, used and taken away', async () => {
    const admin = clientWith(ADMIN)
    const made = await admin.tokens.create({ name: 'ci', scope: 'reader' })
    expect(made).toMatchObject({ name: 'ci', scope: 'reader', createdAt: '2026-11-21T12:00:00.000Z' })
    expect(made.token).toMatch(/^kpt_[0-9a-z]{48}$/)
    const { items } = await admin.tokens.list({})
    expect(items).toContainEqual({ id: made.id, name: 'ci', scope: 'reader', createdAt: made.createdAt })
    expect(await clientWith(made.token).hosts.list({})).toEqual({ items: [] })
    await admin.tokens.remove({ id: made.id })
    await expect(clientWith(made.token).hosts.list({})).rejects.toMatchObject({ status: 401 })
    await expect(admin.tokens.remove({ id: made.id })).rejects.toMatchObject({ status: 404 })
  })

  it('follow from no seed number, and outlive a reset', async () => {
    await using server = await startTestKeyplane({ adminToken: ADMIN, seedNumber: 7 })
    const admin = createOwnApiClient({ url: server.api, token: ADMIN })
    const before = await admin.tokens.create({ name: 'before', scope: 'reader' })
    await admin.world.reset({})
    const after = await admin.tokens.create({ name: 'after', scope: 'admin' })
    expect(after.token).not.toBe(before.token)
    const { items } = await admin.tokens.list({})
    expect(items.map(({ id }) => id).toSorted()).toEqual([before.id, after.id].toSorted())
  })

  it('leave a row in the audit log when they come and go', async () => {
    const admin = clientWith(ADMIN)
    const made = await admin.tokens.create({ name: 'night', scope: 'operator' })
    await admin.tokens.remove({ id: made.id })
    await expect(admin.tokens.remove({ id: made.id })).rejects.toMatchObject({ status: 404 })
    const rows = (await keyplane.core.database.audit.newest('', 3)).toReversed()
    const subject = made.id
    expect(rows).toMatchObject([
      {
        ...{ action: 'CreateToken', accessKeyId: 'admin', outcome: 'ok' },
        changes: [{ what: 'apiToken', verb: 'created', subject, detail: 'operator night' }],
      },
      { action: 'RemoveToken', outcome: 'ok', changes: [{ what: 'apiToken', verb: 'deleted', subject }] },
      { action: 'RemoveToken', outcome: 'tokenUnknown', changes: [] },
    ])
    expect(JSON.stringify(rows)).not.toContain(made.token)
  })

  it('run out', async () => {
    const made = await clientWith(ADMIN).tokens.create({
      name: 'short',
      scope: 'reader',
      expiresInSeconds: 60,
    })
    expect(made.expiresAt).toBe('2026-11-21T12:01:00.000Z')
    expect(await clientWith(made.token).hosts.list({})).toEqual({ items: [] })
    clock.advance(60_000)
    await expect(clientWith(made.token).hosts.list({})).rejects.toMatchObject({ status: 401 })
  })

  it.each([
    ['reader', 200, 403, 403],
    ['operator', 200, 200, 403],
    ['admin', 200, 200, 200],
  ] as const)('of a %s are good for so much', async (scope, looks, changes, administers) => {
    const { token } = await clientWith(ADMIN).tokens.create({ name: scope, scope })
    const statusOf = async (path: string, method = 'GET') => {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
      return (await fetch(`${keyplane.api}/keyplane/v1${path}`, { method, headers })).status
    }
    expect(await statusOf('/hosts')).toBe(looks)
    expect(await statusOf('/hosts/check', 'POST')).toBe(changes)
    expect(await statusOf('/tokens')).toBe(administers)
  })

  it('say in words what they are not good for', async () => {
    const { token } = await clientWith(ADMIN).tokens.create({ name: 'looks', scope: 'reader' })
    await expect(clientWith(token).tokens.list({})).rejects.toMatchObject({
      status: 403,
      message: 'the token is good for reader; this needs admin',
    })
  })
})

describe('what was read', () => {
  it('is not sent again to who has it', async () => {
    const first = await get('/hosts')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{43}"$/)
    expect((await get('/hosts', { 'if-none-match': etag })).status).toBe(304)
    expect((await get('/hosts', { 'if-none-match': '"other"' })).status).toBe(200)
  })
})

describe('the document', () => {
  it('has the refusals of every route', async () => {
    const response = await fetch(`${keyplane.api}/keyplane/openapi.json`)
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, object>> }
    for (const operation of Object.values(paths).flatMap((path) => Object.values(path)))
      expect(operation).toMatchObject({
        responses: { default: { $ref: '#/components/responses/Problem' } },
      })
  })

  it('is valid OpenAPI 3.1 and needs no token', async () => {
    const response = await fetch(`${keyplane.api}/keyplane/openapi.json`)
    const document = (await response.json()) as { openapi: string; paths: Record<string, object> }
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(await new Validator().validate(document)).toMatchObject({ valid: true })
    expect(Object.keys(document.paths)).toContain('/accounts/{account}/users/{user}/mfa')
  })
})
