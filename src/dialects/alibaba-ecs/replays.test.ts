import { describe, expect, it } from 'vitest'

import { heldClock } from '../../../tests/held-clock.ts'
import { holdNextChange } from '../../../tests/hold-change.ts'
import { refusal, REFUSALS, REGION, startWorld, type TestWorld } from './test-support/test-world.ts'

const REUSED = [
  400,
  'IdempotentParameterMismatch',
  'Request uses a client token in a previous request but is not Identical to that request.',
]
const IN_PROCESS = [400, 'IdempotentProcessing', 'The previous idempotent request(s) is still processing.']
const ClientToken = 'TF-RunInstances-1782129630-7f1c36d5'
const DAY_MS = 24 * 60 * 60_000

const RUN = {
  RegionId: REGION,
  ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd',
  InstanceType: 'ecs.g6.large',
  SecurityGroupId: 'sg-bp15ed6xe1yxeycg7o****',
  Password: 'S3cret-pw!',
  ClientToken,
}
const DELETE = { RegionId: REGION, 'InstanceId.1': 'i-stopped', ClientToken }

function start(options: Parameters<typeof startWorld>[1] = {}): Promise<TestWorld> {
  const instances = [
    { id: 'i-stopped', state: 'stopped' },
    { id: 'i-other', state: 'stopped' },
  ]
  return startWorld({ instances }, { transitionMs: 60_000, ...options })
}

async function countInstances(world: TestWorld): Promise<unknown> {
  return (await world.call('DescribeInstances', { RegionId: REGION })).body['TotalCount']
}

describe('a client token', () => {
  it.each([
    ['RunInstances', RUN, { Password: 'An0ther-pw!' }, 3],
    ['DeleteInstances', DELETE, { 'InstanceId.2': 'i-other' }, 2],
  ])(
    'of %s: answers again, acts once, refuses other parameters',
    async (action, params, other, instances) => {
      await using world = await start()
      const first = await world.call(action, params)
      const again = await world.call(action, params, { form: 'v1-form', format: 'JSON' })
      expect([first.status, again.status]).toEqual([200, 200])
      expect(again.body).toEqual({ ...first.body, RequestId: again.body['RequestId'] })
      expect(again.body['RequestId']).not.toBe(first.body['RequestId'])
      expect(refusal(await world.call(action, { ...params, ...other }))).toEqual(REUSED)
      expect(await countInstances(world)).toBe(instances)
    },
  )

  it('answers again as XML too', async () => {
    await using world = await start()
    const { body } = await world.call('RunInstances', RUN)
    const { text } = await world.call('RunInstances', RUN, { form: 'v1-get', format: 'XML' })
    const { InstanceIdSet } = body['InstanceIdSets'] as { InstanceIdSet: string[] }
    expect(text).toContain(`<InstanceIdSet>${InstanceIdSet.join()}</InstanceIdSet>`)
  })

  it('has upper and lower case', async () => {
    await using world = await start()
    await world.call('RunInstances', RUN)
    await world.call('RunInstances', { ...RUN, ClientToken: ClientToken.toLowerCase() })
    expect(await countInstances(world)).toBe(4)
  })

  it('is refused while the first call runs', async () => {
    await using world = await start()
    const held = holdNextChange(world.core)
    const first = world.call('RunInstances', RUN)
    await held.reached
    expect(refusal(await world.call('RunInstances', RUN))).toEqual(IN_PROCESS)
    held.letGo()
    expect((await world.call('RunInstances', RUN)).status).toBe((await first).status)
  })

  it.each([
    ['a refusal', { KeyPairName: 'nobody' }, 404],
    ['a dry run', { DryRun: 'true' }, 400],
  ])('is not used up by %s', async (_what, params, status) => {
    await using world = await start()
    expect((await world.call('RunInstances', { ...RUN, ...params })).status).toBe(status)
    expect((await world.call('RunInstances', RUN)).status).toBe(200)
  })

  it('is not used up by a dry run that comes to its change', async () => {
    await using world = await start()
    const dry = await world.call('DeleteInstances', { ...DELETE, DryRun: 'true' })
    expect(refusal(dry)).toEqual(REFUSALS.batchDryRun)
    expect((await world.call('DeleteInstances', DELETE)).status).toBe(200)
  })

  it('is not used up by a failure', async () => {
    await using world = await start()
    holdNextChange(world.core, new Error('the disk is full')).letGo()
    expect((await world.call('RunInstances', RUN)).status).toBe(500)
    expect((await world.call('RunInstances', RUN)).status).toBe(200)
  })

  it('of 50 calls at the same time lets one act', async () => {
    await using world = await start()
    const replies = await Promise.all(Array.from({ length: 50 }, () => world.call('RunInstances', RUN)))
    const refused = replies.filter(({ status }) => status !== 200)
    expect(refused.length).toBeLessThan(50)
    for (const reply of refused) expect(refusal(reply)).toEqual(IN_PROCESS)
    const ids = replies.filter(({ status }) => status === 200).map(({ body }) => body['InstanceIdSets'])
    expect(new Set(ids.map((set) => JSON.stringify(set))).size).toBe(1)
    expect(await countInstances(world)).toBe(3)
  })

  it('is kept for 24 hours', async () => {
    const clock = heldClock(Math.floor(Date.now() / 1_000) * 1_000)
    await using world = await start({ clock })
    const timestampNow = () => new Date(clock.now()).toISOString().replace(/\.\d{3}/, '')
    const run = () => world.call('RunInstances', RUN, { timestamp: timestampNow() })
    const first = await run()
    clock.advance(DAY_MS - 1)
    expect((await run()).body['InstanceIdSets']).toEqual(first.body['InstanceIdSets'])
    clock.advance(1)
    const late = await run()
    expect(late.status).toBe(200)
    expect(late.body['InstanceIdSets']).not.toEqual(first.body['InstanceIdSets'])
  })

  it('is no parameter of the key pair actions', async () => {
    await using world = await start()
    const params = { RegionId: REGION, KeyPairName: 'made', ClientToken }
    expect((await world.call('CreateKeyPair', params)).status).toBe(200)
    expect(refusal(await world.call('CreateKeyPair', params))[1]).toBe('KeyPair.AlreadyExist')
  })
})
