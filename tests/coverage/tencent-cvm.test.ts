import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { heldClock } from '../held-clock.ts'
import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { opensWith, whoGetsIn } from './logins.ts'
import { publicKeyLine } from './public-keys.ts'
import { ACCOUNTS, agentTo, BULK_SIGNER, ids, PASSWORD, refused, SIGNER, UUID } from './tencent.ts'

// What the pages of AssociateInstancesKeyPairs say, English and Chinese, asked through the official SDK.

const HERE = 'dialect: tencent-cvm, account: acme, region: ap-guangzhou'
const BULK = 'dialect: tencent-cvm, account: bulk, region: ap-guangzhou'
const MANY_INSTANCES = ids('ins-', 101)
const MANY_KEYS = ids('skey-', 101)

const SEED = `${ACCOUNTS}
keyPairs:
${MANY_KEYS.map((id, nth) => `  - { ${BULK}, id: ${id}, name: k${nth}, publicKey: "${publicKeyLine(nth)}" }`).join('\n')}
  - { ${HERE}, id: skey-aaaaaaaa, name: k0, publicKey: "${publicKeyLine(1000)}" }
  - { ${HERE}, id: skey-bbbbbbbb, name: k1, publicKey: "${publicKeyLine(1001)}" }
instances:
${MANY_INSTANCES.map((id) => `  - { ${BULK}, id: ${id}, state: stopped }`).join('\n')}
  - { ${HERE}, id: ins-stopped1, state: stopped }
  - { ${HERE}, id: ins-running1 }
  - { ${HERE}, id: ins-windows1, os: windows, state: stopped }
  - { ${HERE}, id: ins-login001, password: "${PASSWORD}" }
  - { ${HERE}, id: ins-login002 }
`

let keyplane: TestKeyplane
let client: InstanceType<typeof cvm.v20170312.Client>
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
  return new cvm.v20170312.Client(configWith(wanted))
}

/** The SDK's client for calls that its types would not allow. */
function callFreely(action: string, params: object, version = '2017-03-12'): Promise<unknown> {
  const endpoint = 'cvm.tencentcloudapi.com'
  return new CommonClient(endpoint, version, configWith({ endpoint })).request(action, params)
}

const ACTION = 'AssociateInstancesKeyPairs'
const TARGET = { InstanceIds: ['ins-stopped1'], KeyIds: ['skey-aaaaaaaa'] }

async function show(id: string, by = client) {
  const [instance] = (await by.DescribeInstances({ InstanceIds: [id] })).InstanceSet ?? []
  if (!instance) throw new Error(`${id} is not listed`)
  return instance
}

async function settled(id: string, by = client) {
  await expect.poll(async () => (await show(id, by)).LatestOperationState).toBe('SUCCESS')
  return show(id, by)
}

async function machineOf(id: string) {
  const { PublicIpAddresses } = await show(id)
  return { host: PublicIpAddresses?.[0] ?? '', port: keyplane.sshPort, user: 'root' }
}

async function createKeyPair(name: string) {
  const { KeyPair } = await client.CreateKeyPair({ KeyName: name, ProjectId: 0 })
  return {
    id: KeyPair?.KeyId ?? '',
    privateKey: KeyPair?.PrivateKey ?? '',
    publicKey: KeyPair?.PublicKey ?? '',
  }
}

async function bind(instanceId: string, keyId: string): Promise<void> {
  await client.AssociateInstancesKeyPairs({ InstanceIds: [instanceId], KeyIds: [keyId], ForceStop: true })
  await settled(instanceId)
}

