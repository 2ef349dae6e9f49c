import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

const TOKEN = 'a-token-of-a-test'
const ACCOUNT = '1000000001'

const SEED = `
accounts:
  - { id: "${ACCOUNT}", name: acme, users: [{ name: root }] }
  - { id: "1000000002", name: other, users: [{ name: root }] }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-running0, name: web-one, password: S3cret-pw! }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-stopped0, state: stopped }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-running0 }
  - { dialect: alibaba-ecs, account: acme, region: cn-hangzhou, id: i-bp1000000000000000a }
  - { dialect: volcengine-ecs, account: acme, region: cn-beijing, id: i-vvvvvvvvvvvvvvvvvvvv }
  - { dialect: alibaba-ecs, account: other, region: cn-hangzhou, id: i-bp1000000000000000a }
`

const PLACES = [
  { dialect: 'tencent-cvm', instance: 'ins-running0' },
  { dialect: 'tencent-lighthouse', region: 'ap-guangzhou', instance: 'lhins-running0' },
  { dialect: 'alibaba-ecs', region: 'cn-hangzhou', instance: `alibaba-ecs/${ACCOUNT}/i-bp1000000000000000a` },
  { dialect: 'volcengine-ecs', region: 'cn-beijing', instance: 'i-vvvvvvvvvvvvvvvvvvvv' },
] as const

let keyplane: TestKeyplane
let client: OwnApiClient

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, adminToken: TOKEN })
  client = createOwnApiClient({ url: keyplane.api, token: TOKEN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

async function allOf<T>(stream: Promise<AsyncIterable<T>>): Promise<readonly T[]> {
  const found: T[] = []
  for await (const each of await stream) found.push(each)
  return found
}

async function login(instance: string, privateKey: string) {
  const { items } = await client.instances.list({ text: instance.split('/').at(-1) ?? '', account: ACCOUNT })
  const { access } = items[0] ?? {}
  if (!access) throw new Error('there is no way in')
  const { host, port, user, hostKey } = access
  const known = `[${host}]:${port} ${hostKey ?? ''}\n`
  return sshKey({ host, port, user, privateKey, knownHosts: known, command: 'echo in' })
}

describe('instances', () => {
  it('are listed over all accounts and clouds, page by page', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await client.instances.list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) })
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map(({ dialect, account, id }) => `${account} ${dialect} ${id}`))
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen).toHaveLength(6)
    expect(seen).toEqual(seen.toSorted())
  })

  it.each([
    [{ account: '1000000002' }, ['i-bp1000000000000000a']],
    [{ text: 'WEB-' }, ['ins-running0']],
    [{ text: 'nothing like it' }, []],
    [{ state: 'stopped' }, ['ins-stopped0']],
    [{ dialect: 'tencent-cvm', region: 'ap-guangzhou' }, ['ins-running0', 'ins-stopped0']],
    [{ pending: true }, []],
    [{ keyPair: 'none' }, []],
  ])('are filtered by %j', async (filters, ids) => {
    const { items } = await client.instances.list(filters)
    expect(items.map(({ id }) => id)).toEqual(ids)
  })

  it('refuse a cursor that no page gave', async () => {
    await expect(client.instances.list({ cursor: 'eee' })).rejects.toMatchObject({ status: 400 })
  })

  it('are switched off and on, and refuse what their state does not allow', async () => {
    const key = { dialect: 'tencent-cvm', account: ACCOUNT, id: 'ins-stopped0' }
    const { operationId } = await client.instances.power({ ...key, verb: 'start' })
    const steps = await allOf(client.operations.follow({ id: operationId }))
    expect(steps.at(-1)).toMatchObject({ outcome: 'succeeded', instanceId: 'ins-stopped0', kind: 'power' })
    expect(await client.instances.show(key)).toMatchObject({ state: 'running', pending: null })
    await expect(client.instances.power({ ...key, verb: 'start' })).rejects.toMatchObject({
      status: 409,
      message: 'the instance is running',
    })
    const stop = await client.instances.power({ ...key, verb: 'stop', force: true })
    await allOf(client.operations.follow({ id: stop.operationId }))
    const { items } = await client.operations.list({ instance: 'ins-stopped0', limit: 1 })
    expect(items).toMatchObject([{ action: 'StopInstance', outcome: 'succeeded' }])
  })

  it('are not found elsewhere', async () => {
    const key = { dialect: 'tencent-cvm', account: '1000000002', id: 'ins-stopped0' }
    await expect(client.instances.show(key)).rejects.toMatchObject({ status: 404 })
  })
})

