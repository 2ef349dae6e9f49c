import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  inState,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  seededInstance,
  seededKeyPair,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'keyPairs:\n' +
    seededKeyPair('skey-aaaaaaaa', 'a', 1) +
    'instances:\n' +
    seededInstance('ins-bound001', 'keyPairs: [a]') +
    seededInstance('ins-plain001') +
    seededInstance('ins-stop0001', 'state: stopping'),
)

async function run(more: object): Promise<string> {
  const { InstanceIdSet } = await room.ok('RunInstances', {
    Placement: { Zone: 'ap-guangzhou-3' },
    ImageId: 'img-eb30mz89',
    ...more,
  })
  const [id = ''] = InstanceIdSet as string[]
  await room.settled(id)
  return id
}

async function isListed(id: string): Promise<boolean> {
  return (await room.ok('DescribeInstances', { InstanceIds: [id] }))['TotalCount'] === 1
}

const PREPAID = { InstanceChargeType: 'PREPAID', InstanceChargePrepaid: { Period: 1 } }

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceIds')],
    [{ InstanceIds: ['ins-plain001'], Force: 1 }, unknown('Force')],
    [{ InstanceIds: ['ins-1122'] }, MALFORMED_INSTANCE],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('TerminateInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    ['ins-00000000', NO_SUCH_INSTANCE],
    ['ins-stop0001', inState('Stopping', /being shut down/)],
  ])('%s', async (id, expected) => {
    expect(await room.call('TerminateInstances', { InstanceIds: ['ins-plain001', id] })).toEqual(expected)
    expect(await room.instance('ins-plain001')).toMatchObject({ InstanceState: 'RUNNING' })
  })

  test('a protected instance', async () => {
    const id = await run({ DisableApiTermination: true })
    expect(await room.instance(id)).toMatchObject({ DisableApiTermination: true })
    expect(await room.call('TerminateInstances', { InstanceIds: [id] })).toEqual(
      refusal('UnsupportedOperation.InstancesProtected', /protected against termination/),
    )
  })

  test('prepaid and postpaid instances in one call', async () => {
    const id = await run(PREPAID)
    expect(await room.call('TerminateInstances', { InstanceIds: [id, 'ins-plain001'] })).toEqual(
      refusal('UnsupportedOperation.InstanceMixedPricingModel', /different charge types/),
    )
  })
})

describe('behaviour', () => {
  test('a postpaid instance is TERMINATING, then gone with its bindings', async () => {
    await room.ok('TerminateInstances', { InstanceIds: ['ins-bound001'] })
    expect(await room.instance('ins-bound001')).toMatchObject({ InstanceState: 'TERMINATING' })
    expect(await room.call('TerminateInstances', { InstanceIds: ['ins-bound001'] })).toEqual(
      inState('Terminating', /being terminated/),
    )
    await room.gone('ins-bound001')
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds: ['skey-aaaaaaaa'] })
    expect(KeyPairSet).toMatchObject([{ AssociatedInstanceIds: [] }])
  })

  test('a prepaid instance goes to the recycle bin, and away with the second call', async () => {
    const id = await run(PREPAID)
    await room.ok('TerminateInstances', { InstanceIds: [id] })
    expect(await room.settled(id)).toMatchObject({ InstanceState: 'SHUTDOWN', IsolatedSource: 'MANMADE' })
    expect(await room.call('StartInstances', { InstanceIds: [id] })).toEqual(inState('Shutdown', /Isolated/))
    await room.ok('TerminateInstances', { InstanceIds: [id] })
    await room.gone(id)
    expect(await isListed(id)).toBe(false)
  })
})
