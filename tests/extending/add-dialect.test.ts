import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { DIALECTS } from '../../src/dialects/index.ts'
import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { PATIENCE } from '../patience.ts'
import { newKey } from '../real-hosts/new-key.ts'
import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { createToyCloud } from './toy-dialect/index.ts'
import { signedCall, type ToyReply } from './toy-dialect/signed-call.ts'

// What CONTRIBUTING.md says of a new dialect, done: one room and one entry in the list.

const ROOT = { id: 'toyroot', secret: 'toy-root-secret' }
const ALICE = { id: 'toyalice', secret: 'toy-alice-secret' }
const ADMIN = 'the-administrators-token'
const ACCOUNT = '1000000001'
const MACHINE = 'toy-abc123'
const READS = { Statement: [{ Effect: 'Allow', Action: ['toy:List*'], Resource: ['*'] }] }
const SEED = `
accounts:
  - id: "${ACCOUNT}"
    name: acme
    users:
      - { name: root, accessKeys: [{ id: ${ROOT.id}, secret: ${ROOT.secret} }] }
      - name: alice
        accessKeys: [{ id: ${ALICE.id}, secret: ${ALICE.secret} }]
        policies: [{ dialect: toy-cloud, document: ${JSON.stringify(READS)} }]
instances:
  - { dialect: toy-cloud, account: acme, region: nursery, id: ${MACHINE}, password: S3cret-pw! }
  - { dialect: toy-cloud, account: acme, region: nursery, id: toy-win000, os: windows }
`

const key = newKey()
let keyplane: TestKeyplane
let api: OwnApiClient

