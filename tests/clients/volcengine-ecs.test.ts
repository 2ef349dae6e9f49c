import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { type Params, signedCall } from '../../src/dialects/volcengine-ecs/test-support/signed-call.ts'
import { like } from '../../src/dialects/volcengine-ecs/test-support/test-world.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import {
  ACCESS_KEY,
  type Ask,
  type Body,
  detailsOf,
  listOf,
  REGION,
  sdkCore,
  volcengineClients,
} from './volcengine-clients.ts'

const PASSWORD = 'S3cret-pw!'
const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const FINGERPRINT = '0fa20ad7383e6545086b63841cffdcba'
const HERE = `dialect: volcengine-ecs, account: acme, region: ${REGION}`

const SEED = `
accounts:
  - id: "2100000000"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${ACCESS_KEY.id}, secret: "${ACCESS_KEY.secret}" }] }]
keyPairs:
  - { ${HERE}, id: kp-ybqcopwrdwl8j1abcdef, name: ssh_key_pair1, publicKey: "${ED25519}" }
instances:
  - { ${HERE}, id: i-ahipakt2gcg95jpv0000, name: printed }
  - { ${HERE}, id: i-login, name: login, password: "${PASSWORD}" }
`

let keyplane: TestKeyplane

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

const clients = volcengineClients(() => keyplane.endpoint)

async function describeOne(ask: Ask, id: string): Promise<Body> {
  const [instance] = listOf(await ask('DescribeInstances', { InstanceIds: [id] }), 'Instances')
  return instance ?? {}
}

async function settled(ask: Ask, id: string, status: string | undefined): Promise<Body> {
  await expect.poll(async () => (await describeOne(ask, id))['Status'], { timeout: 10_000 }).toBe(status)
  return describeOne(ask, id)
}

