import { describe, expect, test } from 'vitest'

import { heldClock } from '../../../tests/held-clock.ts'
import { holdNextChange } from '../../../tests/hold-change.ts'
import { timestampNow } from './test-support/signed-call.ts'
import {
  details,
  ED25519_KEY,
  PASSWORD,
  refusal,
  rowsOf,
  startWorld,
  type TestWorld,
} from './test-support/test-world.ts'

const ACCOUNT = '2100000000'
const REUSED = [
  400,
  'IdempotentParameterMismatch',
  'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical.',
]
const IN_PROCESS = [
  412,
  'IdempotentProcessing',
  'The request uses the same client token as a previous one that is still in process.',
]
const TOKEN = { ClientToken: 'b3f1d2c4-0000-4000-8000-000000000001' }
const DAY_MS = 24 * 60 * 60_000

const RUN = {
  ZoneId: 'cn-beijing-a',
  ImageId: 'image-ybvelinux20lts00x640',
  InstanceType: 'ecs.g3i.large',
  InstanceName: 'made',
  'NetworkInterfaces.1.SubnetId': 'subnet-2fe79j7c8o5c059gp68ksxr93',
  'Volumes.1.VolumeType': 'ESSD_PL0',
  Password: PASSWORD,
}

/** A running and a stopped instance and two key pairs, one of them bound. */
function startPlain(options: Parameters<typeof startWorld>[1] = {}): Promise<TestWorld> {
  const instances = [
    { id: 'i-running', keyPairs: ['one'] },
    { id: 'i-stopped', state: 'stopped' },
  ]
  const keyPairs = [
    { id: 'kp-one', name: 'one' },
    { id: 'kp-two', name: 'two' },
  ]
  return startWorld({ keyPairs, instances }, { transitionMs: 60_000, ...options })
}

/** How many calls of the account changed something. */
async function countChanges(world: TestWorld): Promise<number> {
  const rows = await world.core.database.audit.newest(ACCOUNT, 1_000)
  return rows.filter(({ changes }) => changes.length > 0).length
}

type Params = Readonly<Record<string, string>>
const pair = { KeyPairName: 'made' }
const running = { InstanceId: 'i-running' }
const stopped = { InstanceId: 'i-stopped' }
const onRunning = { 'InstanceIds.1': 'i-running' }
const onStopped = { 'InstanceIds.1': 'i-stopped' }
const tagged = { ResourceType: 'keypair', 'ResourceIds.1': 'kp-two' }

describe('every action that takes a client token', () => {
  const actions: readonly [string, Params, Params][] = [
    ['CreateKeyPair', pair, { KeyPairName: 'other' }],
    ['ImportKeyPair', { ...pair, PublicKey: ED25519_KEY }, { Description: 'other' }],
    ['DeleteKeyPairs', { 'KeyPairNames.1': 'two' }, { 'KeyPairNames.2': 'other' }],
    ['AttachKeyPair', { KeyPairId: 'kp-two', ...onRunning }, { 'InstanceIds.2': 'i-stopped' }],
    ['DetachKeyPair', { KeyPairId: 'kp-one', ...onRunning }, { 'InstanceIds.2': 'i-stopped' }],
    ['RunInstances', RUN, { Password: 'An0ther-pw!' }],
    ['StartInstance', stopped, running],
    ['StopInstance', running, { ForceStop: 'true' }],
    ['RebootInstance', running, { ForceStop: 'true' }],
    ['DeleteInstance', running, stopped],
    ['StartInstances', onStopped, onRunning],
    ['StopInstances', onRunning, { StoppedMode: 'StopCharging' }],
    ['RebootInstances', onRunning, { ForceStop: 'true' }],
    ['DeleteInstances', onRunning, { 'InstanceIds.2': 'i-stopped' }],
    ['ModifyInstanceAttribute', { ...running, InstanceName: 'new' }, { InstanceName: 'newer' }],
    ['ModifyInstanceAttribute', { ...running, Password: PASSWORD }, { Password: 'An0ther-pw!' }],
    ['ModifyKeyPairAttribute', { KeyPairId: 'kp-two', Description: 'new' }, { Description: 'newer' }],
    ['ReplaceSystemVolume', { ...stopped, ImageId: RUN.ImageId, KeyPairName: 'two' }, { Size: '80' }],
    ['CreateTags', { ...tagged, 'Tags.1.Key': 'a' }, { 'Tags.1.Value': 'v' }],
    ['DeleteTags', { ...tagged, 'TagKeys.1': 'a' }, { 'TagKeys.2': 'b' }],
  ]

  test.each(actions)(
    '%s: answers again, acts once, refuses other parameters',
    async (action, params, other) => {
      await using world = await startPlain()
      const first = await world.call(action, { ...params, ...TOKEN })
      const again = await world.call(action, { ...params, ...TOKEN }, { form: 'post-form' })
      const { PrivateKey, ...kept } = first.result ?? {}
      expect(PrivateKey === undefined).toBe(action !== 'CreateKeyPair')
      expect([first.status, again.status, again.result]).toEqual([200, 200, kept])
      expect(again.metadata['RequestId']).not.toBe(first.metadata['RequestId'])
      expect(await countChanges(world)).toBe(1)
      expect(refusal(await world.call(action, { ...params, ...other, ...TOKEN }))).toEqual(REUSED)
      expect(await countChanges(world)).toBe(1)
    },
  )
})