describe('what it does', () => {
  test('it answers under the host name of the page', async () => {
    const named = clientWith({ endpoint: 'cvm.tencentcloudapi.com' })
    expect((await named.DescribeInstances({ InstanceIds: ['ins-stopped1'] })).TotalCount).toBe(1)
  })

  test('the public key is in the SSH configuration, and the private key logs in', async () => {
    const pair = await createKeyPair('written')
    await bind('ins-login001', pair.id)
    const command = 'cat ~/.ssh/authorized_keys'
    const target = { ...(await machineOf('ins-login001')), privateKey: pair.privateKey, command }
    const { exitCode, stdout } = await sshKey(target)
    expect(exitCode).toBe(0)
    expect(stdout).toContain(pair.publicKey.split(' ')[1])
  })

  test('a new pair shuts the former one out', async () => {
    const [former, next] = [await createKeyPair('former'), await createKeyPair('next')]
    const machine = await machineOf('ins-login002')
    await bind('ins-login002', former.id)
    expect(await opensWith(machine, former.privateKey)).toBe(true)
    await bind('ins-login002', next.id)
    expect(await opensWith(machine, former.privateKey)).toBe(false)
    expect(await opensWith(machine, next.privateKey)).toBe(true)
  })

  test('a password that logged in before no longer does', async () => {
    const { InstanceIdSet } = await client.RunInstances({
      Placement: { Zone: 'ap-guangzhou-3' },
      ImageId: 'img-487zeit5',
      LoginSettings: { Password: PASSWORD },
    })
    const [id = ''] = InstanceIdSet ?? []
    await settled(id)
    const pair = await createKeyPair('password_off')
    const credentials = { privateKey: pair.privateKey, password: PASSWORD }
    const machine = { ...(await machineOf(id)), user: (await show(id)).DefaultLoginUser ?? '' }
    expect(await whoGetsIn(machine, credentials)).toEqual({ key: false, password: true })
    await bind(id, pair.id)
    expect(await whoGetsIn(machine, credentials)).toEqual({ key: true, password: false })
  })

  test('one instance that is not allowed refuses the batch with its code, and nothing changes', async () => {
    const before = await show('ins-stopped1')
    const batch = { InstanceIds: ['ins-stopped1', 'ins-windows1'], KeyIds: ['skey-bbbbbbbb'] }
    await expect(client.AssociateInstancesKeyPairs(batch)).rejects.toEqual(
      refused('UnsupportedOperation.InstanceOsWindows'),
    )
    expect(await show('ins-stopped1')).toEqual(before)
  })

  test('ten calls are answered in a second, the eleventh is refused', async () => {
    const clock = heldClock(Date.now())
    await using strict = await startTestKeyplane({ seed: SEED, mode: 'strict', clock })
    const limited = clientWith({ server: strict })
    const call = () => limited.AssociateInstancesKeyPairs({ ...TARGET, InstanceIds: ['ins-zzzzzzzz'] })
    const unknown = refused('InvalidInstanceId.NotFound')
    for (let made = 0; made < 10; made += 1) await expect(call()).rejects.toEqual(unknown)
    await expect(call()).rejects.toEqual(refused('RequestLimitExceeded'))
    clock.advance(1_000)
    await expect(call()).rejects.toEqual(unknown)
  })
})

