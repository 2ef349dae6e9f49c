import { describe, expect, test } from 'vitest'

import { holdNextChange } from '../../../../tests/hold-change.ts'
import { refusal, STEP_MS, STRANGER, testRoom } from './test-support/test-room.ts'

const DAY_SECONDS = 24 * 60 * 60

const CVM = {
  action: 'RunInstances',
  version: '2017-03-12',
  params: { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' },
  unknownImage: { ImageId: 'img-1' },
  noKeyPair: { LoginSettings: { KeyIds: ['skey-00000000'] } },
  internalError: 'InternalServerError',
}
const LIGHTHOUSE = {
  action: 'CreateInstances',
  version: '2020-03-24',
  params: { BundleId: 'bundle_gen_03', BlueprintId: 'lhbp-mxml4cnq', InstanceChargePrepaid: { Period: 1 } },
  unknownImage: { BlueprintId: 'lhbp-1' },
  noKeyPair: { LoginConfiguration: { KeyIds: ['lhkp-00000000'] } },
  internalError: 'InternalError',
}

describe.each([CVM, LIGHTHOUSE])('ClientToken of $action', (service) => {
  const { action, params } = service
  const room = testRoom({ version: service.version })
  let tokens = 0
  const newToken = () => ({ ClientToken: `token-${(tokens += 1)}` })

  async function count(): Promise<unknown> {
    const { TotalCount } = await room.ok('DescribeInstances')
    return TotalCount
  }

  test('the same token again: the same ids, a new request id, nothing created', async () => {
    const token = newToken()
    const first = await room.call(action, { ...params, ...token })
    const before = await count()
    const again = await room.call(action, { ...params, ...token }, { form: 'get' })
    expect(first.response['InstanceIdSet']).toHaveLength(1)
    expect(again.response).toEqual({ ...first.response, RequestId: again.requestId })
    expect(again.requestId).not.toBe(first.requestId)
    expect(await count()).toBe(before)
  })

  test('with other parameters too: the first answer', async () => {
    const token = newToken()
    const { InstanceIdSet } = await room.ok(action, { ...params, ...token })
    const other = await room.ok(action, { ...params, InstanceCount: 3, ...token })
    expect(other['InstanceIdSet']).toEqual(InstanceIdSet)
  })

  test('an empty token is none', async () => {
    const ids = [1, 2].map(
      async () => (await room.ok(action, { ...params, ClientToken: '' }))['InstanceIdSet'],
    )
    const [first, second] = await Promise.all(ids)
    expect(first).not.toEqual(second)
  })

  test.each([
    ['another region', { region: 'ap-beijing' }, { Placement: { Zone: 'ap-beijing-3' } }],
    ['another account', { signer: STRANGER }, {}],
  ])('is another one in %s', async (_where, options, place) => {
    const token = newToken()
    const { InstanceIdSet } = await room.ok(action, { ...params, ...token })
    const there = { ...params, ...token, ...(service === CVM ? place : {}) }
    expect((await room.ok(action, there, options))['InstanceIdSet']).not.toEqual(InstanceIdSet)
  })

  test('while the first call runs, a second one waits for its answer', async () => {
    const token = newToken()
    const held = holdNextChange(room.keyplane.core)
    const first = room.ok(action, { ...params, ...token })
    await held.reached
    let isAnswered = false
    const second = room.ok(action, { ...params, ...token }).finally(() => (isAnswered = true))
    // A call behind the second one has been answered, and the second still waits.
    await room.ok('DescribeInstances')
    expect(isAnswered).toBe(false)
    held.letGo()
    expect((await second)['InstanceIdSet']).toEqual((await first)['InstanceIdSet'])
  })

  test.each([
    ['a refusal', service.noKeyPair],
    ['a malformed parameter', service.unknownImage],
  ])('%s does not use the token up', async (_what, wrong) => {
    const token = newToken()
    expect((await room.call(action, { ...params, ...wrong, ...token })).error).toBeDefined()
    expect(await room.ok(action, { ...params, ...token })).toHaveProperty('InstanceIdSet')
  })

  test('a dry run does not use the token up', async () => {
    const token = newToken()
    expect(await room.ok(action, { ...params, ...token, DryRun: true })).not.toHaveProperty('InstanceIdSet')
    expect(await room.ok(action, { ...params, ...token })).toHaveProperty('InstanceIdSet')
  })

  test('a failure does not use the token up', async () => {
    const token = newToken()
    holdNextChange(room.keyplane.core, new Error('the disk is full')).letGo()
    const failed = await room.call(action, { ...params, ...token })
    expect(failed).toEqual(refusal(service.internalError, /./))
    expect(await room.ok(action, { ...params, ...token })).toHaveProperty('InstanceIdSet')
  })

  test('of 50 calls at the same time one acts, and all have its answer', async () => {
    const token = newToken()
    const before = Number(await count())
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => room.ok(action, { ...params, ...token })),
    )
    const ids = answers.map(({ InstanceIdSet }) => JSON.stringify(InstanceIdSet))
    expect(new Set(ids).size).toBe(1)
    expect(await count()).toBe(before + 1)
  })

  // Last: it moves the clock of the room.
  test('an answer is kept for 24 hours', async () => {
    const token = newToken()
    const { InstanceIdSet } = await room.ok(action, { ...params, ...token })
    room.clock.advance(DAY_SECONDS * 1_000 - STEP_MS)
    const late = { skewSeconds: Math.round((room.clock.now() - Date.now()) / 1_000) }
    expect((await room.ok(action, { ...params, ...token }, late))['InstanceIdSet']).toEqual(InstanceIdSet)
    room.clock.advance(STEP_MS)
    expect((await room.ok(action, { ...params, ...token }, late))['InstanceIdSet']).not.toEqual(InstanceIdSet)
  })
})
