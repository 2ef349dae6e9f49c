import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient } from './client.ts'

const ADMIN = 'the-administrators-token'
const CONSOLE = { 'x-keyplane-console': '1' }

let keyplane: TestKeyplane
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: ADMIN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function session(headers: Record<string, string>, method = 'GET'): Promise<Response> {
  return fetch(`${keyplane.api}/keyplane/v1/session`, { method, headers })
}

const port = () => new URL(keyplane.api).port
const cookie = () => ({ cookie: `other=1; keyplane${port()}=${ADMIN}; last=2` })
const bearer = { authorization: `Bearer ${ADMIN}` }

describe('a session', () => {
  it('tells whose token it is', async () => {
    expect(await (await session(bearer)).json()).toEqual({ id: 'admin', scope: 'admin', mode: 'stand-in' })
    const admin = createOwnApiClient({ url: keyplane.api, token: ADMIN })
    const made = await admin.tokens.create({ name: 'desk', scope: 'reader', expiresInSeconds: 3_600 })
    expect(await createOwnApiClient({ url: keyplane.api, token: made.token }).session.show({})).toEqual({
      ...{ id: made.id, scope: 'reader', mode: 'stand-in', expiresAt: made.expiresAt },
    })
  })

  it('is kept in a cookie that no script can read, and taken away again', async () => {
    const opened = await session(bearer, 'POST')
    expect(opened.headers.get('set-cookie')).toBe(
      `keyplane${port()}=${ADMIN}; Path=/keyplane/; Max-Age=43200; HttpOnly; SameSite=Strict`,
    )
    const closed = await session({ ...cookie(), ...CONSOLE }, 'DELETE')
    expect(closed.status).toBe(204)
    expect(closed.headers.get('set-cookie')).toBe(
      `keyplane${port()}=; Path=/keyplane/; Max-Age=0; HttpOnly; SameSite=Strict`,
    )
  })

  it('has a cookie for TLS alone where TLS ends in front of the server', async () => {
    const opened = await session({ ...bearer, 'x-forwarded-proto': 'https' }, 'POST')
    expect(opened.headers.get('set-cookie')).toMatch(/; SameSite=Strict; Secure$/)
  })

  it('keeps tokens whose characters have a meaning in cookies', async () => {
    const token = 'with/some+signs~and-more=='
    await using server = await startTestKeyplane({ adminToken: token })
    const url = `${server.api}/keyplane/v1/session`
    const opened = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    const [pair = ''] = (opened.headers.get('set-cookie') ?? '').split(';')
    expect((await fetch(url, { headers: { ...CONSOLE, cookie: pair } })).status).toBe(200)
  })
})

describe('the cookie', () => {
  it('is taken from the pages of this server alone', async () => {
    const own = { ...cookie(), ...CONSOLE }
    expect((await session(own)).status).toBe(200)
    expect((await session({ ...own, origin: keyplane.api })).status).toBe(200)
    expect((await session({ ...own, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await session(cookie())).status).toBe(403)
    expect((await session({ ...own, origin: 'http://127.0.0.1:1' })).status).toBe(403)
    expect((await session({ ...own, origin: 'null' })).status).toBe(403)
    expect((await session({ ...own, 'sec-fetch-site': 'same-site' })).status).toBe(403)
  })

  it('is of one port alone', async () => {
    expect((await session({ ...CONSOLE, cookie: `keyplane1=${ADMIN}` })).status).toBe(401)
  })

  it.each(['', '%', '%zz', 'wrong', '"'])('with %j in it opens nothing', async (value) => {
    expect((await session({ ...CONSOLE, cookie: `keyplane${port()}=${value}` })).status).toBe(401)
  })

  it('never wins over a bearer token', async () => {
    expect((await session({ ...CONSOLE, ...cookie(), authorization: 'Bearer wrong' })).status).toBe(401)
  })
})
