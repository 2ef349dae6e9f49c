import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Signer } from '@volcengine/openapi'
import { buildRequestConfigFromMetaPath, Client, Command } from '@volcengine/sdk-core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { heldClock } from '../held-clock.ts'
import { startTestKeyplane, type TestOptions } from '../start-keyplane.ts'
import { ACCOUNT, type Cloud, clouds, resultOf, volcengine } from './role-clouds.ts'

// Roles are assumed and used by the official clients of the clouds, unmodified: what the role and the session allow,
// when it ends, and that a restart changes nothing.

const QUARTER_HOUR_MS = 900_000
/** The secret of keys that the stand-in was not told about. */
const STAND_IN = 'keyplane'
const ALICE = { id: 'AKIDalice', secret: 'alice-secret' }
const BOB = { id: 'AKIDbob', secret: 'bob-secret' }
const ROOT = { id: 'AKIDroot', secret: 'root-secret' }

/** Alice may assume roles and nothing else; the role `ops` may list and create key pairs. */
function seedOf({ dialect, allow, actions }: Cloud): string {
  const policy = (names: readonly string[]) => [{ dialect, document: allow(names) }]
  const account = {
    ...{ id: ACCOUNT, name: 'acme' },
    users: [
      { name: 'root', accessKeys: [ROOT] },
      { name: 'alice', accessKeys: [ALICE], policies: policy([actions.assume]) },
      { name: 'bob', accessKeys: [BOB], policies: policy([actions.list]) },
    ],
    roles: [{ name: 'ops', policies: policy([actions.list, actions.create]) }, { name: 'idle' }],
  }
  return JSON.stringify({ accounts: [account] })
}

/** A refusal of any of the clients. */
function refused(code: string): unknown {
  return expect.objectContaining({ code })
}

// The SDKs sign with the time of `Date`: it goes where the clock of Keyplane goes.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** A Keyplane whose clock is held, and the clients' with it. */
async function start(options: TestOptions) {
  const clock = heldClock(Date.now())
  const keyplane = await startTestKeyplane({ clock, ...options })
  const pass = (ms: number) => {
    clock.advance(ms)
    vi.setSystemTime(clock.now())
  }
  return { keyplane, endpoint: keyplane.endpoint, pass }
}

