import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js'
import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { heldClock } from '../held-clock.ts'
import { sshPassword } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { opensWith } from './logins.ts'
import { publicKeyLine } from './public-keys.ts'
import { ACCOUNTS, agentTo, ALICE, BULK_SIGNER, ids, PASSWORD, refused, SIGNER, UUID } from './tencent.ts'

// What the page of DisassociateInstancesKeyPairs says, asked through the official SDK.

const HERE = 'dialect: tencent-lighthouse, account: acme, region: ap-guangzhou'
const BULK = 'dialect: tencent-lighthouse, account: bulk, region: ap-guangzhou'
const MANY_INSTANCES = ids('lhins-', 101)
const MANY_KEYS = ids('lhkp-', 101)
const MANY_NAMES = MANY_KEYS.map((_, nth) => `k${nth}`)

const SEED = `${ACCOUNTS}
keyPairs:
${MANY_KEYS.map((id, nth) => `  - { ${BULK}, id: ${id}, name: k${nth}, publicKey: "${publicKeyLine(nth)}" }`).join('\n')}
  - { ${HERE}, id: lhkp-aaaaaaaa, name: k0, publicKey: "${publicKeyLine(1000)}" }
  - { ${HERE}, id: lhkp-bbbbbbbb, name: k1, publicKey: "${publicKeyLine(1001)}" }
instances:
${MANY_INSTANCES.map((id) => `  - { ${BULK}, id: ${id}, state: stopped, keyPairs: [k0] }`).join('\n')}
  - { ${BULK}, id: lhins-manykeys, state: stopped, keyPairs: [${MANY_NAMES.join(', ')}] }
  - { ${HERE}, id: lhins-stopped1, state: stopped, keyPairs: [k0, k1] }
  - { ${HERE}, id: lhins-running1, keyPairs: [k0] }
  - { ${HERE}, id: lhins-windows1, os: windows }
  - { ${HERE}, id: lhins-rescue01, state: rescue, keyPairs: [k0] }
  - { ${HERE}, id: lhins-shutdown, state: shutdown, keyPairs: [k0] }
  - { ${HERE}, id: lhins-nopass01 }
`

let keyplane: TestKeyplane
let client: InstanceType<typeof lighthouse.v20200324.Client>
let bulk: typeof client

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
  client = clientWith({})
  bulk = clientWith({ credential: BULK_SIGNER })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

interface Wanted {
  readonly server?: TestKeyplane
  readonly region?: string
  /** Host name that is asked for and signed. */
  readonly endpoint?: string
  readonly language?: 'zh-CN'
  readonly credential?: typeof SIGNER
}

function configWith({ server = keyplane, region = 'ap-guangzhou', ...wanted }: Wanted) {
  const { endpoint = server.endpoint, language, credential = SIGNER } = wanted
  const httpProfile = { endpoint, protocol: 'http://', agent: agentTo(server.api) }
  return { credential, region, profile: { httpProfile, ...(language ? { language } : {}) } }
}

function clientWith(wanted: Wanted) {
  return new lighthouse.v20200324.Client(configWith(wanted))
}

/** The SDK's client for calls that its types would not allow. */
function callFreely(action: string, params: object, version = '2020-03-24'): Promise<unknown> {
  const endpoint = 'lighthouse.tencentcloudapi.com'
  return new CommonClient(endpoint, version, configWith({ endpoint })).request(action, params)
}

const ACTION = 'DisassociateInstancesKeyPairs'
const K0 = 'lhkp-aaaaaaaa'
const K1 = 'lhkp-bbbbbbbb'

async function show(id: string, by = client) {
  const [instance] = (await by.DescribeInstances({ InstanceIds: [id] })).InstanceSet ?? []
  if (!instance) throw new Error(`${id} is not listed`)
  return instance
}

async function settled(id: string, by = client) {
  await expect.poll(async () => (await show(id, by)).LatestOperationState).toBe('SUCCESS')
  return show(id, by)
}

/** Binds again what a test wants to unbind. */
async function bind(id: string, keyId: string): Promise<void> {
  await client.AssociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [keyId] })
  await settled(id)
}

