import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { PATIENCE } from '../../tests/patience.ts'
import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const ADMIN = 'the-administrators-token'

let keyplane: TestKeyplane
let api: OwnApiClient
let account = ''
let bindId = ''

function tencent(secretId = 'AKaudit') {
  return new cvm.v20170312.Client({
    credential: { secretId, secretKey: 'keyplane' },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
  })
}

beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: ADMIN })
  api = createOwnApiClient({ url: keyplane.api, token: ADMIN })
  const client = tencent()
  const { InstanceIdSet: instances = [] } = await client.RunInstances({
    ...{ Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' },
    LoginSettings: { Password: 'Very-S3cret-password' },
  })
  await vi.waitFor(async () => {
    const { InstanceSet: [found] = [] } = await client.DescribeInstances({ InstanceIds: instances })
    expect(found?.InstanceState).toBe('RUNNING')
  }, PATIENCE)
  const { KeyPair } = await client.CreateKeyPair({ KeyName: 'audited', ProjectId: 0 })
  const bound = await client.AssociateInstancesKeyPairs({
    ...{ InstanceIds: instances, KeyIds: [KeyPair?.KeyId ?? ''], ForceStop: true },
  })
  bindId = bound.RequestId ?? ''
  await vi.waitFor(async () => {
    const { machines } = await api.audit.trace({ requestId: bindId })
    expect(machines).toHaveLength(1)
  }, PATIENCE)
  account = (await api.audit.trace({ requestId: bindId })).calls[0]?.account ?? ''
}, 60_000)
afterAll(() => keyplane[Symbol.asyncDispose]())

describe('audit', () => {
  it('leads from a request to the keys that changed on which machine', async () => {
    const { calls, machines } = await api.audit.trace({ requestId: bindId })
    expect(calls).toMatchObject([
      { action: 'AssociateInstancesKeyPairs', user: 'root', accessKeyId: 'AKaudit', outcome: 'ok' },
    ])
    expect(machines).toMatchObject([
      {
        ...{ action: 'AssociateInstancesKeyPairs', outcome: 'ok', requestId: bindId, account },
        machine: {
          ...{
            driver: 'simulated',
            step: 'applyAccess',
            isUndoing: false,
            wentKeys: [],
            password: 'refused',
          },
          cameKeys: [expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/)],
          address: expect.stringMatching(/^127\./),
        },
      },
    ])
    await expect(api.audit.trace({ requestId: 'none' })).rejects.toMatchObject({ status: 404 })
  })

  it('lists rows page by page and by filters', async () => {
    const all = await api.audit.list({ account })
    expect(all.items.length).toBeGreaterThan(4)
    const first = await api.audit.list({ account, limit: 2 })
    const second = await api.audit.list({ account, limit: 2, cursor: first.next })
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids).toEqual(all.items.slice(0, 4).map(({ id }) => id))
    const created = await api.audit.list({ account, action: 'CreateKeyPair', outcome: 'ok' })
    expect(created.items).toHaveLength(1)
    const [row] = JSON.parse(JSON.stringify(created.items)) as { changes: { subject: string }[] }[]
    const subject = row?.changes[0]?.subject
    expect((await api.audit.list({ account, subject })).items.map(({ action }) => action)).toContain(
      'CreateKeyPair',
    )
    expect((await api.audit.list({ account, outcome: 'refused' })).items).toEqual([])
    const future = new Date(Date.now() + 3_600_000).toISOString()
    expect((await api.audit.list({ account, since: future })).items).toEqual([])
    expect((await api.audit.list({ account, until: future })).items).toHaveLength(all.items.length)
    await expect(api.audit.list({ account, cursor: 'x' })).rejects.toMatchObject({ status: 400 })
    expect(JSON.stringify(all)).not.toContain('Very-S3cret-password')
  })

  it('finds the only account by itself, and asks which where there are several', async () => {
    expect((await api.audit.list({})).items.length).toBeGreaterThan(0)
    await keyplane.core.database.audit.append([
      {
        ...{ atMs: 1, dialect: 'cloud', account: '99', user: '', accessKeyId: '', region: '', action: 'Run' },
        ...{ requestId: 'r', sourceAddress: '', outcome: 'ok', changes: [] },
      },
    ])
    await expect(api.audit.list({})).rejects.toMatchObject({ status: 400 })
  })

  it('seals rows within a moment and finds the chains whole, by an anchor too', async () => {
    const check = async (wanted: { account?: string; anchor?: string }) => {
      for await (const one of await api.audit.verify(wanted)) if (one.account === account) return one
      return undefined
    }
    await vi.waitFor(async () => expect(await check({})).toMatchObject({ unsealed: 0 }), PATIENCE)
    const found = await check({})
    expect(found?.broken).toBeUndefined()
    expect(found?.sealed).toBeGreaterThan(4)
    const anchor = `${found?.end?.number}:${found?.end?.hash}`
    expect((await check({ account, anchor }))?.broken).toBeUndefined()
    const other = anchor.replace(/^\d+/, '1')
    expect(await check({ account, anchor: other })).toMatchObject({ broken: { number: 1, why: 'anchor' } })
    await expect(api.audit.verify({ anchor })).rejects.toMatchObject({ status: 400 })
  })

  it('exports every row as JSON lines', async () => {
    const response = await fetch(`${keyplane.api}/keyplane/v1/audit/export?account=${account}`, {
      headers: { authorization: `Bearer ${ADMIN}`, accept: 'application/x-ndjson' },
    })
    expect(response.status).toBe(200)
    const rows = (await response.text()).trimEnd().split('\n')
    const { items } = await api.audit.list({ account, limit: 500 })
    // Oldest first, each in a line of its own.
    const ids = rows.map((row) => (JSON.parse(row) as { id: string }).id)
    expect(ids).toEqual(items.map(({ id }) => id).toReversed())
  })
})
