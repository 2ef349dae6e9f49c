import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const TOKEN = 'the-administrators-token'
const ACCOUNT = '1000000001'
const LINE = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI'

/** Keys that differ in their last characters. */
const KEY_A = `${LINE}${'A'.repeat(43)}`
const KEY_B = `${LINE}${'B'.repeat(43)}`

const CLOUDS = [
  { dialect: 'tencent-cvm', region: 'ap-guangzhou' },
  { dialect: 'tencent-lighthouse', region: 'ap-guangzhou' },
  { dialect: 'volcengine-ecs', region: 'cn-beijing' },
  { dialect: 'alibaba-ecs', region: 'cn-hangzhou' },
]

const IDS: Readonly<Record<string, (word: string) => string>> = {
  'tencent-cvm': (word) => `ins-${word.padEnd(8, '0')}`,
  'tencent-lighthouse': (word) => `lhins-${word.padEnd(8, '0')}`,
  'volcengine-ecs': (word) => `i-${word.padEnd(20, '0')}`,
  'alibaba-ecs': (word) => `i-bp1${word.padEnd(17, '0')}`,
}

const STATES: Readonly<Record<string, string>> = {
  run: 'password: S3cret-pw!',
  off: 'state: stopped',
  old: 'keyPairs: [old]',
  new: 'keyPairs: [new]',
  busy: 'busy: true',
  win: 'os: windows',
}

const SEED = [
  `accounts: [{ id: "${ACCOUNT}", name: acme, users: [{ name: root }] }]`,
  'keyPairs:',
  ...CLOUDS.flatMap(({ dialect, region }) => [
    `  - { dialect: ${dialect}, account: acme, region: ${region}, name: old, publicKey: "${KEY_A}" }`,
    `  - { dialect: ${dialect}, account: acme, region: ${region}, name: new, publicKey: "${KEY_B}" }`,
  ]),
  'instances:',
  ...CLOUDS.flatMap(({ dialect, region }) =>
    Object.entries(STATES).map(
      ([word, more]) =>
        `  - { dialect: ${dialect}, account: acme, region: ${region}, id: ${idOf(dialect, word)}, name: ${word}, ${more} }`,
    ),
  ),
].join('\n')

function idOf(dialect: string, word: string): string {
  return IDS[dialect]?.(word) ?? ''
}

function fullName(dialect: string, word: string): string {
  return `${dialect}/${ACCOUNT}/${idOf(dialect, word)}`
}

