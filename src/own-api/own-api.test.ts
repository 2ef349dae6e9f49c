import { generateSync } from 'otplib'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { createTestCore } from '../../tests/test-core.ts'
import { Secret } from '../core/secret.ts'
import { createServer } from '../http/server.ts'
import { CallLog } from '../dialects/kit/calls/call-log.ts'
import type { HostDesk } from './server/host-desk.ts'
import { openOwnApi } from './open-own-api.ts'

const TOKEN = 'a-token-of-a-test'
const MFA = '/keyplane/v1/accounts/1000000001/users/alice/mfa'

const world = await createTestCore()
const logged: string[] = []
const note = (facts: object, message: string) => void logged.push(`${JSON.stringify(facts)} ${message}`)
const log = { error: note, warn: note, info: note }
const parts = {
  core: world.core,
  adminToken: new Secret(TOKEN),
  dialects: [],
  isStandIn: true,
  calls: new CallLog(0),
}
// No host is looked at here: what would need the desk fails the test.
const desk = {} as HostDesk
const server = await createServer({
  dialects: [],
  log,
  health: {
    isDraining: () => false,
    check: () => Promise.resolve(),
    metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
  },
  ownApi: openOwnApi({ ...parts, desk }, log),
})

let api = ''
beforeAll(async () => {
  api = await server.listen({ host: '127.0.0.1', port: 0 })
  const { accounts } = world.core.database
  await accounts.insertAccount({ id: '1000000001', name: 'acme', requireMfa: [] })
  await accounts.insertUser({ account: '1000000001', name: 'alice', mfa: 'none', policies: [] })
})
beforeEach(async () => {
  await call('DELETE', MFA)
})
afterAll(async () => {
  await server.close()
  await world[Symbol.asyncDispose]()
})

interface Sent {
  readonly body?: string
  readonly authorization?: string
}

async function call(method: string, path: string, { body, authorization = `Bearer ${TOKEN}` }: Sent = {}) {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (authorization !== '') headers['authorization'] = authorization
  const response = await fetch(api + path, { method, headers, ...(body === undefined ? {} : { body }) })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    // What a test expects is said in the test.
    json: (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown> | undefined,
  }
}

function problem(status: number, title: string, detail: string) {
  return { status, json: { type: 'about:blank', title, status, detail } }
}

async function enrolled(): Promise<string> {
  const { json } = await call('POST', MFA)
  return String(json?.['secret'])
}

function codeOf(secret: string, offsetMs = 0): string {
  return generateSync({ secret, epoch: Math.floor((world.clock.now() + offsetMs) / 1_000) })
}

const verify = (code: unknown) => call('POST', `${MFA}/verify`, { body: JSON.stringify({ code }) })

describe('the bearer token', () => {
  it.each(['', 'Bearer wrong', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN, 'Bearer', `Bearer ${TOKEN} x`])(
    'is asked for: %j is refused',
    async (authorization) => {
      for (const [method, path] of [
        ['GET', MFA],
        ['POST', MFA],
        ['POST', `${MFA}/verify`],
        ['DELETE', MFA],
        ['GET', '/keyplane/v1/unknown'],
      ] as const) {
        const answer = await call(method, path, { authorization })
        expect(answer).toMatchObject(problem(401, 'Unauthorized', 'the bearer token is missing or wrong'))
        expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="keyplane"')
        expect(answer.headers.get('content-type')).toBe('application/problem+json')
      }
      expect((await call('GET', MFA)).json).toEqual({ state: 'none' })
    },
  )

  it('is not asked for by the other own paths', async () => {
    expect((await call('GET', '/healthz', { authorization: '' })).status).toBe(200)
  })
})