describe.each(clients)('$name', ({ name, ask }) => {
  test('creates, imports, lists and deletes key pairs', async () => {
    const made = await ask('CreateKeyPair', {
      KeyPairName: `${name}-made`,
      Description: '描述 of it',
      Tags: [{ Key: 'k', Value: "a b+c*'()!" }],
    })
    expect(made.ResponseMetadata).toMatchObject({ Action: 'CreateKeyPair', Service: 'ecs', Region: REGION })
    expect(made.Result?.['PrivateKey']).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    const imported = await ask('ImportKeyPair', { KeyPairName: `${name}-own`, PublicKey: `${ED25519} me` })
    expect(imported.Result).toMatchObject({ KeyPairName: `${name}-own`, FingerPrint: FINGERPRINT })

    const KeyPairIds = [made.Result?.['KeyPairId'], imported.Result?.['KeyPairId']]
    const listed = await ask('DescribeKeyPairs', { KeyPairIds, MaxResults: 1 })
    expect(listed.Result?.['KeyPairs']).toMatchObject([
      { KeyPairName: `${name}-own`, ProjectName: 'default' },
    ])
    const rest = await ask('DescribeKeyPairs', {
      KeyPairIds,
      MaxResults: 1,
      NextToken: listed.Result?.['NextToken'],
    })
    expect(rest.Result).toMatchObject({
      NextToken: '',
      KeyPairs: [{ KeyPairName: `${name}-made`, Tags: [{ Key: 'k', Value: "a b+c*'()!" }] }],
    })

    const twice = await ask('ImportKeyPair', { KeyPairName: `${name}-own`, PublicKey: ED25519 })
    expect(twice.ResponseMetadata.Error).toMatchObject({ Code: 'InvalidKeyPairName.Duplicated' })
    const deleted = await ask('DeleteKeyPairs', { KeyPairNames: [`${name}-made`, `${name}-own`, 'none'] })
    expect(detailsOf(deleted)).toMatchObject([
      { KeyPairName: `${name}-made`, Error: null },
      { KeyPairName: `${name}-own`, Error: null },
      { KeyPairName: 'none', Error: { Code: 'InvalidKeyPair.NotFound' } },
    ])
  })

  test('runs, binds, modifies, stops, starts, reboots and deletes instances', async () => {
    await ask('ImportKeyPair', { KeyPairName: `${name}-bind`, PublicKey: ED25519 })
    const run = await ask('RunInstances', {
      ...{ ZoneId: 'cn-beijing-a', ImageId: 'image-ybubuntu2404lts0x640', InstanceTypeId: 'ecs.c3i.xlarge' },
      ...{ InstanceName: name, Count: 2, Password: PASSWORD, UniqueSuffix: true },
      NetworkInterfaces: [
        { SubnetId: 'subnet-2fe79j7c8o5c059gp68ksxr93', SecurityGroupIds: ['sg-1', 'sg-2'] },
      ],
      Volumes: [
        { VolumeType: 'ESSD_PL0', Size: 40 },
        { VolumeType: 'ESSD_PL0', Size: 100 },
      ],
    })
    const [one = '', two = ''] = listOf(run, 'InstanceIds').map(String)
    const InstanceIds = [one, two]
    expect(await settled(ask, one, 'RUNNING')).toMatchObject({
      InstanceName: `${name}001`,
      Cpus: 4,
      KeyPairName: '',
    })
    expect(await settled(ask, two, 'RUNNING')).toMatchObject({ Volumes: [{}, {}], MemorySize: 8192 })

    const bound = await ask('AttachKeyPair', { InstanceIds: [one, 'i-none'], KeyPairName: `${name}-bind` })
    expect(detailsOf(bound)).toEqual([
      { InstanceId: one, Error: null },
      {
        InstanceId: 'i-none',
        Error: { Code: 'InvalidInstance.NotFound', Message: 'The specified instance does not exist.' },
      },
    ])
    expect(await describeOne(ask, one)).toMatchObject({ KeyPairName: `${name}-bind` })
    const inUse = await ask('DeleteKeyPairs', { KeyPairNames: [`${name}-bind`] })
    expect(detailsOf(inUse)).toMatchObject([{ Error: { Code: 'OperationDenied.KeyPairInUse' } }])

    const Password = 'Second-pw-2'
    const modified = await ask('ModifyInstanceAttribute', {
      InstanceId: one,
      Description: 'changed',
      Password,
    })
    expect(modified.Result).toEqual({})
    expect((await ask('RebootInstance', { InstanceId: one })).Result).toEqual({})
    expect(await settled(ask, one, 'RUNNING')).toMatchObject({ Description: 'changed' })
    expect((await ask('StopInstance', { InstanceId: one, ForceStop: true })).Result).toEqual({})
    await settled(ask, one, 'STOPPED')
    const stopped = await ask('StopInstances', { InstanceIds, StoppedMode: 'StopCharging' })
    expect(detailsOf(stopped)).toMatchObject([{ Error: { Code: 'InvalidInstanceStatus' } }, { Error: null }])
    expect(await settled(ask, two, 'STOPPED')).toMatchObject({ StoppedMode: 'StopCharging' })
    expect((await ask('StartInstance', { InstanceId: one })).Result).toEqual({})
    expect(detailsOf(await ask('StartInstances', { InstanceIds: [two] }))).toMatchObject([{ Error: null }])
    for (const id of InstanceIds) await settled(ask, id, 'RUNNING')
    expect(detailsOf(await ask('RebootInstances', { InstanceIds }))).toMatchObject([
      { Error: null },
      { Error: null },
    ])
    for (const id of InstanceIds) await settled(ask, id, 'RUNNING')

    expect(detailsOf(await ask('DetachKeyPair', { InstanceIds, KeyPairName: `${name}-bind` }))).toMatchObject(
      [{ Error: null }, { Error: null }],
    )
    expect((await ask('DeleteInstance', { InstanceId: one })).Result).toEqual({})
    expect(detailsOf(await ask('DeleteInstances', { InstanceIds: [two] }))).toMatchObject([{ Error: null }])
    for (const id of InstanceIds) await settled(ask, id, undefined)
    await ask('DeleteKeyPairs', { KeyPairNames: [`${name}-bind`] })
  })

  test('lists regions and tells a refusal', async () => {
    const { Result } = await ask('DescribeRegions', { RegionIds: [REGION, 'mars'] })
    expect(Result).toEqual({ Regions: [{ RegionId: REGION }], NextToken: '' })
    const refused = await ask('AttachKeyPair', { InstanceIds: ['i-login'], KeyPairId: 'kp-none' })
    expect(refused.ResponseMetadata.Error).toEqual({
      Code: 'InvalidKeyPair.NotFound',
      Message: 'The specified KeyPair does not exist.',
    })
    expect(refused).not.toHaveProperty('Result')
  })
})

