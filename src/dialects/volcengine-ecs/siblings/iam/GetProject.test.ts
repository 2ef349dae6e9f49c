import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  malformed,
  missing,
  refusal,
  startWorld,
  type TestWorld,
} from '../../test-support/test-world.ts'

const IAM = { service: 'iam', version: '2021-08-01' }

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

describe('parsing', () => {
  test('the name comes back', async () => {
    const { result } = await world.call('GetProject', { ProjectName: 'web.shop-1_a' }, IAM)
    expect(result).toMatchObject({ ProjectName: 'web.shop-1_a' })
  })

  test('whatever region the scope names: the service is everywhere', async () => {
    const options = { ...IAM, region: 'cn-north-1' }
    expect((await world.call('GetProject', { ProjectName: 'web' }, options)).status).toBe(200)
  })
})

describe('refusals', () => {
  test('no name, and one that is none', async () => {
    expect(refusal(await world.call('GetProject', {}, IAM))).toEqual(missing('ProjectName'))
    const reply = await world.call('GetProject', { ProjectName: 'a b' }, IAM)
    expect(refusal(reply)).toEqual(malformed('ProjectName'))
  })

  test('another version', async () => {
    const reply = await world.call('GetProject', { ProjectName: 'web' }, { service: 'iam' })
    expect(refusal(reply)[1]).toBe('InvalidActionOrVersion')
  })

  test('a user without a policy', async () => {
    const reply = await world.call('GetProject', { ProjectName: 'web' }, { ...IAM, ...ALICE })
    expect(refusal(reply)).toEqual([
      403,
      'AccessDenied',
      'User is not authorized to perform: iam:GetProject on resource: *.',
    ])
  })
})

describe('behaviour', () => {
  test('the account is a number: Terraform reads it as one', async () => {
    const { result } = await world.call('GetProject', { ProjectName: 'web' }, IAM)
    expect(result).toEqual({
      AccountID: 2_100_000_000,
      ProjectName: 'web',
      ParentProjectName: '',
      Path: 'web',
      DisplayName: 'web',
      Description: '',
      Status: 'active',
      CreateDate: '20200101T000000Z',
      UpdateDate: '20200101T000000Z',
    })
  })
})
