import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import PopClient from '@alicloud/pop-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { opensWith, whoGetsIn } from './logins.ts'
import { publicKeyLine } from './public-keys.ts'
import { unwrapDefault } from '../clients/unwrap-default.ts'

// What the page of AttachKeyPair says, asked through the official SDK.

const accessKeyId = 'LTAI5tTestAccessKeyId'
const accessKeySecret = 'TestAccessKeySecret0123456789'
const regionId = 'cn-hangzhou'
const PASSWORD = 'Passw0rd!'
const HERE = `dialect: alibaba-ecs, account: acme, region: ${regionId}`
const MANY = Array.from({ length: 51 }, (_, nth) => `i-many${nth}`)

const SEED = `
accounts:
  - id: "1234567890123456"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${accessKeyId}, secret: ${accessKeySecret} }] }]
keyPairs:
  - { ${HERE}, name: one, publicKey: "${publicKeyLine(1)}" }
  - { ${HERE}, name: two, publicKey: "${publicKeyLine(2)}" }
instances:
${MANY.map((id) => `  - { ${HERE}, id: ${id}, state: stopped }`).join('\n')}
  - { ${HERE}, id: i-windows, os: windows }
  - { ${HERE}, id: i-slow, ioOptimized: false }
  - { ${HERE}, id: i-linux }
  - { ${HERE}, id: i-running, password: "${PASSWORD}" }
  - { ${HERE}, id: i-stopped, state: stopped, password: "${PASSWORD}" }
`

let keyplane: TestKeyplane
let client: ReturnType<typeof ecsClient>

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
  client = ecsClient()
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function ecsClient(endpoint = keyplane.endpoint) {
  const Client = unwrapDefault(EcsModule)
  return new Client(new Config({ accessKeyId, accessKeySecret, endpoint, regionId, protocol: 'HTTP' }))
}

interface Wanted {
  readonly regionId?: string
  readonly keyPairName?: string
  readonly instanceIds?: string
}

/** Status and fields of the answer. */
async function attach(ids: readonly string[], keyPairName = 'one') {
  const instanceIds = JSON.stringify(ids)
  const { body, statusCode } = await client.attachKeyPair(
    new ecs.AttachKeyPairRequest({ regionId, keyPairName, instanceIds }),
  )
  const fields: Record<string, unknown> = body?.toMap() ?? {}
  return { statusCode, fields }
}

function attachFreely(wanted: Wanted) {
  return client.attachKeyPair(new ecs.AttachKeyPairRequest(wanted))
}

/** The other official client, which sends what it is given. */
function pop(apiVersion = '2014-05-26') {
  return new PopClient({ endpoint: keyplane.api, apiVersion, accessKeyId, accessKeySecret })
}

function refused(statusCode: number, code: string): unknown {
  return expect.objectContaining({ statusCode, code })
}

async function show(id: string) {
  const request = new ecs.DescribeInstancesRequest({ regionId, instanceIds: JSON.stringify([id]) })
  return (await client.describeInstances(request)).body?.instances?.instance?.[0]
}

async function reached(id: string, status: string): Promise<void> {
  await expect.poll(async () => (await show(id))?.status, { timeout: 10_000 }).toBe(status)
}

async function reboot(id: string): Promise<void> {
  await client.rebootInstance(new ecs.RebootInstanceRequest({ instanceId: id }))
  await reached(id, 'Running')
}

async function createKeyPair(keyPairName: string): Promise<string> {
  const request = new ecs.CreateKeyPairRequest({ regionId, keyPairName })
  return (await client.createKeyPair(request)).body?.privateKeyBody ?? ''
}

/** Without a bandwidth the API names no address: the user name says which machine. */
function machineOf(id: string) {
  return { host: '127.0.0.1', port: keyplane.sshPort, user: `root+${id}` }
}

describe('what it does', () => {
  test('binds one pair to one Linux instance, and to several', async () => {
    expect(await attach(['i-linux'])).toMatchObject({ fields: { TotalCount: '1', FailCount: '0' } })
    expect(await attach(['i-linux', 'i-many0'])).toMatchObject({
      fields: { TotalCount: '2', FailCount: '0' },
    })
    expect(await show('i-linux')).toMatchObject({ keyPairName: 'one' })
    expect(await show('i-many0')).toMatchObject({ keyPairName: 'one' })
  })

  test('Windows is not supported', async () => {
    await expect(attach(['i-windows'])).rejects.toEqual(refused(403, 'DependencyViolation.WindowsInstance'))
    expect((await show('i-windows'))?.keyPairName).toBe('')
  })

  test('a running instance needs RebootInstance: then the key opens and the password no longer does', async () => {
    const credentials = { privateKey: await createKeyPair('for_running'), password: PASSWORD }
    const machine = machineOf('i-running')
    await attach(['i-running'], 'for_running')
    expect(await whoGetsIn(machine, credentials)).toEqual({ key: false, password: true })
    await reboot('i-running')
    expect(await whoGetsIn(machine, credentials)).toEqual({ key: true, password: false })
  })

  test('a stopped instance needs StartInstance: then the key opens and the password no longer does', async () => {
    const credentials = { privateKey: await createKeyPair('for_stopped'), password: PASSWORD }
    await attach(['i-stopped'], 'for_stopped')
    expect(await show('i-stopped')).toMatchObject({ keyPairName: 'for_stopped', status: 'Stopped' })
    await client.startInstance(new ecs.StartInstanceRequest({ instanceId: 'i-stopped' }))
    await reached('i-stopped', 'Running')
    expect(await whoGetsIn(machineOf('i-stopped'), credentials)).toEqual({ key: true, password: false })
  })

  test('the new pair replaces the one that was bound', async () => {
    const [former, next] = [await createKeyPair('former'), await createKeyPair('next')]
    await attach(['i-linux'], 'former')
    await reboot('i-linux')
    expect(await opensWith(machineOf('i-linux'), former)).toBe(true)
    await attach(['i-linux'], 'next')
    expect((await show('i-linux'))?.keyPairName).toBe('next')
    await reboot('i-linux')
    expect(await opensWith(machineOf('i-linux'), former)).toBe(false)
    expect(await opensWith(machineOf('i-linux'), next)).toBe(true)
  })
})

