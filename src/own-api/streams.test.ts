import { setTimeout as pause } from 'node:timers/promises'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { heldClock } from '../../tests/held-clock.ts'
import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'
import { Problem } from './server/problem.ts'
import { resultsUntil } from './server/token-watch.ts'

const ADMIN = 'the-administrators-token'
const PATHS = ['/calls/events', '/operations/events']
/** Of a stream of server-sent events that told nothing and was not broken off. */
const NOTHING = ': \n\n'
const clock = heldClock(Date.parse('2026-11-21T12:00:00Z'))

let keyplane: TestKeyplane
let api: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: ADMIN, clock })
  api = createOwnApiClient({ url: keyplane.api, token: ADMIN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function open(path: string, token: string, accept = 'text/event-stream', signal?: AbortSignal) {
  const headers = { authorization: `Bearer ${token}`, accept }
  return fetch(`${keyplane.api}/keyplane/v1${path}`, { headers, ...(signal && { signal }) })
}

describe.each(PATHS)('the stream %s', (path) => {
  it('ends with its token that is removed', async () => {
    const { id, token } = await api.tokens.create({ name: 'gone', scope: 'reader' })
    const stream = await open(path, token)
    await api.tokens.remove({ id })
    expect(await stream.text()).toBe(NOTHING)
    expect((await open(path, token)).status).toBe(401)
  })

  it('ends with its token that runs out', async () => {
    const { token } = await api.tokens.create({ name: 'short', scope: 'reader', expiresInSeconds: 60 })
    const stream = await open(path, token)
    clock.advance(61_000)
    expect(await stream.text()).toBe(NOTHING)
  })

  it('goes on with a token that is good', async () => {
    const { token } = await api.tokens.create({ name: 'good', scope: 'reader' })
    const gone = new AbortController()
    const over = open(path, token, undefined, gone.signal).then((stream) => stream.text())
    const first = await Promise.race([over.catch(() => 'aborted'), pause(2_500, 'open')])
    gone.abort()
    await over.catch(() => undefined)
    expect(first).toBe('open')
  })

  it('is not told all at once', async () => {
    const answer = await open(path, ADMIN, 'application/json')
    expect(answer.status).toBe(406)
    expect(await answer.json()).toMatchObject({
      status: 406,
      detail: expect.stringContaining('no end') as string,
    })
  })
})

it('what has an end is not taken for whole when it is broken off', async () => {
  const over = new AbortController()
  let isOpen = true
  async function* three() {
    try {
      yield* [1, 2, 3]
    } finally {
      isOpen = false
    }
  }
  const results = resultsUntil(three(), over.signal)
  expect(await results.next()).toEqual({ value: 1, done: false })
  over.abort()
  await expect(results.next()).rejects.toThrow(Problem)
  expect(isOpen).toBe(false)
})