let keyplane: TestKeyplane
let client: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, adminToken: TOKEN })
  client = createOwnApiClient({ url: keyplane.api, token: TOKEN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

/** What would happen at the instances of one cloud, by their names. */
async function preview(
  dialect: string,
  asked: { readonly force?: boolean; readonly replace?: boolean; readonly forSeconds?: number } = {},
) {
  const instances = Object.keys(STATES).map((word) => fullName(dialect, word))
  const { items } = await client.bindings.preview({ key: 'new', instances, ...asked })
  expect(items.map(({ name }) => name)).toEqual(Object.keys(STATES))
  return Object.fromEntries(items.map((item) => [item.name, item]))
}

describe('the preview of a binding', () => {
  it('says for Tencent CVM that a running instance needs force, and is then stopped and started', async () => {
    const plain = await preview('tencent-cvm')
    expect(plain['run']).toMatchObject({
      outcome: 'refused',
      needsForce: true,
      message: 'the instance is running: ask with force to have it switched off for this',
    })
    expect(plain['off']).toMatchObject({
      outcome: 'atOnce',
      keyPair: { name: 'new' },
      turnsPasswordOff: false,
    })
    const forced = await preview('tencent-cvm', { force: true })
    expect(forced['run']).toMatchObject({ outcome: 'restart', message: '', turnsPasswordOff: true })
    expect(forced['old']).toMatchObject({ outcome: 'restart', replaced: [{ name: 'old' }], kept: [] })
    expect(forced['new']).toMatchObject({ outcome: 'unchanged', replaced: [], turnsPasswordOff: false })
  })

  it('says for Lighthouse that a running instance is stopped and started, without being asked', async () => {
    const { run, off, old } = await preview('tencent-lighthouse')
    expect(run).toMatchObject({ outcome: 'restart', turnsPasswordOff: true })
    expect(off).toMatchObject({ outcome: 'atOnce' })
    expect(old).toMatchObject({ outcome: 'restart', replaced: [{ name: 'old' }] })
  })

  it.each(['volcengine-ecs', 'alibaba-ecs'])('says for %s that the next boot brings it', async (dialect) => {
    const { run, off, old } = await preview(dialect)
    expect(run).toMatchObject({ outcome: 'nextBoot', turnsPasswordOff: true })
    expect(off).toMatchObject({ outcome: 'nextStart' })
    expect(old).toMatchObject({ outcome: 'nextBoot', replaced: [{ name: 'old' }] })
  })

  it.each(CLOUDS)('tells what stays and what goes, by what is asked for: $dialect', async ({ dialect }) => {
    const onTop = await preview(dialect, { force: true, replace: false })
    expect(onTop['old']).toMatchObject({ replaced: [], kept: [{ name: 'old' }] })
    const instead = await preview(dialect, { force: true, replace: true })
    expect(instead['old']).toMatchObject({ replaced: [{ name: 'old' }], kept: [] })
    const forAWhile = await preview(dialect, { forSeconds: 60 })
    expect(forAWhile['old']).toMatchObject({ outcome: 'atOnce', replaced: [], kept: [{ name: 'old' }] })
    expect(forAWhile['run']).toMatchObject({ outcome: 'atOnce', turnsPasswordOff: true })
  })

  it.each(CLOUDS)(
    'refuses in the words of the binding itself, and changes nothing: $dialect',
    async ({ dialect }) => {
      const before = await everything()
      const foreseen = await preview(dialect, { force: true })
      expect(await everything()).toEqual(before)
      for (const word of ['busy', 'win']) {
        const { message, outcome, needsForce } = foreseen[word] ?? {}
        expect({ outcome, needsForce }).toEqual({ outcome: 'refused', needsForce: false })
        const [told] = await bind({ key: 'new', instances: [fullName(dialect, word)], force: true })
        expect(told).toMatchObject({ outcome: 'refused', message })
        expect(message).not.toBe('')
      }
    },
  )

  it('finds what the binding then does', async () => {
    for (const { dialect } of CLOUDS) {
      const foreseen = await preview(dialect, { force: true })
      for (const word of ['off', 'run']) {
        const named = { dialect, account: ACCOUNT, id: idOf(dialect, word) }
        const [told] = await bind({ key: 'new', instances: [fullName(dialect, word)], force: true })
        const isLater = ['nextBoot', 'nextStart'].includes(foreseen[word]?.outcome ?? '')
        expect(told?.outcome).toBe(isLater ? 'pending' : 'bound')
        const { latestOperation } = await client.instances.show(named)
        const operation = latestOperation && (await client.operations.show({ id: latestOperation.id }))
        const stops = operation?.steps.includes('stop') ?? false
        expect(stops).toBe(foreseen[word]?.outcome === 'restart')
      }
    }
  })

  it('refuses an unknown key pair at each instance, an unknown instance as a whole', async () => {
    const instances = [fullName('tencent-cvm', 'off'), fullName('alibaba-ecs', 'run')]
    const { items } = await client.bindings.preview({ key: 'nothing', instances })
    const refusal = {
      outcome: 'refused',
      message: 'there is no key pair nothing in the account and region of the instance',
    }
    expect(items).toMatchObject([refusal, refusal])
    const unknown = client.bindings.preview({ key: 'new', instances: ['ins-00000000'] })
    await expect(unknown).rejects.toMatchObject({ status: 404 })
    const none = client.bindings.preview({ key: 'new' })
    await expect(none).rejects.toMatchObject({ status: 400, message: 'instances: name at least one' })
  })

  it('is for readers too, who may not bind', async () => {
    const { token } = await client.tokens.create({ name: 'looks', scope: 'reader' })
    const reader = createOwnApiClient({ url: keyplane.api, token })
    const asked = { key: 'new', instances: [fullName('alibaba-ecs', 'old')] }
    expect((await reader.bindings.preview(asked)).items).toMatchObject([{ outcome: 'nextBoot' }])
    await expect(reader.bindings.add(asked)).rejects.toMatchObject({ status: 403 })
  })
})

describe('a public key that is looked at', () => {
  it('is told by type, size and fingerprints', async () => {
    expect(await client.keyPairs.inspect({ publicKey: `${KEY_A} me@work\n` })).toEqual({
      ...{ type: 'ssh-ed25519', bits: 256, comment: 'me@work' },
      fingerprint: expect.stringMatching(/^SHA256:[\w+/]{43}$/) as unknown,
      md5: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
    })
  })

  it('is refused in words, which never repeat it', async () => {
    const refusal = client.keyPairs.inspect({ publicKey: 'ssh-ed25519 AAAA' })
    await expect(refusal).rejects.toMatchObject({ status: 400 })
    const secret = client.keyPairs.inspect({ publicKey: '-----BEGIN PRIVATE KEY----- abc' })
    await expect(secret).rejects.toMatchObject({
      status: 400,
      message: 'the line does not start with a public key type',
    })
  })
})

async function bind(asked: Parameters<OwnApiClient['bindings']['add']>[0]) {
  const told: { readonly outcome: string; readonly message: string }[] = []
  for await (const each of await client.bindings.add(asked)) told.push(each)
  return told
}

/** What a change would leave behind. */
async function everything() {
  const { instances, operations, audit } = {
    instances: await client.instances.list({}),
    operations: await client.operations.list({}),
    audit: await keyplane.core.database.audit.newest('', 100),
  }
  return { instances, operations, audit }
}