describe.each(PLACES)('a key pair of $dialect', ({ instance, ...place }) => {
  const where = { account: ACCOUNT, dialect: place.dialect }

  it('is made, bound, opens the machine, and is deleted when nothing uses it', async () => {
    const made = await client.keyPairs.create({ ...where, ...place, name: 'mykey1' })
    expect(made.type).toBe(place.dialect === 'alibaba-ecs' ? 'ssh-rsa' : 'ssh-ed25519')
    const bound = await allOf(client.bindings.add({ key: 'mykey1', instances: [instance], force: true }))
    const isAtBoot = ['alibaba-ecs', 'volcengine-ecs'].includes(place.dialect)
    expect(bound).toMatchObject([{ outcome: isAtBoot ? 'pending' : 'bound' }])
    const { items: pending } = await client.instances.list({ ...where, pending: true })
    expect(pending.map((one) => one.pending?.reason)).toEqual(isAtBoot ? ['nextBoot'] : [])
    const id = instance.split('/').at(-1) ?? ''
    expect((await login(instance, made.privateKey)).exitCode).toBe(isAtBoot ? 255 : 0)
    if (isAtBoot) {
      const reboot = await client.instances.power({ ...where, id, verb: 'reboot' })
      await allOf(client.operations.follow({ id: reboot.operationId }))
    }
    expect(await login(instance, made.privateKey)).toMatchObject({ exitCode: 0, stdout: 'in\n' })
    const { items } = await client.bindings.list({ instance })
    expect(items).toMatchObject([{ keyPairName: 'mykey1', applied: true, fingerprint: made.fingerprint }])
    expect(items[0]?.boundAt).toMatch(/^20/)
    await expect(client.keyPairs.remove({ ...where, id: made.id })).rejects.toMatchObject({
      status: 409,
      message: `the key pair mykey1 is bound to ${id}`,
    })
    expect((await client.keyPairs.show({ ...where, id: 'mykey1' })).usedBy).toMatchObject([{ id }])
    await allOf(client.bindings.remove({ key: made.id, instances: [instance], force: true }))
    await client.keyPairs.remove({ ...where, id: made.id })
    await expect(client.keyPairs.show({ ...where, id: made.id })).rejects.toMatchObject({ status: 404 })
  })

  it('is refused by a name of another cloud, an unknown region, and a broken key', async () => {
    const refused = [
      client.keyPairs.create({ ...where, ...place, name: 'no good name!' }),
      client.keyPairs.create({ ...where, region: 'nowhere', name: 'mykey2' }),
      client.keyPairs.import({ ...where, ...place, name: 'mykey2', publicKey: 'ssh-rsa AAAA' }),
    ]
    for (const { status, reason } of (await Promise.allSettled(refused)) as PromiseRejectedResult[]) {
      expect(status).toBe('rejected')
      expect(reason).toMatchObject({ status: 400 })
    }
  })
})

