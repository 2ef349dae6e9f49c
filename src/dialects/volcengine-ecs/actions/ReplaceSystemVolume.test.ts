import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  malformed,
  missing,
  PASSWORD,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

const UBUNTU = 'image-ybubuntu2404lts0x640'
const WINDOWS = 'image-ybwin2022dcen000x640'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-one', name: 'one' },
      { id: 'kp-two', name: 'two' },
    ],
    instances: [
      ...['i-pair', 'i-password', 'i-both', 'i-kept', 'i-dry', 'i-refused'].map((id) => ({
        ...{ id, state: 'stopped', keyPairs: ['one'] },
      })),
      { id: 'i-windows', state: 'stopped' },
      { id: 'i-running' },
      { id: 'i-rebuilding', state: 'rebuilding' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

const replace = (params: Params) => world.call('ReplaceSystemVolume', { ImageId: UBUNTU, ...params })

/** What the steps of the newest operation show; a status that passes too fast is not seen from outside. */
async function statesOnTheWay(id: string) {
  const owner = { account: '2100000000', dialect: 'volcengine-ecs' }
  const [instance] = await world.core.database.instances.findByIds(owner, [id])
  const operation = await world.core.database.operations.find(instance?.latestOperation?.id ?? '')
  return operation?.steps.map(({ shows }) => shows)
}

async function systemVolume(id: string) {
  const params = { InstanceId: id, Kind: 'system' }
  return rowsOf(await world.call('DescribeVolumes', params, { service: 'storage_ebs' }), 'Volumes')
}

describe('parsing', () => {
  test('a dry run changes nothing', async () => {
    const params = { InstanceId: 'i-dry', KeyPairName: 'two', DryRun: 'true' }
    expect(refusal(await replace(params))).toEqual(REFUSALS.dryRun)
    expect(await world.show('i-dry')).toMatchObject({ Status: 'STOPPED', KeyPairName: 'one' })
  })

  test('the size by either name, user data and a token', async () => {
    const UserData = Buffer.from('echo').toString('base64')
    const params = { InstanceId: 'i-password', Password: PASSWORD, ClientToken: 'token', UserData }
    expect((await replace({ ...params, SystemVolumeSize: '80' })).result).toEqual({})
    expect(await systemVolume('i-password')).toMatchObject([{ Size: '80', ImageId: UBUNTU }])
    const { result } = await world.call('DescribeUserData', { InstanceId: 'i-password' })
    expect(result).toEqual({ InstanceId: 'i-password', UserData })
    await world.waitFor('i-password', 'RUNNING')
    expect(await world.access('i-password')).toEqual({ keys: 0, password: true })
    expect(await world.show('i-password')).toMatchObject({ KeyPairId: '', KeyPairName: '' })
  })
})

describe('refusals', () => {
  const none = [
    400,
    'MissingParameter.PasswordAndKeyPair',
    'The required parameters Password and KeyPair are not supplied.',
  ]
  const windows = [
    400,
    'InvalidKeyPairForWindows.Unsupported',
    'The OSType of this specified instance is Windows, which does not support key pairs.',
  ]
  const target = { InstanceId: 'i-refused', KeyPairName: 'two' }

  test.each<[string, Params, readonly unknown[]]>([
    ['no id', { KeyPairName: 'one' }, missing('InstanceId')],
    ['no image', { ...target, ImageId: '' }, missing('ImageId')],
    [
      'an image that is none',
      { ...target, ImageId: 'mars' },
      [404, 'InvalidImage.NotFound', 'The specified image does not exist.'],
    ],
    ['no credential', { InstanceId: 'i-refused' }, none],
    ['a bad password', { InstanceId: 'i-refused', Password: 'short' }, malformed('Password')],
    ['a credential to keep and one beside it', { ...target, KeepImageCredential: 'true' }, REFUSALS.argument],
    ['an unknown pair', { ...target, KeyPairName: 'none' }, REFUSALS.keyPair],
    ['a pair for Windows', { ...target, ImageId: WINDOWS }, windows],
    ['no size', { ...target, Size: '0' }, REFUSALS.argument],
    ['an unknown instance', { ...target, InstanceId: 'i-none' }, REFUSALS.instance],
    ['a running one', { ...target, InstanceId: 'i-running' }, REFUSALS.status],
    ['one that is being rebuilt', { ...target, InstanceId: 'i-rebuilding' }, REFUSALS.status],
    ['a bad token', { ...target, ClientToken: 'é' }, REFUSALS.clientToken],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await replace(params))).toEqual(expected)
    expect(await world.show('i-refused')).toMatchObject({ Status: 'STOPPED', KeyPairName: 'one' })
  })

  test('a user without a policy', async () => {
    const reply = await world.call('ReplaceSystemVolume', { InstanceId: 'i-refused', ImageId: UBUNTU }, ALICE)
    expect(refusal(reply)).toEqual(denied('ReplaceSystemVolume', 'instance/i-refused'))
  })
})

describe('behaviour', () => {
  test('STOPPED, REBUILDING, RUNNING, with the new pair and the new system', async () => {
    const before = await world.show('i-pair')
    await replace({ InstanceId: 'i-pair', KeyPairName: 'two', Size: '60' })
    expect(await world.show('i-pair')).toMatchObject({ KeyPairName: 'two' })
    expect(await statesOnTheWay('i-pair')).toEqual(['rebuilding', 'rebuilding', 'rebuilding'])
    await world.waitFor('i-pair', 'RUNNING')
    expect(await world.show('i-pair')).toMatchObject({
      ImageId: UBUNTU,
      OsName: 'Ubuntu 24.04 LTS 64 bit',
      KeyPairId: 'kp-two',
      EipAddress: before['EipAddress'],
      Volumes: before['Volumes'],
    })
    expect(await world.access('i-pair')).toEqual({ keys: 1, password: false })
    expect(await systemVolume('i-pair')).toMatchObject([{ Size: '60' }])
  })

  test('shows REBUILDING as long as it takes', async () => {
    expect(await world.show('i-rebuilding')).toMatchObject({ Status: 'REBUILDING' })
  })

  test('on Windows only the password counts', async () => {
    const params = { InstanceId: 'i-windows', ImageId: WINDOWS, KeyPairName: 'two', Password: PASSWORD }
    expect((await replace(params)).result).toEqual({})
    await world.waitFor('i-windows', 'RUNNING')
    expect(await world.show('i-windows')).toMatchObject({ KeyPairName: '', OsType: 'Windows' })
  })

  test('of a pair and a password only the pair counts', async () => {
    await replace({ InstanceId: 'i-both', KeyPairName: 'two', Password: PASSWORD })
    await world.waitFor('i-both', 'RUNNING')
    expect(await world.access('i-both')).toEqual({ keys: 1, password: false })
  })

  test('with the credential of the image nobody known here is let in', async () => {
    await replace({ InstanceId: 'i-kept', KeepImageCredential: 'true' })
    await world.waitFor('i-kept', 'RUNNING')
    expect(await world.access('i-kept')).toEqual({ keys: 0, password: false })
  })
})
