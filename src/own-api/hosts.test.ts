import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const TOKEN = 'the-administrators-token'
const HOST_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
/** Two accounts have hosts of the same ids, and simulated instances beside them. */
const ACCOUNTS = ['1000000001', '1000000002']
const IDS = ['ins-aaaaaaa1', 'ins-aaaaaaa2', 'ins-aaaaaaa3']

// Nobody looks at a host while a seed file is loaded.
const SEED = JSON.stringify({
  accounts: ACCOUNTS.map((id) => ({ id, name: id, users: [{ name: 'root' }] })),
  instances: ACCOUNTS.flatMap((account) => {
    const place = { dialect: 'tencent-cvm', account, region: 'ap-guangzhou' }
    const host = { address: '192.0.2.1', user: 'deploy', hostKeys: [HOST_KEY] }
    const hosts = IDS.map((id) => ({ ...place, id, driver: 'linux-host', host }))
    return [...hosts, { ...place, id: 'ins-sim00001' }]
  }),
})
const NAMES = ACCOUNTS.flatMap((account) => IDS.map((id) => `${account}/${id}`))

let server: TestKeyplane
let api: OwnApiClient
beforeAll(async () => {
  server = await startTestKeyplane({ seed: SEED, adminToken: TOKEN, logLevel: 'silent' })
  api = createOwnApiClient({ url: server.api, token: TOKEN })
})
afterAll(() => server[Symbol.asyncDispose]())

const namesOf = ({ items }: { items: readonly { account: string; id: string }[] }) =>
  items.map(({ account, id }) => `${account}/${id}`)

describe('the list of hosts', () => {
  it('has all of them on one page where there is room, and nothing else', async () => {
    const page = await api.hosts.list({})
    expect(namesOf(page)).toEqual(NAMES)
    expect(page).not.toHaveProperty('next')
    expect(page.items[0]).toMatchObject({
      ...{ dialect: 'tencent-cvm', region: 'ap-guangzhou', loginUser: 'deploy', drift: 'report' },
      way: [{ address: '192.0.2.1', port: 22, user: 'deploy', login: 'management' }],
    })
  })

  it.each([1, 2, 4, 6])('comes in pages of %i, each host once', async (limit) => {
    const seen: string[][] = []
    let cursor: string | undefined
    do {
      const page = await api.hosts.list({ limit, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(namesOf(page))
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen.flat()).toEqual(NAMES)
    expect(seen.map(({ length }) => length)).toEqual(
      Array.from({ length: Math.ceil(NAMES.length / limit) }, (_, at) =>
        Math.min(limit, NAMES.length - at * limit),
      ),
    )
  })

  it.each([
    [{ cursor: 'bm90IG91cnM' }, 'cursor: is not one that a page gave'],
    [{ limit: 501 }, /^limit: /],
    [{ limit: 0 }, /^limit: /],
  ])('refuses a page that there cannot be: %o', async (query, message) => {
    await expect(api.hosts.list(query)).rejects.toMatchObject({
      ...{ status: 400, message: expect.stringMatching(message) as string },
    })
  })
})