describe('a device', () => {
  it('is enrolled, verified and removed', async () => {
    const enrolment = await call('POST', MFA)
    expect(enrolment.status).toBe(201)
    expect(enrolment.headers.get('cache-control')).toBe('no-store')
    const secret = String(enrolment.json?.['secret'])
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    const uri = new URL(String(enrolment.json?.['uri']))
    expect(uri.searchParams.get('secret')).toBe(secret)
    expect(decodeURIComponent(uri.pathname)).toBe('/Keyplane:alice@1000000001')
    expect((await call('GET', MFA)).json).toEqual({ state: 'bound' })

    const verifiedUntil = new Date(world.clock.now() + 30 * 60_000).toISOString()
    expect(await verify(codeOf(secret))).toMatchObject({ status: 200, json: { verifiedUntil } })
    expect((await call('GET', MFA)).json).toEqual({ state: 'verified', verifiedUntil })

    expect(await call('DELETE', MFA)).toMatchObject({ status: 204, json: undefined })
    expect((await call('GET', MFA)).json).toEqual({ state: 'none' })
    expect(await call('DELETE', MFA)).toMatchObject(problem(404, 'Not Found', 'the user has no device'))
  })

  it('is not replaced, and its secret is told once', async () => {
    const secret = await enrolled()
    const again = await call('POST', MFA)
    expect(again.status).toBe(409)
    expect(JSON.stringify([again.json, (await call('GET', MFA)).json])).not.toContain(secret)
    expect((await verify(codeOf(secret))).status).toBe(200)
  })

  it('refuses a code that is wrong, old or used', async () => {
    expect(await verify('000000')).toMatchObject(problem(404, 'Not Found', 'the user has no device'))
    const secret = await enrolled()
    const refused = problem(403, 'Forbidden', 'the code is wrong, is not of this minute, or was used before')
    expect(await verify(codeOf(secret, -60_000))).toMatchObject(refused)
    expect(await verify(codeOf(secret, 3_600_000))).toMatchObject(refused)
    expect((await verify(codeOf(secret))).status).toBe(200)
    expect(await verify(codeOf(secret))).toMatchObject(refused)
  })

  it.each([
    ['{"code":"12345"}', 'code: must be six digits'],
    ['{"code":"12345a"}', 'code: must be six digits'],
    ['{"code":123456}', 'code: Invalid input: expected string, received number'],
    ['{}', 'code: Invalid input: expected string, received undefined'],
    ['', 'code: Invalid input: expected string, received undefined'],
    ['{"code":"123456","more":1}', 'the body: Unrecognized key: "more"'],
    ['[]', 'the body is not a JSON object'],
    ['{', 'the body is not JSON'],
  ])('refuses the body %j', async (body, detail) => {
    await enrolled()
    const answer = await call('POST', `${MFA}/verify`, { body })
    expect(answer).toMatchObject(problem(400, 'Bad Request', detail))
  })

  it('refuses a body where none belongs, and one that is too large', async () => {
    expect(await call('POST', MFA, { body: '{"secret":"ABC"}' })).toMatchObject({ status: 400 })
    expect((await call('GET', MFA)).json).toEqual({ state: 'none' })
    const body = `{"code":"${'1'.repeat(1_100_000)}"}`
    const answer = await call('POST', `${MFA}/verify`, { body })
    expect(answer).toMatchObject({ status: 413, json: { title: 'Payload Too Large' } })
  })

  it.each(['1000000001/users/bob', '2/users/alice', 'acme/users/alice', '1000000001/users/%61lic%C3%A9'])(
    'is not found for accounts/%s',
    async (owner) => {
      const path = `/keyplane/v1/accounts/${owner}/mfa`
      for (const [method, tail, body] of [
        ['GET', '', undefined],
        ['POST', '', undefined],
        ['POST', '/verify', '{"code":"123456"}'],
        ['DELETE', '', undefined],
      ] as const) {
        const sent = body === undefined ? {} : { body }
        const answer = await call(method, path + tail, sent)
        expect(answer).toMatchObject({ status: 404, json: { title: 'Not Found' } })
        expect(answer.json?.['detail']).toMatch(/^account "[^"]+" has no user "[^"]+"$/)
      }
    },
  )
})

describe('the own API', () => {
  it.each(['/keyplane/v1/', '/keyplane/v1/account', `${MFA}/more`])('has nothing at %s', async (path) => {
    const answer = await call('GET', path)
    expect(answer).toMatchObject(problem(404, 'Not Found', 'there is nothing at this path'))
  })

  it('logs no secret, also when it fails', async () => {
    using broken = vi.spyOn(world.core.users, 'find').mockRejectedValue(new Error('broken on purpose'))
    const answer = await call('GET', MFA)
    expect(broken).toHaveBeenCalledOnce()
    expect(answer).toMatchObject(problem(500, 'Internal Server Error', 'an internal error has occurred'))
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('a request failed unexpectedly')
    expect(logged.join('\n')).not.toContain(TOKEN)
  })
})