describe('a client token', () => {
  test('is refused while the first call runs', async () => {
    await using world = await startPlain()
    const held = holdNextChange(world.core)
    const first = world.call('CreateKeyPair', { ...pair, ...TOKEN })
    await held.reached
    expect(refusal(await world.call('CreateKeyPair', { ...pair, ...TOKEN }))).toEqual(IN_PROCESS)
    held.letGo()
    const { result } = await first
    const { result: again } = await world.call('CreateKeyPair', { ...pair, ...TOKEN })
    expect(again?.['KeyPairId']).toBe(result?.['KeyPairId'])
  })

  test.each([
    ['an unknown zone', { ZoneId: 'cn-nowhere-a' }],
    ['a missing key pair', { KeyPairName: 'nobody' }],
    ['a dry run', { DryRun: 'true' }],
  ])('is not used up by %s', async (_what, params) => {
    await using world = await startPlain()
    const failed = await world.call('RunInstances', { ...RUN, ...params, ...TOKEN })
    expect(failed.result).toBeUndefined()
    expect((await world.call('RunInstances', { ...RUN, ...TOKEN })).status).toBe(200)
  })

  test('is not used up by a failure', async () => {
    await using world = await startPlain()
    const held = holdNextChange(world.core, new Error('the disk is full'))
    held.letGo()
    const failed = await world.call('RunInstances', { ...RUN, ...TOKEN })
    expect(refusal(failed)).toEqual([500, 'InternalError', 'An internal error has occurred.'])
    expect((await world.call('RunInstances', { ...RUN, ...TOKEN })).status).toBe(200)
  })

  test('is used up by an answer with errors in it', async () => {
    await using world = await startPlain()
    const params = { 'KeyPairNames.1': 'one', ...TOKEN }
    const first = await world.call('DeleteKeyPairs', params)
    await world.call('DetachKeyPair', { KeyPairId: 'kp-one', ...onRunning })
    expect(details(await world.call('DeleteKeyPairs', params))).toEqual(details(first))
  })

  test('of 50 calls at the same time lets one act', async () => {
    await using world = await startPlain()
    const params = { ...RUN, ...TOKEN }
    const replies = await Promise.all(Array.from({ length: 50 }, () => world.call('RunInstances', params)))
    const answers = replies.filter(({ status }) => status === 200)
    const refusals = replies.filter(({ status }) => status !== 200)
    expect(new Set(answers.map(({ result }) => JSON.stringify(result))).size).toBe(1)
    for (const reply of refusals) expect(refusal(reply)).toEqual(IN_PROCESS)
    expect(rowsOf(await world.call('DescribeInstances'), 'Instances')).toHaveLength(3)
  })

  test('is another one in another region', async () => {
    await using world = await startPlain()
    const here = await world.call('CreateKeyPair', { ...pair, ...TOKEN })
    const there = await world.call('CreateKeyPair', { ...pair, ...TOKEN }, { region: 'cn-guangzhou' })
    expect(there.result).toHaveProperty('PrivateKey')
    expect(there.result?.['KeyPairId']).not.toBe(here.result?.['KeyPairId'])
  })

  test('is kept for 24 hours', async () => {
    const clock = heldClock(Date.now())
    await using world = await startPlain({ clock })
    const first = await world.call('CreateKeyPair', { ...pair, ...TOKEN })
    clock.advance(DAY_MS - 1_000)
    const almost = { timestamp: timestampNow(DAY_MS) }
    const again = await world.call('CreateKeyPair', { ...pair, ...TOKEN }, almost)
    expect(again.result?.['KeyPairId']).toBe(first.result?.['KeyPairId'])
    clock.advance(1_000)
    const late = await world.call('CreateKeyPair', { KeyPairName: 'other', ...TOKEN }, almost)
    expect(late.result).toMatchObject({ KeyPairName: 'other' })
  })

  test('of 64 characters is taken, in any form of request', async () => {
    await using world = await startPlain()
    const ClientToken = '~'.repeat(64)
    const first = await world.call('CreateKeyPair', { ...pair, ClientToken })
    const json = { KeyPairName: 'made', ClientToken }
    const again = await world.call('CreateKeyPair', {}, { form: 'post-json', json })
    expect(again.result?.['KeyPairId']).toBe(first.result?.['KeyPairId'])
    const wrong = await world.call('CreateKeyPair', { ...pair, ClientToken: 'x'.repeat(65) })
    expect(refusal(wrong)[1]).toBe('InvalidClientToken.Malformed')
  })
})