describe('a temporary binding', () => {
  it('lets in, ends by itself, and leaves what was bound', async () => {
    const where = { account: ACCOUNT, dialect: 'tencent-cvm' }
    const keep = await client.keyPairs.create({ ...where, name: 'keep' })
    const brief = await client.keyPairs.create({ ...where, name: 'brief' })
    const instances = ['ins-running0']
    await allOf(client.bindings.add({ key: 'keep', instances, force: true }))
    expect(await allOf(client.bindings.add({ key: 'brief', instances, forSeconds: 4 }))).toMatchObject([
      { outcome: 'bound' },
    ])
    expect(await login('ins-running0', brief.privateKey)).toMatchObject({ exitCode: 0 })
    const { items } = await client.bindings.list({ keyPair: `tencent-cvm/${ACCOUNT}/brief` })
    expect(items[0]?.expiresAt).toMatch(/^20/)
    const bound = async () => (await client.bindings.list({ instance: 'ins-running0' })).items
    await expect
      .poll(async () => (await bound()).map(({ keyPairName }) => keyPairName), { timeout: 30_000 })
      .toEqual(['keep'])
    await expect.poll(async () => (await login('ins-running0', brief.privateKey)).exitCode).toBe(255)
    expect(await login('ins-running0', keep.privateKey)).toMatchObject({ exitCode: 0 })
  })
})

describe('a rotation', () => {
  it('puts a new pair beside the old one, and takes the old one away after the overlap', async () => {
    const where = { account: ACCOUNT, dialect: 'volcengine-ecs' }
    const id = 'i-vvvvvvvvvvvvvvvvvvvv'
    const old = await client.keyPairs.create({ ...where, region: 'cn-beijing', name: 'ops' })
    await allOf(client.bindings.add({ key: 'ops', instances: [id], forSeconds: 3_600 }))
    await allOf(client.bindings.add({ key: 'ops', instances: [id] }))
    expect((await client.bindings.list({ instance: id })).items[0]).not.toHaveProperty('expiresAt')
    const [first, ...results] = await allOf(
      client.keyPairs.rotate({ ...where, id: 'ops', overlapSeconds: 3 }),
    )
    if (first?.kind !== 'keyPair' || first.privateKey === undefined) throw new Error('no new pair was told')
    expect(first.keyPair.name).toBe('ops_2')
    expect(results).toMatchObject([
      { id, outcome: 'bound', oldEndsAt: expect.stringMatching(/^20/) as string },
    ])
    const again = await allOf(client.keyPairs.rotate({ ...where, id: 'ops' }))
    expect(again[0]).toEqual({ kind: 'keyPair', keyPair: first.keyPair })
    for (const { privateKey = '' } of [old, first]) expect((await login(id, privateKey)).exitCode).toBe(0)
    await expect
      .poll(async () => (await login(id, old.privateKey)).exitCode, { timeout: 30_000, interval: 500 })
      .toBe(255)
    expect((await login(id, first.privateKey)).exitCode).toBe(0)
    const { items } = await client.bindings.list({ instance: id })
    expect(items.map(({ keyPairName }) => keyPairName)).toEqual(['ops_2'])
  })

  it('finds the instances of a pair that is known in all regions', async () => {
    const where = { account: ACCOUNT, dialect: 'tencent-cvm' }
    const instances = ['ins-running0']
    await client.keyPairs.create({ ...where, name: 'everywhere' })
    await allOf(client.bindings.add({ key: 'everywhere', instances, force: true }))
    const [, ...results] = await allOf(
      client.keyPairs.rotate({ ...where, id: 'everywhere', overlapSeconds: 3_600 }),
    )
    expect(results).toMatchObject([{ id: 'ins-running0', outcome: 'bound' }])
    const { items } = await client.bindings.list({ instance: 'ins-running0' })
    expect(items.map(({ keyPairName }) => keyPairName).toSorted()).toEqual(['everywhere', 'everywhere_2'])
  })
})

