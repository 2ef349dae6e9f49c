import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../test-support/run-instances.ts'
import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  STRANGER,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ instances: [{ id: 'i-a' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

function ask(params: Record<string, string>) {
  return world.call('DescribeUserData', { RegionId: REGION, ...params })
}

describe('parsing', () => {
  it('refuses a call without a region or an instance', async () => {
    expect(refusal(await ask({ RegionId: '', InstanceId: 'i-a' }))).toEqual(missing('RegionId'))
    expect(refusal(await ask({}))).toEqual(missing('InstanceId'))
  })
})

describe('refusals', () => {
  it('refuses an instance that is not there: unknown, elsewhere, or of another account', async () => {
    const there = { RegionId: 'cn-beijing', InstanceId: 'i-a' }
    expect(refusal(await ask({ InstanceId: 'i-unknown' }))).toEqual(REFUSALS.instance)
    expect(refusal(await ask(there))).toEqual(REFUSALS.instance)
    const foreign = { RegionId: REGION, InstanceId: 'i-a' }
    expect(refusal(await world.call('DescribeUserData', foreign, STRANGER))).toEqual(REFUSALS.instance)
  })

  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, InstanceId: 'i-a' }
    expect(refusal(await world.call('DescribeUserData', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('gives what RunInstances and ModifyInstanceAttribute were given', async () => {
    const UserData = Buffer.from('#!/bin/sh\necho hello').toString('base64')
    const InstanceId = await runInstance(world, { UserData })
    const answer = { RequestId: anyText(), RegionId: REGION, InstanceId, UserData }
    expect((await ask({ InstanceId })).body).toEqual(answer)
    const changed = Buffer.from('#!/bin/sh\necho again').toString('base64')
    await world.waitFor(InstanceId, 'Running')
    await world.call('ModifyInstanceAttribute', { InstanceId, UserData: changed })
    expect((await ask({ InstanceId })).body).toEqual({ ...answer, UserData: changed })
  })

  it('is empty if there is none', async () => {
    expect((await ask({ InstanceId: 'i-a' })).body).toMatchObject({ InstanceId: 'i-a', UserData: '' })
  })
})