describe('what it does', () => {
  test('it answers under the host name of the page', async () => {
    const named = clientWith({ endpoint: 'lighthouse.tencentcloudapi.com' })
    expect((await named.DescribeInstances({ InstanceIds: ['lhins-stopped1'] })).TotalCount).toBe(1)
  })

  test('only the given pair is unbound, and a stopped instance stays stopped', async () => {
    await client.DisassociateInstancesKeyPairs({ InstanceIds: ['lhins-stopped1'], KeyIds: [K0] })
    expect(await settled('lhins-stopped1')).toMatchObject({
      ...{ InstanceState: 'STOPPED', LoginSettings: { KeyIds: [K1] } },
    })
  })

  test('a running instance is shut down for it and runs again afterwards', async () => {
    const clock = heldClock(Date.now())
    await using server = await startTestKeyplane({ seed: SEED, clock, transitionMs: 100 })
    const held = clientWith({ server })
    const state = async () => (await show('lhins-running1', held)).InstanceState
    await held.DisassociateInstancesKeyPairs({ InstanceIds: ['lhins-running1'], KeyIds: [K0] })
    expect(await state()).toBe('STOPPING')
    clock.advance(100)
    await expect.poll(state).toBe('STARTING')
    clock.advance(100)
    await expect.poll(state).toBe('RUNNING')
  })

  test('Windows has no pair to unbind and is refused', async () => {
    const batch = { InstanceIds: ['lhins-windows1'], KeyIds: [K0] }
    await expect(client.DisassociateInstancesKeyPairs(batch)).rejects.toEqual(
      refused('UnsupportedOperation.KeyPairNotBoundToInstance'),
    )
    await expect(client.AssociateInstancesKeyPairs(batch)).rejects.toEqual(
      refused('UnsupportedOperation.WindowsNotAllowToAssociateKeyPair'),
    )
  })

  test.each(['lhins-rescue01', 'lhins-shutdown'])('%s is in no supported state', async (id) => {
    const batch = { InstanceIds: [id], KeyIds: [K0] }
    await expect(client.DisassociateInstancesKeyPairs(batch)).rejects.toEqual(
      refused('UnsupportedOperation.InvalidInstanceState'),
    )
    expect((await show(id)).LoginSettings?.KeyIds).toEqual([K0])
  })

  test('without a password nobody logs in after it, until ResetInstancesPassword sets one', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'only' })
    const KeyIds = [KeyPair?.KeyId ?? '']
    await bind('lhins-nopass01', KeyIds.join())
    const { PublicAddresses } = await show('lhins-nopass01')
    const machine = { host: PublicAddresses?.[0] ?? '', port: keyplane.sshPort, user: 'root' }
    const privateKey = KeyPair?.PrivateKey ?? ''
    const byPassword = async () => {
      const { exitCode } = await sshPassword({ ...machine, password: PASSWORD, command: 'true' })
      return exitCode === 0
    }
    expect(await opensWith(machine, privateKey)).toBe(true)

    await client.DisassociateInstancesKeyPairs({ InstanceIds: ['lhins-nopass01'], KeyIds })
    await settled('lhins-nopass01')
    expect(await opensWith(machine, privateKey)).toBe(false)
    expect(await byPassword()).toBe(false)

    await client.ResetInstancesPassword({ InstanceIds: ['lhins-nopass01'], Password: PASSWORD })
    await settled('lhins-nopass01')
    expect(await byPassword()).toBe(true)
  })

  test('the answer comes before the work is done; DescribeInstances shows SUCCESS when it is', async () => {
    const clock = heldClock(Date.now())
    await using server = await startTestKeyplane({ seed: SEED, clock, transitionMs: 100 })
    const held = clientWith({ server })
    const batch = { InstanceIds: ['lhins-running1'], KeyIds: [K0] }
    const { RequestId } = await held.DisassociateInstancesKeyPairs(batch)
    const latest = { LatestOperation: ACTION, LatestOperationRequestId: RequestId }
    expect(await show('lhins-running1', held)).toMatchObject({ ...latest, LatestOperationState: 'OPERATING' })
    const isDone = async () => {
      clock.advance(100)
      return (await show('lhins-running1', held)).LatestOperationState
    }
    await expect.poll(isDone).toBe('SUCCESS')
    expect(await show('lhins-running1', held)).toMatchObject({ ...latest, LoginSettings: { KeyIds: [] } })
  })
})