describe('what it takes', () => {
  test.each(['InstanceIds', 'KeyIds'])('%s must be given', async (name) => {
    await expect(callFreely(ACTION, { ...TARGET, [name]: undefined })).rejects.toEqual(
      refused('MissingParameter', `The request is missing a required parameter \`${name}\`.`),
    )
  })

  test.each([
    ['InstanceIds', 'ins-stopped1'],
    ['InstanceIds', [{}]],
    ['KeyIds', 'skey-aaaaaaaa'],
    ['KeyIds', [{}]],
    ['ForceStop', 'maybe'],
  ])('%s is not %j', async (name, value) => {
    await expect(callFreely(ACTION, { ...TARGET, [name]: value })).rejects.toEqual(
      refused('InvalidParameter', /type error/),
    )
  })

  test('100 instances are bound in one call, 101 are refused', async () => {
    const KeyIds = MANY_KEYS.slice(0, 1)
    await expect(bulk.AssociateInstancesKeyPairs({ InstanceIds: MANY_INSTANCES, KeyIds })).rejects.toEqual(
      refused('InvalidParameterValue.LimitExceeded', /`InstanceIds`/),
    )
    await bulk.AssociateInstancesKeyPairs({ InstanceIds: MANY_INSTANCES.slice(0, 100), KeyIds })
    await settled('ins-00000099', bulk)
    const { KeyPairSet } = await bulk.DescribeKeyPairs({ KeyIds })
    expect(KeyPairSet?.[0]?.AssociatedInstanceIds).toHaveLength(100)
  })

  test('100 key pairs are bound in one call, 101 are refused', async () => {
    const InstanceIds = ['ins-00000100']
    await expect(bulk.AssociateInstancesKeyPairs({ InstanceIds, KeyIds: MANY_KEYS })).rejects.toEqual(
      refused('InvalidParameterValue.LimitExceeded', /`KeyIds`/),
    )
    await bulk.AssociateInstancesKeyPairs({ InstanceIds, KeyIds: MANY_KEYS.slice(0, 100) })
    expect((await settled('ins-00000100', bulk)).LoginSettings?.KeyIds).toHaveLength(100)
  })

  test('ids are those that DescribeInstances and DescribeKeyPairs list', async () => {
    const { InstanceSet } = await bulk.DescribeInstances({ Limit: 1 })
    const { KeyPairSet } = await bulk.DescribeKeyPairs({ Limit: 1 })
    const [InstanceId, KeyId] = [InstanceSet?.[0]?.InstanceId ?? '', KeyPairSet?.[0]?.KeyId ?? '']
    await bulk.AssociateInstancesKeyPairs({ InstanceIds: [InstanceId], KeyIds: [KeyId] })
    expect((await settled(InstanceId, bulk)).LoginSettings?.KeyIds).toEqual([KeyId])
  })

  test('the id of a new key pair looks as printed', async () => {
    expect((await createKeyPair('printed')).id).toMatch(/^skey-[0-9a-z]{8}$/)
  })

  test('a running instance is only shut down with ForceStop, which is FALSE by default', async () => {
    const clock = heldClock(Date.now())
    await using server = await startTestKeyplane({ seed: SEED, clock, transitionMs: 100 })
    const held = clientWith({ server })
    const batch = { InstanceIds: ['ins-running1'], KeyIds: ['skey-aaaaaaaa'] }
    const state = async () => (await show('ins-running1', held)).InstanceState
    const isRunning = refused(
      'UnsupportedOperation.InstanceStateRunning',
      'Running instances do not support this operation.',
    )
    await expect(held.AssociateInstancesKeyPairs(batch)).rejects.toEqual(isRunning)
    await expect(held.AssociateInstancesKeyPairs({ ...batch, ForceStop: false })).rejects.toEqual(isRunning)
    expect(await state()).toBe('RUNNING')
    await held.AssociateInstancesKeyPairs({ ...batch, ForceStop: true })
    expect(await state()).toBe('STOPPING')
    clock.advance(100)
    await expect.poll(state).toBe('STARTING')
    clock.advance(100)
    await expect.poll(state).toBe('RUNNING')
  })

  test('an instance that was shut down first needs no ForceStop', async () => {
    await client.StopInstances({ InstanceIds: ['ins-running1'] })
    await expect.poll(async () => (await show('ins-running1')).InstanceState).toBe('STOPPED')
    await client.AssociateInstancesKeyPairs({ InstanceIds: ['ins-running1'], KeyIds: ['skey-bbbbbbbb'] })
    expect(await settled('ins-running1')).toMatchObject({
      InstanceState: 'STOPPED',
      LoginSettings: { KeyIds: ['skey-bbbbbbbb'] },
    })
  })

  test('Action must be given', async () => {
    await expect(callFreely('', TARGET)).rejects.toEqual(refused('MissingParameter', /`Action`/))
  })

  test('Version must be given', async () => {
    await expect(callFreely(ACTION, TARGET, '')).rejects.toEqual(refused('MissingParameter', /`Version`/))
  })

  test('Action and Version are those of the page', async () => {
    await expect(callFreely('AssociateInstancesKeyPair', TARGET)).rejects.toEqual(refused('InvalidAction'))
    await expect(callFreely(ACTION, TARGET, '2017-03-13')).rejects.toEqual(refused('NoSuchVersion'))
  })

  test('Region must be given, and be one of those that are listed', async () => {
    await expect(clientWith({ region: '' }).AssociateInstancesKeyPairs(TARGET)).rejects.toEqual(
      refused('MissingParameter', /`Region`/),
    )
    await expect(clientWith({ region: 'mars' }).AssociateInstancesKeyPairs(TARGET)).rejects.toEqual(
      refused('InvalidParameterValue', /Region/),
    )
    const { RegionSet = [] } = await client.DescribeRegions()
    expect(RegionSet.length).toBeGreaterThan(0)
    for (const { Region = '' } of RegionSet) {
      // Known, but this one has no such instance.
      const elsewhere = clientWith({ region: Region }).AssociateInstancesKeyPairs({
        ...TARGET,
        InstanceIds: ['ins-zzzzzzzz'],
      })
      await expect(elsewhere, Region).rejects.toEqual(refused('InvalidInstanceId.NotFound'))
    }
  })

  test('common parameters that its list leaves out are taken', async () => {
    const chinese = clientWith({ language: 'zh-CN' })
    const { RequestId } = await chinese.AssociateInstancesKeyPairs(TARGET)
    expect(RequestId).toMatch(UUID)
    await settled('ins-stopped1')
  })
})

