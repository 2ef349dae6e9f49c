import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  missing,
  refusal,
  REFUSALS,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ instances: [{ id: 'i-one' }, { id: 'i-south', region: 'cn-guangzhou' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

const ask = (InstanceId: string) => world.call('DescribeUserData', { InstanceId })

describe('parsing', () => {
  test('the id comes back beside the data', async () => {
    expect((await ask('i-one')).result).toEqual({ InstanceId: 'i-one', UserData: '' })
  })
})

describe('refusals', () => {
  test('no id, an unknown one, one of another region', async () => {
    expect(refusal(await world.call('DescribeUserData'))).toEqual(missing('InstanceId'))
    expect(refusal(await ask('i-none'))).toEqual(REFUSALS.instance)
    expect(refusal(await ask('i-south'))).toEqual(REFUSALS.instance)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('DescribeUserData', { InstanceId: 'i-one' }, ALICE)
    expect(refusal(reply)).toEqual(denied('DescribeUserData', 'instance/i-one'))
  })
})

describe('behaviour', () => {
  test('a text whether there is any or not: Terraform fails on anything else', async () => {
    const UserData = Buffer.from('#!/bin/sh\necho é').toString('base64')
    await world.call('ModifyInstanceAttribute', { InstanceId: 'i-one', UserData })
    expect((await ask('i-one')).result).toEqual({ InstanceId: 'i-one', UserData })
    await world.call('ModifyInstanceAttribute', { InstanceId: 'i-one', UserData: '' })
    expect((await ask('i-one')).result).toEqual({ InstanceId: 'i-one', UserData: '' })
  })
})
