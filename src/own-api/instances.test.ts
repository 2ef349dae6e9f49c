import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { instanceOf } from '../../tests/store-rows.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const TOKEN = 'a-token-of-a-test'

const SEED = `
accounts:
  - { id: "1000000001", name: acme, users: [{ name: root }] }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-seen0001, name: seen, password: S3cret-pw! }
`

let keyplane: TestKeyplane
let api: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN, seed: SEED })
  api = createOwnApiClient({ url: keyplane.api, token: TOKEN })
  const { instances } = keyplane.core.database
  for (const [index, name] of ['c', 'a', 'b', 'a', 'd'].entries()) {
    const row = instanceOf({ account: '2', dialect: 'alibaba-ecs', region: 'cn-hangzhou', id: `i-${index}` })
    await instances.insert({ ...row, name, createdAtMs: 100 - index })
  }
})
afterAll(() => keyplane[Symbol.asyncDispose]())

type Sort = NonNullable<Parameters<OwnApiClient['instances']['list']>[0]['sort']>

async function pages(sort: Sort): Promise<readonly string[]> {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await api.instances.list({ account: '2', limit: 2, sort, cursor })
    seen.push(page.items.map(({ id, name }) => `${id}${name}`).join(' '))
    cursor = page.next
  } while (cursor !== undefined)
  return seen
}

describe('the order of instances', () => {
  it('is by key, by name or from the newest on, over all pages', async () => {
    expect((await pages('id')).join(' ')).toBe('i-0c i-1a i-2b i-3a i-4d')
    expect((await pages('name')).join(' ')).toBe('i-1a i-3a i-2b i-0c i-4d')
    expect((await pages('newest')).join(' ')).toBe('i-0c i-1a i-2b i-3a i-4d')
  })

  it('is kept by the cursor: it goes on in no other', async () => {
    const { next = '' } = await api.instances.list({ limit: 2, sort: 'name' })
    for (const sort of ['id', 'newest'] as const) {
      await expect(api.instances.list({ cursor: next, sort })).rejects.toMatchObject({ status: 400 })
    }
  })
})

describe('access', () => {
  it('tells of machines that were looked at whether they answer passwords', async () => {
    const instance = 'tencent-cvm/1000000001/ins-seen0001'
    const { passwords } = await api.access.list({ instance })
    expect(passwords).toEqual([{ instance, isAnswered: true }])
    expect((await api.access.list({ instance, look: false })).passwords).toEqual([])
  })
})

describe('the status', () => {
  it('tells how many calls a second came just now', async () => {
    const unsigned = '/?Action=DescribeInstances&Version=2014-05-26&SignatureMethod=HMAC-SHA1'
    for (let call = 0; call < 10; call += 1) await fetch(`${keyplane.api}${unsigned}`)
    const { calls } = await api.status.show({})
    expect(calls).toMatchObject([{ dialect: 'alibaba-ecs', lastMinute: 10, perSecond: 0.17 }])
    // One call within five seconds and more: the last one was a moment ago.
    expect(calls[0]?.perSecondNow).toBeGreaterThanOrEqual(0.2)
  })

  it.each(['2020-01-01T00:00:00Z', '2040-01-01T00:00:00Z'])(
    'counts calls by the machine, also while the clock of the world is held at %s',
    async (at) => {
      const before = (await api.status.show({})).calls.find(({ dialect }) => dialect === 'volcengine-ecs')
      await api.world.clock.set({ mode: 'held', at })
      await fetch(`${keyplane.api}/?Action=DescribeInstances&Version=2020-04-01`)
      const { calls } = await api.status.show({})
      await api.world.clock.set({ mode: 'real' })
      const after = calls.find(({ dialect }) => dialect === 'volcengine-ecs')
      expect(after?.lastMinute).toBe((before?.lastMinute ?? 0) + 1)
      expect(after?.perSecondNow).toBeGreaterThanOrEqual(0.2)
    },
  )
})