describe('what it takes', () => {
  const TARGET = { InstanceIds: ['lhins-stopped1'], KeyIds: [K1] }

  test.each(['InstanceIds', 'KeyIds'])('%s must be given', async (name) => {
    await expect(callFreely(ACTION, { ...TARGET, [name]: undefined })).rejects.toEqual(
      refused('MissingParameter', `The request is missing a required parameter \`${name}\`.`),
    )
  })

  test.each([
    ['InstanceIds', 'lhins-stopped1'],
    ['InstanceIds', [{}]],
    ['KeyIds', K1],
    ['KeyIds', [{}]],
  ])('%s is not %j', async (name, value) => {
    await expect(callFreely(ACTION, { ...TARGET, [name]: value })).rejects.toEqual(
      refused('InvalidParameter', /type error/),
    )
  })

  test('100 instances are unbound in one call, 101 are refused', async () => {
    const KeyIds = MANY_KEYS.slice(0, 1)
    await expect(bulk.DisassociateInstancesKeyPairs({ InstanceIds: MANY_INSTANCES, KeyIds })).rejects.toEqual(
      refused('InvalidParameterValue.LimitExceeded'),
    )
    await bulk.DisassociateInstancesKeyPairs({ InstanceIds: MANY_INSTANCES.slice(0, 100), KeyIds })
    expect((await settled('lhins-00000099', bulk)).LoginSettings?.KeyIds).toEqual([])
    expect((await show('lhins-00000100', bulk)).LoginSettings?.KeyIds).toEqual(KeyIds)
  })

  test('100 key pairs are unbound in one call, 101 are refused', async () => {
    const InstanceIds = ['lhins-manykeys']
    await expect(bulk.DisassociateInstancesKeyPairs({ InstanceIds, KeyIds: MANY_KEYS })).rejects.toEqual(
      refused('InvalidParameterValue.LimitExceeded'),
    )
    await bulk.DisassociateInstancesKeyPairs({ InstanceIds, KeyIds: MANY_KEYS.slice(0, 100) })
    expect((await settled('lhins-manykeys', bulk)).LoginSettings?.KeyIds).toEqual(MANY_KEYS.slice(100))
  })

  test('InstanceIds are those that DescribeInstances lists', async () => {
    const { InstanceSet } = await client.DescribeInstances({})
    const listed = InstanceSet?.find(({ LoginSettings }) => LoginSettings?.KeyIds?.join() === K1)
    const InstanceId = listed?.InstanceId ?? ''
    await client.DisassociateInstancesKeyPairs({ InstanceIds: [InstanceId], KeyIds: [K1] })
    expect((await settled(InstanceId)).LoginSettings?.KeyIds).toEqual([])
    await bind(InstanceId, K1)
  })

  test('Action must be given', async () => {
    await expect(callFreely('', TARGET)).rejects.toEqual(refused('MissingParameter', /`Action`/))
  })

  test('Version must be given', async () => {
    await expect(callFreely(ACTION, TARGET, '')).rejects.toEqual(refused('MissingParameter', /`Version`/))
  })

  test('Action and Version are those of the page', async () => {
    await expect(callFreely('DisassociateInstanceKeyPair', TARGET)).rejects.toEqual(refused('InvalidAction'))
    await expect(callFreely(ACTION, TARGET, '2020-03-25')).rejects.toEqual(refused('NoSuchVersion'))
  })

  test('Region may be left out; other common parameters are taken', async () => {
    const batch = { InstanceIds: ['lhins-running1'], KeyIds: [K1] }
    await bind('lhins-running1', K1)
    const { RequestId } = await clientWith({ region: '' }).DisassociateInstancesKeyPairs(batch)
    expect((await settled('lhins-running1')).LatestOperationRequestId).toBe(RequestId)
    await bind('lhins-running1', K1)
    const chinese = await clientWith({ language: 'zh-CN' }).DisassociateInstancesKeyPairs(batch)
    expect((await settled('lhins-running1')).LatestOperationRequestId).toBe(chinese.RequestId)
  })
})

describe('what it answers', () => {
  test('RequestId is the whole answer, and another one for every call, also a refused one', async () => {
    const batch = { InstanceIds: ['lhins-stopped1'], KeyIds: [K1] }
    const first = await client.DisassociateInstancesKeyPairs(batch)
    await settled('lhins-stopped1')
    expect(Object.keys(first)).toEqual(['RequestId'])
    expect(first.RequestId).toMatch(UUID)
    await bind('lhins-stopped1', K1)
    const second = await client.DisassociateInstancesKeyPairs(batch)
    await settled('lhins-stopped1')
    expect(second.RequestId).not.toBe(first.RequestId)
    await expect(client.DisassociateInstancesKeyPairs(batch)).rejects.toEqual(
      refused('UnsupportedOperation.KeyPairNotBoundToInstance'),
    )
  })

  test('the RequestId finds the call in the audit log', async () => {
    await bind('lhins-stopped1', K1)
    const batch = { InstanceIds: ['lhins-stopped1'], KeyIds: [K1] }
    const { RequestId } = await client.DisassociateInstancesKeyPairs(batch)
    await settled('lhins-stopped1')
    const { core } = keyplane
    await core.auditLog.flush()
    const rows = await core.database.audit.newest('1000000001', 100)
    expect(rows.filter(({ requestId }) => requestId === RequestId)).toMatchObject([
      // Newest first: what the call changed on the machine, and the call.
      { action: ACTION, machine: { instance: 'lhins-stopped1', step: 'applyAccess' }, outcome: 'ok' },
      { action: ACTION, user: 'root', region: 'ap-guangzhou', outcome: 'ok' },
    ])
  })

  test('a user whom no policy permits it is told so', async () => {
    const alice = clientWith({ credential: ALICE })
    const batch = { InstanceIds: ['lhins-running1'], KeyIds: [K0] }
    const { LoginSettings } = await show('lhins-running1')
    await expect(alice.DisassociateInstancesKeyPairs(batch)).rejects.toEqual(
      refused('UnauthorizedOperation.NoPermission', /No permission/),
    )
    expect(await show('lhins-running1')).toMatchObject({ LoginSettings })
  })

  test('codes that its table leaves out are the common ones', async () => {
    const credential = { ...SIGNER, secretKey: 'wrong' }
    const stranger = new lighthouse.v20200324.Client({ ...configWith({}), credential })
    const batch = { InstanceIds: ['lhins-stopped1'], KeyIds: [K1] }
    await expect(stranger.DisassociateInstancesKeyPairs(batch)).rejects.toEqual(
      refused('AuthFailure.SignatureFailure'),
    )
  })
})
