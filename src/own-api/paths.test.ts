import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'

const TOKEN = 'the-administrators-token'
const ACCOUNT = '1000000001'
const SEED = `accounts: [{ id: "${ACCOUNT}", name: acme, users: [{ name: root }] }]`

let keyplane: TestKeyplane
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN, seed: SEED })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  return fetch(`${keyplane.api}/keyplane/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
}

describe('a change that says what it has seen', () => {
  it.each([
    `/accounts/${ACCOUNT}/`,
    '/accounts/100000000%31',
    `/./accounts/${ACCOUNT}`,
    `/accounts/${ACCOUNT}?`,
  ])('is not made beside one at %s', async (spelling) => {
    for (let round = 0; round < 5; round += 1) {
      const etag = (await call('GET', `/accounts/${ACCOUNT}`)).headers.get('etag') ?? ''
      const answers = await Promise.all(
        [`/accounts/${ACCOUNT}`, spelling].map((path, index) =>
          call('PATCH', path, { name: `acme-${round}-${index}-${spelling.length}` }, { 'if-match': etag }),
        ),
      )
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
    }
  })
})

describe('a path', () => {
  it.each([
    ['DELETE', '/accounts', 'GET, POST'],
    ['PUT', `/accounts/${ACCOUNT}`, 'DELETE, GET, PATCH'],
    ['OPTIONS', '/status', 'GET'],
  ])('tells %s %s that it takes %s', async (method, path, allow) => {
    const answer = await call(method, path)
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe(allow)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 405, detail: `this path takes ${allow} only` })
  })

  it.each([
    ['', 404],
    ['?a=b', 404],
    ['/', 404],
    ['/%zz', 400],
    ['/accounts/%zz?a=b', 400],
  ])('of the API that is none is refused by a problem document: %j', async (path, status) => {
    const answer = await call('GET', path)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ type: 'about:blank', status })
    expect(answer.status).toBe(status)
  })

  it('of the API itself is nothing to who has no token', async () => {
    expect((await fetch(`${keyplane.api}/keyplane/v1`)).status).toBe(401)
  })
})

describe('the body', () => {
  it('has room for ten thousand instances by cloud, account and id', async () => {
    const instances = Array.from(
      { length: 10_000 },
      (_, index) => `volcengine-ecs/912345678901/i-${String(index).padStart(20, 'y')}`,
    )
    const answer = await call('POST', '/bindings/preview', { key: 'none', instances })
    expect(await answer.json()).toMatchObject({
      status: 404,
      detail: expect.stringContaining('no instance') as string,
    })
  })
})