describe('what it takes', () => {
  const TARGET = { regionId, keyPairName: 'one', instanceIds: '["i-linux"]' }

  test.each(['regionId', 'keyPairName', 'instanceIds'])('%s must be given', async (name) => {
    const { [name]: _left, ...rest }: Record<string, string> = TARGET
    await expect(attachFreely(rest)).rejects.toEqual(refused(400, 'MissingParameter'))
  })

  test('RegionId is one of those that DescribeRegions lists', async () => {
    const { body } = await client.describeRegions(new ecs.DescribeRegionsRequest({}))
    const regions = body?.regions?.region?.map((region) => region.regionId ?? '') ?? []
    expect(regions).toContain(regionId)
    for (const listed of regions) {
      // Known, but only one has the pair.
      const answer = attachFreely({ ...TARGET, regionId: listed, keyPairName: 'none' })
      await expect(answer, listed).rejects.toEqual(refused(400, 'InvalidKeyPairName.NotFound'))
    }
    await expect(attachFreely({ ...TARGET, regionId: 'mars' })).rejects.toEqual(
      refused(404, 'InvalidRegionId.NotFound'),
    )
  })

  test('50 instances are bound in one call, 51 are refused', async () => {
    await expect(attach(MANY)).rejects.toEqual(refused(403, 'InstanceKeyPairLimitExceeded'))
    expect(await attach(MANY.slice(0, 50), 'two')).toMatchObject({
      fields: { TotalCount: '50', FailCount: '0' },
    })
    expect((await show('i-many49'))?.keyPairName).toBe('two')
    expect((await show('i-many50'))?.keyPairName).toBe('')
  })

  test.each(['i-linux', 'i-linux,i-many0', '["i-linux" "i-many0"]', '[]'])(
    'InstanceIds is a JSON array with commas, not %s',
    async (instanceIds) => {
      await expect(attachFreely({ ...TARGET, instanceIds })).rejects.toEqual(
        refused(400, 'InvalidInstanceIds.ValueNotSupported'),
      )
    },
  )

  test('Action and Version are those of the page', async () => {
    const params = { RegionId: regionId, KeyPairName: 'one', InstanceIds: '["i-linux"]' }
    expect(await pop().request('AttachKeyPair', params)).toMatchObject({ FailCount: '0' })
    await expect(pop().request('AttachKeyPairs', params)).rejects.toMatchObject({
      code: expect.stringMatching(/^InvalidAction/),
    })
    await expect(pop('2014-05-27').request('AttachKeyPair', params)).rejects.toMatchObject({
      code: expect.stringMatching(/Version/),
    })
  })
})

describe('what it answers', () => {
  test('names, counts and one result for each instance, all as text', async () => {
    const { statusCode, fields } = await attach(['i-windows', 'i-linux', 'i-slow'], 'two')
    expect(statusCode).toBe(200)
    expect(fields).toEqual({
      KeyPairName: 'two',
      RequestId: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
      TotalCount: '3',
      FailCount: '2',
      Results: {
        Result: [
          {
            Code: 'DependencyViolation.WindowsInstance',
            Message: 'The instance creating is windows, cannot use ssh key pair to login',
            InstanceId: 'i-windows',
            Success: 'false',
          },
          { Code: '200', Message: 'successful', InstanceId: 'i-linux', Success: 'true' },
          {
            Code: 'DependencyViolation.IoOptimize',
            Message: 'The specified parameter InstanceIds is not valid.',
            InstanceId: 'i-slow',
            Success: 'false',
          },
        ],
      },
    })
  })

  test('two instances that are bound: the sample answer', async () => {
    const { statusCode, fields } = await attach(['i-many1', 'i-many2'])
    expect(statusCode).toBe(200)
    const success = { Code: '200', Message: 'successful', Success: 'true' }
    expect(fields).toEqual({
      RequestId: expect.stringMatching(/./),
      ...{ KeyPairName: 'one', TotalCount: '2', FailCount: '0' },
      Results: {
        Result: [
          { ...success, InstanceId: 'i-many1' },
          { ...success, InstanceId: 'i-many2' },
        ],
      },
    })
  })

  test('codes that its table leaves out are those of the service', async () => {
    const secret = { accessKeyId, accessKeySecret: 'wrong' }
    const stranger = new PopClient({ endpoint: keyplane.api, apiVersion: '2014-05-26', ...secret })
    const params = { RegionId: regionId, KeyPairName: 'one', InstanceIds: '["i-linux"]' }
    await expect(stranger.request('AttachKeyPair', params)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    })
  })
})
