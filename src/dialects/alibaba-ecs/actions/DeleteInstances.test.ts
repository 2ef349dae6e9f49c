import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  invalid,
  missing,
  REFUSALS,
  refusal,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    instances: [
      { id: 'i-a', state: 'stopped' },
      { id: 'i-b', state: 'stopped' },
      { id: 'i-running' },
      { id: 'i-pending', state: 'pending' },
      { id: 'i-protected', state: 'stopped' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function remove(ids: readonly string[], params = {}) {
  const list = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]))
  return world.call('DeleteInstances', { RegionId: REGION, ...list, ...params })
}

describe('parsing', () => {
  it('refuses a call without a region or an instance', async () => {
    expect(refusal(await remove(['i-a'], { RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await remove([]))).toEqual(missing('InstanceId'))
  })

  it('refuses a client token of more than 64 characters, or beyond ASCII', async () => {
    for (const ClientToken of ['x'.repeat(65), 'é']) {
      expect(refusal(await remove(['i-a'], { ClientToken }))).toEqual(invalid('ClientToken'))
    }
  })
})

describe('refusals', () => {
  it('deletes nothing when one is unknown, runs or is being made', async () => {
    expect(refusal(await remove(['i-a', 'i-unknown']))).toEqual(REFUSALS.instances)
    expect(refusal(await remove(['i-a', 'i-running']))).toEqual(REFUSALS.status)
    expect(refusal(await remove(['i-a', 'i-pending']))[1]).toBe('IncorrectInstanceStatus.Initializing')
    expect(await world.show('i-a')).toMatchObject({ Status: 'Stopped' })
  })

  it('deletes nothing when one is protected', async () => {
    await world.call('ModifyInstanceAttribute', { InstanceId: 'i-protected', DeletionProtection: 'true' })
    expect(refusal(await remove(['i-a', 'i-protected'], { Force: 'true' }))).toEqual([
      403,
      'InvalidOperation.DeletionProtection',
      'The operation is not allowed due to deletion protection.',
    ])
    expect(await world.show('i-a')).toMatchObject({ Status: 'Stopped' })
  })

  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, 'InstanceId.1': 'i-a' }
    expect(refusal(await world.call('DeleteInstances', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('changes nothing in a dry run', async () => {
    expect(refusal(await remove(['i-a'], { DryRun: 'true' }))).toEqual(REFUSALS.batchDryRun)
    expect(await world.show('i-a')).toMatchObject({ Status: 'Stopped' })
  })

  it('deletes all of them and answers with the request id alone', async () => {
    const { status, body } = await remove(['i-a', 'i-b', 'i-running'], {
      Force: 'true',
      ClientToken: 'x'.repeat(64),
    })
    expect([status, Object.keys(body)]).toEqual([200, ['RequestId']])
    for (const id of ['i-a', 'i-b', 'i-running']) await expect.poll(() => world.show(id)).toEqual({})
  })
})