describe('what it answers', () => {
  test('RequestId is the whole answer, and another one for every call', async () => {
    const first = await client.AssociateInstancesKeyPairs(TARGET)
    await settled('ins-stopped1')
    const second = await client.AssociateInstancesKeyPairs(TARGET)
    await settled('ins-stopped1')
    expect(Object.keys(first)).toEqual(['RequestId'])
    expect(first.RequestId).toMatch(UUID)
    expect(second.RequestId).toMatch(UUID)
    expect(second.RequestId).not.toBe(first.RequestId)
  })

  test('a refusal has a RequestId too, a call that never arrived has none', async () => {
    await expect(callFreely(ACTION, {})).rejects.toEqual(refused('MissingParameter'))
    const gone = await startTestKeyplane()
    await gone[Symbol.asyncDispose]()
    const httpProfile = { endpoint: gone.endpoint, protocol: 'http://' }
    const nowhere = new cvm.v20170312.Client({ ...configWith({}), profile: { httpProfile } })
    const error: unknown = await nowhere.AssociateInstancesKeyPairs(TARGET).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toHaveProperty('requestId', expect.stringMatching(/./))
  })

  test('the RequestId finds the call in the audit log', async () => {
    const { RequestId } = await client.AssociateInstancesKeyPairs(TARGET)
    await settled('ins-stopped1')
    const { core } = keyplane
    await core.auditLog.flush()
    const rows = await core.database.audit.newest('1000000001', 100)
    // What it changed on the machine is a row of its own.
    const ofCall = rows.filter(({ requestId, machine }) => requestId === RequestId && !machine)
    expect(ofCall).toMatchObject([{ action: ACTION, user: 'root', region: 'ap-guangzhou', outcome: 'ok' }])
  })

  test('codes that its table leaves out are the common ones', async () => {
    const stranger = new cvm.v20170312.Client({
      ...configWith({}),
      credential: { ...SIGNER, secretKey: 'wrong' },
    })
    await expect(stranger.AssociateInstancesKeyPairs(TARGET)).rejects.toEqual(
      refused('AuthFailure.SignatureFailure'),
    )
  })
})
