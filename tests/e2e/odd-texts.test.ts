import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import * as alibaba from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import { getV1 } from '../../src/dialects/kit/tencent/test-support/signed-call.ts'
import { createOwnApiClient } from '../../src/own-api/client.ts'
import { heldClock } from '../held-clock.ts'
import { allCallables } from '../isolation/random-calls.ts'
import { send } from '../isolation/send.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { oddCalls, oddRequests } from './odd-texts.ts'

const ADMIN = 'the-administrators-token'
const ACCOUNT = '1000000001'
const SIGNER = { id: 'AKIDroot', secret: 'root-secret' }
/** In YAML's own spelling: a NUL in every text that may hold one. */
const WORLD = String.raw`accounts:
  - { id: '${ACCOUNT}', name: "a\0b", users: [{ name: root, accessKeys: [{ id: ${SIGNER.id}, secret: ${SIGNER.secret} }] }] }
instances:
  - { dialect: tencent-cvm, account: '${ACCOUNT}', region: ap-guangzhou, id: ins-aaaaaaa1, name: "a\0b", state: stopped }
  - { dialect: alibaba-ecs, account: '${ACCOUNT}', region: cn-hangzhou, id: i-aaaaaaa1, name: "a\0b", state: stopped }
  - { dialect: volcengine-ecs, account: '${ACCOUNT}', region: cn-beijing, id: i-aaaaaaa1, name: "a\0b", state: stopped }
`
/** No step of an operation ends: what is busy stays busy in both. */
const FOREVER_MS = 3_600_000

describe.skipIf(noPostgres !== undefined)('a text that PostgreSQL cannot hold', () => {
  let postgres: PostgresServer
  let servers: readonly TestKeyplane[] = []
  beforeAll(async () => {
    postgres = await startPostgres()
    const options = {
      ...{ seed: WORLD, adminToken: ADMIN, clock: heldClock(Date.now()), rates: 'off' },
      ...{ transitionMs: FOREVER_MS, logLevel: 'silent' as const },
    }
    const databaseUrl = await postgres.createDatabase()
    servers = [await startTestKeyplane(options), await startTestKeyplane({ ...options, databaseUrl })]
  }, 120_000)
  afterAll(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  })

  /** What the server on SQLite says, then the one on PostgreSQL. */
  async function ask<T>(call: (server: TestKeyplane) => Promise<T>): Promise<readonly T[]> {
    const answers: T[] = []
    for (const server of servers) answers.push(await call(server))
    return answers
  }

  it.each(['tencent-cvm', 'tencent-lighthouse', 'volcengine-ecs', 'alibaba-ecs'])(
    'is taken or refused as on SQLite, in every text of every action of %s',
    async (dialect) => {
      const calls = allCallables()
        .filter(({ cloud }) => cloud.dialect === dialect)
        .flatMap(oddCalls)
      expect(calls.length).toBeGreaterThan(20)
      const differing: unknown[] = []
      for (const { callable, params } of calls) {
        const answers = await ask(({ endpoint }) => send(endpoint, { callable, params, signer: SIGNER }))
        const [one, other] = answers.map(({ status, outcome }) => `${status} ${outcome}`)
        if (one !== other || /5\d\d|Internal/.test(other ?? ''))
          differing.push([callable.name, params, one, other])
      }
      expect(differing).toEqual([])
    },
    300_000,
  )

  it('is taken or refused as on SQLite by every route of the own API', async () => {
    const differing: unknown[] = []
    // What can be done with time and operations is another thing on each.
    const requests = oddRequests(ACCOUNT).filter(({ path }) => !path.startsWith('/world'))
    expect(requests.length).toBeGreaterThan(100)
    for (const { method, path, body } of requests) {
      const [one, other] = await ask(async ({ api }) => {
        const headers = { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' }
        const query = method === 'GET' ? `?${new URLSearchParams(textsOf(body)).toString()}` : ''
        const sent = method === 'GET' ? {} : { body: JSON.stringify(body) }
        const answer = await fetch(`${api}/keyplane/v1${path}${query}`, { method, headers, ...sent })
        await answer.body?.cancel()
        return answer.status
      })
      if (one !== other || Number(other) >= 500) differing.push([method, path, body, one, other])
    }
    expect(differing).toEqual([])
  }, 300_000)

  it('names an account, an access key, a nonce and a client token as on SQLite', async () => {
    const odd = 'AK\0odd'
    const named = await ask(({ endpoint }) =>
      alibaba.signedCall(
        endpoint,
        'DescribeKeyPairs',
        { RegionId: 'cn-hangzhou' },
        {
          ...{ form: 'v1-query', accessKeyId: odd, secret: 'keyplane', nonce: 'n\0' },
        },
      ),
    )
    expect(named.map(({ status }) => status)).toEqual([200, 200])
    const signer = { secretId: odd, secretKey: 'keyplane' }
    const about = { action: 'DescribeKeyPairs', version: '2017-03-12', region: 'ap-guangzhou', signer }
    const described = await ask(({ api }) => getV1({ ...about, api }))
    expect(described.map(({ error }) => error)).toEqual([undefined, undefined])
    const made = await ask(async ({ endpoint }) => {
      const params = { RegionId: 'cn-hangzhou', KeyPairName: 'token', ClientToken: 'a\0b' }
      const { id: accessKeyId, secret } = SIGNER
      const { status, body } = await alibaba.signedCall(endpoint, 'CreateKeyPair', params, {
        accessKeyId,
        secret,
      })
      return { status, code: body['Code'] }
    })
    expect(made[1]).toEqual(made[0])
  })

  it('is kept the same in rows and in the log of calls', async () => {
    const kept = await ask(async ({ api, core }) => {
      await core.auditLog.flush()
      const client = createOwnApiClient({ url: api, token: ADMIN })
      const { items: audit } = await client.audit.list({ account: ACCOUNT, limit: 500 })
      const { items: instances } = await client.instances.list({ account: ACCOUNT, limit: 500 })
      const { items: keyPairs } = await client.keyPairs.list({ account: ACCOUNT, limit: 500 })
      return {
        audit: audit.map(({ action, outcome, accessKeyId }) => [action, outcome, accessKeyId]),
        instances: instances.map(({ dialect, name, state }) => [dialect, name, state].join()).toSorted(),
        keyPairs: keyPairs
          .map(({ dialect, name, description }) => [dialect, name, description].join())
          .toSorted(),
      }
    })
    expect(kept[1]).toEqual(kept[0])
    expect(kept[0]?.instances.length).toBeGreaterThan(3)
    expect(JSON.stringify(kept)).toContain('\ufffd')
    expect(JSON.stringify(kept)).not.toContain(String.raw`\u0000`)
  })
})

function textsOf(body: object): Record<string, string> {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value).toWellFormed()]))
}