describe('what a bind means for who logs in', () => {
  const ask = sdkCore(() => keyplane.endpoint, 'get/text_plain')

  test('nothing before the reboot, the key alone after it; detached and rebooted, the password again', async () => {
    const { Result } = await ask('CreateKeyPair', { KeyPairName: 'login' })
    const pair = { InstanceIds: ['i-login'], KeyPairId: Result?.['KeyPairId'] }
    const { EipAddress } = await describeOne(ask, 'i-login')
    const { IpAddress: host } = EipAddress as { IpAddress: string }
    const target = { host, port: keyplane.sshPort, user: 'root', command: 'echo in' }
    const privateKey = String(Result?.['PrivateKey'])
    const whoIsIn = async () => ({
      key: (await sshKey({ ...target, privateKey })).exitCode === 0,
      password: (await sshPassword({ ...target, password: PASSWORD })).exitCode === 0,
    })
    expect(await whoIsIn()).toEqual({ key: false, password: true })

    expect(detailsOf(await ask('AttachKeyPair', pair))).toEqual([{ InstanceId: 'i-login', Error: null }])
    expect(await describeOne(ask, 'i-login')).toMatchObject({ KeyPairName: 'login', Status: 'RUNNING' })
    expect(await whoIsIn()).toEqual({ key: false, password: true })

    await ask('RebootInstance', { InstanceId: 'i-login' })
    await settled(ask, 'i-login', 'RUNNING')
    expect(await whoIsIn()).toEqual({ key: true, password: false })

    await ask('DetachKeyPair', pair)
    expect(await describeOne(ask, 'i-login')).toMatchObject({ KeyPairId: '', KeyPairName: '' })
    expect(await whoIsIn()).toEqual({ key: true, password: false })
    await ask('RebootInstance', { InstanceId: 'i-login' })
    await settled(ask, 'i-login', 'RUNNING')
    expect(await whoIsIn()).toEqual({ key: false, password: true })
  })
})

describe('the examples of the page of AttachKeyPair', () => {
  // Source: AttachKeyPair, as updated 2023-11-20: request and answer examples.
  const printed = (first: string, second: string) =>
    `Action=AttachKeyPair&Version=2020-04-01&KeyPairName=ssh_key_pair1&InstanceIds.1=${first}&InstanceIds.2=${second}`

  async function sendAsPrinted(first: string, second: string) {
    const params: Params = { KeyPairName: 'ssh_key_pair1', 'InstanceIds.1': first, 'InstanceIds.2': second }
    return signedCall(keyplane.endpoint, 'AttachKeyPair', params, {
      host: 'open.volcengineapi.com',
      tamper(sent) {
        sent.url = `http://${keyplane.endpoint}/?${printed(first, second)}`
        Object.assign(sent.headers, { region: REGION, service: 'ecs' })
      },
    })
  }

  const notFound = { Code: 'InvalidInstance.NotFound', Message: 'The specified instance does not exist.' }

  test('ids with the stars they are printed with are unknown, each for itself', async () => {
    const { status, result } = await sendAsPrinted('i-ahipakt2gcg95jpv****', 'i-ahipakt2gdg95lbe****')
    expect(status).toBe(200)
    expect(result).toEqual({
      OperationDetails: [
        { InstanceId: 'i-ahipakt2gcg95jpv****', Error: notFound },
        { InstanceId: 'i-ahipakt2gdg95lbe****', Error: notFound },
      ],
    })
  })

  test('one known, one unknown: the answer that is printed', async () => {
    const { status, metadata, result } = await sendAsPrinted(
      'i-ahipakt2gcg95jpv0000',
      'i-ahipakt2gdg95lbe0000',
    )
    expect(status).toBe(200)
    expect(metadata).toEqual({
      RequestId: like(/^\d{14}[0-9A-F]{20}$/),
      Action: 'AttachKeyPair',
      Version: '2020-04-01',
      Service: 'ecs',
      Region: REGION,
    })
    expect(result).toEqual({
      OperationDetails: [
        { InstanceId: 'i-ahipakt2gcg95jpv0000', Error: null },
        { InstanceId: 'i-ahipakt2gdg95lbe0000', Error: notFound },
      ],
    })
  })
})