beforeAll(async () => {
  const options = { adminToken: ADMIN, logLevel: 'silent' } as const
  keyplane = await startTestKeyplane({ ...options, seed: SEED, dialects: [...DIALECTS, createToyCloud] })
  api = createOwnApiClient({ url: keyplane.api, token: ADMIN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function call(action: string, parameters: object = {}, caller = ROOT): Promise<ToyReply> {
  return signedCall(keyplane.api, caller, { do: action, with: parameters })
}

async function importKey(name: string, publicKey = newKey().publicKey): Promise<string> {
  const { result } = await call('ImportKey', { name, publicKey })
  return String(result['key'])
}

function refusal({ status, done, why }: ToyReply): readonly unknown[] {
  return [status, done, why?.code]
}

describe('a dialect that is one room and one entry in the list', { timeout: 60_000 }, () => {
  it('binds a key that lets in, shows it everywhere, and leaves its trail', async () => {
    const id = await importKey('first', key.publicKey)
    expect(id).toMatch(/^key-[0-9a-z]{6}$/)
    const attached = await call('AttachKey', { key: id, machines: [MACHINE] })
    expect(attached).toMatchObject({ status: 200, done: true, result: { machines: [MACHINE] } })
    const find = async () => (await call('ListMachines', { machines: [MACHINE] })).result['machines']
    const bound = { machine: MACHINE, keys: [id], lastAction: 'AttachKey', outcome: 'succeeded' }
    await expect.poll(find, PATIENCE).toMatchObject([{ ...bound, state: 'running' }])
    expect((await call('ListKeys')).result['keys']).toContainEqual({
      ...{ key: id, name: 'first', machines: [MACHINE] },
    })

    const shown = await api.instances.show({ dialect: 'toy-cloud', account: ACCOUNT, id: MACHINE })
    expect(shown).toMatchObject({
      keyPairIds: [id],
      allowsPassword: false,
      pending: null,
      driver: 'simulated',
    })
    const { address: host } = shown
    const command = 'whoami'
    const target = { host, port: keyplane.sshPort, user: 'toy', command }
    expect(await sshKey({ ...target, privateKey: key.privateKey })).toMatchObject({ stdout: 'toy\n' })
    expect((await sshKey({ ...target, privateKey: newKey().privateKey })).exitCode).toBe(255)

    const { calls, machines } = await api.audit.trace({ requestId: attached.call })
    expect(calls).toMatchObject([
      { dialect: 'toy-cloud', action: 'AttachKey', accessKeyId: ROOT.id, region: 'nursery', outcome: 'ok' },
    ])
    expect(machines).toMatchObject([{ outcome: 'ok', machine: { instance: MACHINE, step: 'applyAccess' } }])
  })

  it('refuses in its own envelope, and notes it', async () => {
    const wrong = await call('ListKeys', {}, { ...ROOT, secret: 'guessed' })
    expect(wrong).toEqual({
      ...{ status: 401, done: false, call: wrong.call },
      why: { code: 'toy.bad-signature', text: 'The signature is not that of the body.' },
    })
    // Nobody was proven to have asked: the row has no account.
    const trace = async () => (await api.audit.trace({ requestId: wrong.call }).catch(() => undefined))?.calls
    const row = { dialect: 'toy-cloud', account: '', accessKeyId: ROOT.id, outcome: 'toy.bad-signature' }
    await expect.poll(trace, PATIENCE).toMatchObject([row])
    const late = { do: 'ListKeys', at: Date.now() - 3_600_000 }
    expect(refusal(await signedCall(keyplane.api, ROOT, late))).toEqual([401, false, 'toy.too-old'])
    expect(refusal(await call('FlyAway'))).toEqual([404, false, 'toy.unknown-action'])
    expect(refusal(await call('AttachKey', { key: 'key-aaaaaa' }))).toEqual([400, false, 'toy.bad-parameter'])
  })

  it('turns faults of the core into its codes', async () => {
    const id = await importKey('second')
    const attach = async (pair: string, machine: string) =>
      refusal(await call('AttachKey', { key: pair, machines: [machine] }))
    expect(await attach(id, 'toy-nobody')).toEqual([404, false, 'toy.no-such-machine'])
    expect(await attach('key-nobody', MACHINE)).toEqual([404, false, 'toy.no-such-pair'])
    expect(await attach(id, 'toy-win000')).toEqual([409, false, 'toy.unfit'])
    const twin = { name: 'second', publicKey: newKey().publicKey }
    expect(refusal(await call('ImportKey', twin))).toEqual([409, false, 'toy.name-taken'])
  })

  it('judges users by its table of access, in calls and when it is only asked', async () => {
    expect((await call('ListKeys', {}, ALICE)).status).toBe(200)
    const asked = { key: 'key-aaaaaa', machines: [MACHINE] }
    expect(refusal(await call('AttachKey', asked, ALICE))).toEqual([403, false, 'toy.not-allowed'])
    const about = { dialect: 'toy-cloud', account: ACCOUNT, user: 'alice', region: 'nursery' }
    const check = (action: string) => api.policies.check({ ...about, action, parameters: asked })
    expect(await check('ListMachines')).toMatchObject({ decision: 'allow' })
    expect(await check('AttachKey')).toMatchObject({ decision: 'deny' })
  })

  it('answers a call with a client token once', async () => {
    const once = { name: 'once', publicKey: newKey().publicKey, ClientToken: 'again' }
    const [first, second] = [await call('ImportKey', once), await call('ImportKey', once)]
    expect(second.result).toEqual(first.result)
    expect(refusal(await call('ImportKey', { ...once, name: 'other' }))[2]).toBe('toy.bad-parameter')
  })

  it('is known to the own API', async () => {
    const { items } = await api.dialects.list({})
    expect(items.find(({ id }) => id === 'toy-cloud')).toEqual({
      ...{ id: 'toy-cloud', regions: ['nursery'], mfaActions: [] },
      keyPairs: { byRegion: true, types: ['ssh-ed25519'] },
      services: [{ service: 'toy', actions: ['AttachKey', 'ImportKey', 'ListKeys', 'ListMachines'] }],
    })
    const listed = await api.instances.list({ dialect: 'toy-cloud' })
    expect(listed.items.map(({ id }) => id)).toEqual([MACHINE, 'toy-win000'])
  })
})