describe('the inventory of access', () => {
  const where = { account: ACCOUNT, dialect: 'tencent-lighthouse' }

  it('tells bound keys, whether they are in force, and lines that others wrote', async () => {
    const made = await client.keyPairs.create({ ...where, region: 'ap-guangzhou', name: 'seen' })
    await allOf(client.bindings.add({ key: 'seen', instances: ['lhins-running0'] }))
    const { host, port, user } =
      (await client.instances.show({ ...where, id: 'lhins-running0' })).access ?? {}
    if (host === undefined || port === undefined || user === undefined) throw new Error('there is no way in')
    const line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB3tVPMOGKXMoiyj3cRn7AUUERS0eWTaUL9wCJzoxbqz =anna'
    const command = `echo '${line}' >> ~/.ssh/authorized_keys`
    expect(await sshKey({ host, port, user, privateKey: made.privateKey, command })).toMatchObject({
      exitCode: 0,
    })
    const { items, unseen } = await client.access.list({ instance: 'lhins-running0' })
    expect(unseen).toEqual([])
    expect(items).toMatchObject([
      { source: 'binding', isOpen: true, fingerprint: made.fingerprint, keyPairName: 'seen' },
      {
        source: 'foreign',
        isOpen: true,
        comment: '=anna',
        fingerprint: expect.stringMatching(/^SHA256:/) as string,
      },
    ])
    const { fingerprint } = made
    const unlooked = await client.access.list({ fingerprint, look: false })
    expect(unlooked.items).toMatchObject([{ instanceId: 'lhins-running0', isOpen: null, source: 'binding' }])
    const csv = await fetch(`${keyplane.api}/keyplane/v1/access?instance=lhins-running0`, {
      headers: { authorization: `Bearer ${TOKEN}`, accept: 'text/csv' },
    })
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [head = '', first = '', second = ''] = (await csv.text()).split('\r\n')
    expect(head).toMatch(/^dialect,account,instanceId,instanceName,loginUser,source,isOpen,fingerprint,/)
    expect(first).toContain(`,binding,true,${fingerprint},`)
    expect(second).toContain(",'=anna")
  })
})

describe('the status', () => {
  it('counts instances by cloud and state', async () => {
    // Unbound above, and not booted since.
    const status = await client.status.show({})
    expect(status).toMatchObject({ mode: 'stand-in', operations: { running: 0 }, pending: 1 })
    expect(status.version).toMatch(/^\d/)
    expect(status.instances).toContainEqual({ dialect: 'tencent-cvm', state: 'stopped', count: 1 })
  })
})

describe('the events of operations', () => {
  it('tell each that begins until the caller goes', async () => {
    const gone = new AbortController()
    const key = { dialect: 'tencent-cvm', account: ACCOUNT, id: 'ins-running0' }
    const events = await client.operations.events({ instance: key.id }, { signal: gone.signal })
    const { operationId } = await client.instances.power({ ...key, verb: 'reboot', force: true })
    const outcomes: string[] = []
    for await (const { id, outcome } of events) {
      expect(id).toBe(operationId)
      outcomes.push(outcome)
      if (outcome !== 'running') break
    }
    expect(outcomes.at(-1)).toBe('succeeded')
    gone.abort()
  })
})

describe('a server that was away when the time was over', () => {
  it('ends the binding when it is back', async () => {
    const data = mkdtempSync(join(tmpdir(), 'keyplane-expiry-'))
    try {
      const where = { account: ACCOUNT, dialect: 'tencent-cvm' }
      {
        await using before = await startTestKeyplane({ seed: SEED, adminToken: TOKEN, data })
        const api = createOwnApiClient({ url: before.api, token: TOKEN })
        await api.keyPairs.create({ ...where, name: 'brief' })
        await allOf(api.bindings.add({ key: 'brief', instances: ['ins-running0'], forSeconds: 2 }))
      }
      await using after = await startTestKeyplane({ adminToken: TOKEN, data })
      const api = createOwnApiClient({ url: after.api, token: TOKEN })
      await expect
        .poll(async () => (await api.bindings.list({ instance: 'ins-running0' })).items, { timeout: 30_000 })
        .toEqual([])
    } finally {
      rmSync(data, { recursive: true, force: true })
    }
  })
})