describe.each(clouds)('%s', (_name, cloud) => {
  const { assume, list, create, whoAmI, actions, codes } = cloud

  test('a session may what its role may, and no more', async () => {
    const { keyplane, endpoint } = await start({ seed: seedOf(cloud) })
    await using _ = keyplane
    await expect(list(endpoint, ALICE)).rejects.toEqual(refused(codes.denied))
    const ops = await assume(endpoint, ALICE, {})
    await create(endpoint, ops, 'made_by_ops')
    expect(await list(endpoint, ops)).toEqual(['made_by_ops'])
    await expect(assume(endpoint, ALICE, { role: 'nobodys' })).rejects.toEqual(refused(codes.noRole))
    const idle = await assume(endpoint, ALICE, { role: 'idle' })
    await expect(list(endpoint, idle)).rejects.toEqual(refused(codes.denied))
    // The role may not assume roles.
    await expect(assume(endpoint, ops, {})).rejects.toEqual(refused(codes.mayNotAssume))
    await expect(assume(endpoint, BOB, {})).rejects.toEqual(refused(codes.mayNotAssume))
  })

  test('a session policy limits it further, and gives nothing that the role has not', async () => {
    const { keyplane, endpoint } = await start({ seed: seedOf(cloud) })
    await using _ = keyplane
    const reader = await assume(endpoint, ALICE, { allowing: [actions.list, actions.assume] })
    expect(await list(endpoint, reader)).toEqual([])
    await expect(create(endpoint, reader, 'refused')).rejects.toEqual(refused(codes.denied))
    await expect(assume(endpoint, reader, {})).rejects.toEqual(refused(codes.mayNotAssume))
  })

  test('it needs its own token and its own secret', async () => {
    const { keyplane, endpoint } = await start({ seed: seedOf(cloud) })
    await using _ = keyplane
    const ops = await assume(endpoint, ALICE, {})
    const other = await assume(endpoint, ALICE, {})
    const { token: _token, ...bare } = ops
    await expect(list(endpoint, bare)).rejects.toEqual(refused(codes.missing))
    await expect(list(endpoint, { ...ops, token: 'invented' })).rejects.toEqual(refused(codes.invented))
    await expect(list(endpoint, { ...ops, token: other.token })).rejects.toEqual(refused(codes.ofAnother))
    await expect(list(endpoint, { ...ops, secret: other.secret })).rejects.toEqual(refused(codes.wrongSecret))
    expect(await list(endpoint, ops)).toEqual([])
  })

  test('it ends when it was to end', async () => {
    const { keyplane, endpoint, pass } = await start({ seed: seedOf(cloud), mode: 'strict', rates: 'off' })
    await using _ = keyplane
    const ops = await assume(endpoint, ALICE, { seconds: 900 })
    const longer = await assume(endpoint, ALICE, { seconds: 3_600 })
    pass(QUARTER_HOUR_MS - 1_000)
    expect(await list(endpoint, ops)).toEqual([])
    pass(1_000)
    await expect(list(endpoint, ops)).rejects.toEqual(refused(codes.expired))
    expect(await list(endpoint, longer)).toEqual([])
    // What is over is removed only after a while, so that its holder is told.
    await assume(endpoint, ALICE, {})
    await expect(list(endpoint, ops)).rejects.toEqual(refused(codes.expired))
  })

  test('a restart keeps it', async () => {
    const data = mkdtempSync(join(tmpdir(), 'keyplane-roles-'))
    try {
      const first = await start({ seed: seedOf(cloud), data })
      const ops = await assume(first.endpoint, ALICE, {})
      await first.keyplane[Symbol.asyncDispose]()
      const { keyplane, endpoint } = await start({ data })
      await using _ = keyplane
      expect(await list(endpoint, ops)).toEqual([])
      await expect(list(endpoint, { ...ops, token: 'invented' })).rejects.toEqual(refused(codes.invented))
    } finally {
      rmSync(data, { recursive: true, force: true })
    }
  })

  test('the stand-in has every role for who was not seeded, with all rights', async () => {
    const { keyplane, endpoint } = await start({ seed: seedOf(cloud) })
    await using _ = keyplane
    const stranger = { id: 'AKIDstranger', secret: STAND_IN }
    const { account } = await whoAmI(endpoint, stranger)
    const anything = await assume(endpoint, stranger, { account, role: 'whatever' })
    await create(endpoint, anything, 'by_a_role')
    expect(await list(endpoint, stranger)).toEqual(['by_a_role'])
    const reader = await assume(endpoint, stranger, { account, allowing: [actions.list] })
    expect(await list(endpoint, reader)).toEqual(['by_a_role'])
    await expect(create(endpoint, reader, 'refused')).rejects.toEqual(refused(codes.denied))
    // The roles of somebody who was seeded are not his.
    await expect(assume(endpoint, stranger, {})).rejects.toEqual(refused(codes.noRole))
  })

  test('everybody is told who he is', async () => {
    const { keyplane, endpoint } = await start({ seed: seedOf(cloud) })
    await using _ = keyplane
    const ops = await assume(endpoint, ALICE, {})
    const told = [await whoAmI(endpoint, ROOT), await whoAmI(endpoint, ALICE), await whoAmI(endpoint, ops)]
    expect(told.map(({ account }) => account)).toEqual([ACCOUNT, ACCOUNT, ACCOUNT])
    const names = told.map(({ name }) => name)
    expect(new Set(names).size).toBe(3)
    expect(names[2]).toContain('assumed-role/')
  })
})

test('@volcengine/sdk-core assumes a role by itself', async () => {
  const { keyplane, endpoint } = await start({ seed: seedOf(volcengine) })
  await using _ = keyplane
  const place = { host: endpoint, protocol: 'http', region: 'cn-beijing' } as const
  const client = new Client({
    ...place,
    assumeRoleParams: {
      ...{ ...place, accessKeyId: ALICE.id, secretAccessKey: ALICE.secret },
      ...{ accountId: ACCOUNT, roleName: 'ops' },
    },
  })
  class DescribeKeyPairs extends Command<Record<string, unknown>, unknown> {
    constructor() {
      super({})
      this.requestConfig = buildRequestConfigFromMetaPath('/DescribeKeyPairs/2020-04-01/ecs/get/text_plain/')
    }
  }
  expect(resultOf(await client.send(new DescribeKeyPairs()))).toMatchObject({ KeyPairs: [] })
})

test('@volcengine/openapi signs the token into a URL', async () => {
  const { keyplane, endpoint } = await start({ seed: seedOf(volcengine) })
  await using _ = keyplane
  const ops = await volcengine.assume(endpoint, ALICE, {})
  const list = async (sessionToken: string) => {
    const params = { Action: 'DescribeKeyPairs', Version: '2020-04-01' }
    const signer = new Signer({ region: 'cn-beijing', method: 'GET', params }, 'ecs')
    const query = signer.getSignUrl({ accessKeyId: ops.id, secretKey: ops.secret, sessionToken })
    return resultOf(await (await fetch(`http://${endpoint}/?${query}`)).json())
  }
  expect(await list(ops.token)).toMatchObject({ KeyPairs: [] })
  await expect(list('')).rejects.toEqual(refused('InvalidSecretToken'))
})
