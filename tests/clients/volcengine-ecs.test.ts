import { Service, Signer } from '@volcengine/openapi'
import { buildRequestConfigFromMetaPath, Client, Command } from '@volcengine/sdk-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { type Params, signedCall } from '../../src/dialects/volcengine-ecs/test-support/signed-call.ts'
import { like } from '../../src/dialects/volcengine-ecs/test-support/test-world.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

// The official SDKs, unmodified, drive every action. Source of how they are pointed here: spec/volcengine.md §4.1.
const ACCESS_KEY = { id: 'AKLTacmeroot', secret: 'acme-root-secret==' }
const PASSWORD = 'S3cret-pw!'
const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const FINGERPRINT = '0fa20ad7383e6545086b63841cffdcba'
const VERSION = '2020-04-01'
const REGION = 'cn-beijing'
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

type Body = Readonly<Record<string, unknown>>

interface Answer {
  readonly ResponseMetadata: Body & { readonly Error?: Body }
  readonly Result?: Body
}

type Ask = (action: string, input?: Body) => Promise<Answer>

let keyplane: TestKeyplane

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

/** `{ InstanceIds: ['a'] }` as `{ 'InstanceIds.1': 'a' }`: openapi leaves that to its callers. */
function flat(input: Body, prefix = ''): Record<string, string> {
  const entries = Object.entries(input).flatMap(([name, value]): [string, string][] => {
    if (Array.isArray(value)) {
      const numbered = Object.fromEntries(value.map((item, place) => [String(place + 1), item as unknown]))
      return Object.entries(flat(numbered, `${prefix}${name}.`))
    }
    // Only plain objects are nested.
    if (typeof value === 'object') return Object.entries(flat(value as Body, `${prefix}${name}.`))
    return [[`${prefix}${name}`, typeof value === 'string' ? value : JSON.stringify(value)]]
  })
  return Object.fromEntries(entries)
}

/** What the clients hand back is the parsed body. */
function asAnswer(body: unknown): Answer {
  return body as Answer
}

const openapi: Ask = async (action, input = {}) => {
  const service = new Service({
    ...{ host: keyplane.endpoint, protocol: 'http:', region: REGION, serviceName: 'ecs' },
    ...{ defaultVersion: VERSION, accessKeyId: ACCESS_KEY.id, secretKey: ACCESS_KEY.secret },
  })
  return asAnswer(await service.createAPI(action)(flat(input)))
}

const openapiSignedUrl: Ask = async (action, input = {}) => {
  const params = { Action: action, Version: VERSION, ...flat(input) }
  const signer = new Signer({ region: REGION, method: 'GET', params }, 'ecs')
  const query = signer.getSignUrl({
    accessKeyId: ACCESS_KEY.id,
    secretKey: ACCESS_KEY.secret,
    sessionToken: '',
  })
  const response = await fetch(`http://${keyplane.endpoint}/?${query}`)
  return asAnswer(await response.json())
}

class EcsCommand extends Command<Record<string, unknown>, unknown> {
  constructor(action: string, kind: string, input: Body) {
    super({ ...input })
    this.requestConfig = buildRequestConfigFromMetaPath(`/${action}/${VERSION}/ecs/${kind}/`)
  }
}

/** This client throws a refusal; its body is what is asked for. */
function sdkCore(kind: string): Ask {
  return async (action, input = {}) => {
    const client = new Client({
      ...{ host: keyplane.endpoint, protocol: 'http', region: REGION },
      ...{ accessKeyId: ACCESS_KEY.id, secretAccessKey: ACCESS_KEY.secret },
    })
    try {
      return asAnswer(await client.send(new EcsCommand(action, kind, input)))
    } catch (error) {
      if (error instanceof Error && 'data' in error) return asAnswer(error.data)
      throw error
    } finally {
      client.destroy()
    }
  }
}

const clients: readonly { readonly name: string; readonly ask: Ask }[] = [
  { name: 'sdk-core-get', ask: sdkCore('get/text_plain') },
  { name: 'sdk-core-json', ask: sdkCore('post/application_json') },
  { name: 'sdk-core-form', ask: sdkCore('post/application_x-www-form-urlencoded') },
  { name: 'openapi-get', ask: openapi },
  { name: 'openapi-signed-url', ask: openapiSignedUrl },
]

function detailsOf(answer: Answer): readonly Body[] {
  return listOf(answer, 'OperationDetails')
}

/** A list of an answer; a refusal has none. */
function listOf({ Result = {} }: Answer, name: string): readonly Body[] {
  // What is in the lists is compared by the tests.
  return (Result[name] ?? []) as Body[]
}

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
  const ask = sdkCore('get/text_plain')

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
