import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Params } from '../../test-support/signed-call.ts'
import { tagParams } from '../../test-support/tag-calls.ts'
import {
  ALICE,
  listed,
  malformed,
  missing,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
} from '../../test-support/test-world.ts'

const IAM = { service: 'iam', version: '2021-08-01' }

const BOB = { accessKeyId: 'AKLTbob', secret: 'bob-secret' }
const bob = {
  name: 'bob',
  accessKeys: [{ id: BOB.accessKeyId, secret: BOB.secret }],
  policies: [
    {
      dialect: 'volcengine-ecs',
      document: {
        Statement: [
          { Effect: 'Allow', Action: ['*'], Resource: ['*'] },
          { Effect: 'Deny', Action: ['*'], Resource: ['trn:ecs:*:*:instance/i-guarded'] },
          {
            ...{ Effect: 'Deny', Action: ['iam:MoveProjectResource'], Resource: ['*'] },
            Condition: { StringEquals: { 'volc:ResourceTag/env': 'prod' } },
          },
        ],
      },
    },
  ],
}

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-one', name: 'one' },
      { id: 'kp-south', name: 'south', region: 'cn-guangzhou' },
    ],
    instances: [
      ...[{ id: 'i-one' }, { id: 'i-busy', state: 'starting' }, { id: 'i-guarded' }, { id: 'i-free' }],
      { id: 'i-tagged' },
    ],
    users: [bob],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const trn = (resource: string, region = 'cn-beijing') => `trn:ecs:${region}:2100000000:${resource}`
const move = (params: Params) => world.call('MoveProjectResource', params, IAM)

async function projectOf(id: string, region = 'cn-beijing'): Promise<unknown> {
  const reply = await world.call('DescribeKeyPairs', { 'KeyPairIds.1': id }, { region })
  return rowsOf(reply, 'KeyPairs')[0]?.['ProjectName']
}

describe('parsing', () => {
  test('one text will do for a list', async () => {
    const reply = await move({ TargetProjectName: 'alone', ResourceTrn: trn('keypair/kp-one') })
    expect(reply.result).toEqual({})
    expect(await projectOf('kp-one')).toBe('alone')
  })
})

describe('refusals', () => {
  const target = { TargetProjectName: 'web' }
  const one = listed('ResourceTrn', [trn('keypair/kp-one')])

  test.each<[string, Params, readonly unknown[]]>([
    ['no project', one, missing('TargetProjectName')],
    ['a project that is none', { ...one, TargetProjectName: 'a b' }, malformed('TargetProjectName')],
    ['no resource', target, missing('ResourceTrn')],
    ['what names none', { ...target, 'ResourceTrn.1': 'kp-one' }, malformed('ResourceTrn')],
    ['another type', { ...target, 'ResourceTrn.1': trn('image/image-one') }, malformed('ResourceTrn')],
    [
      'another service',
      { ...target, 'ResourceTrn.1': 'trn:rds:cn-beijing:2100000000:instance/i-one' },
      malformed('ResourceTrn'),
    ],
    ['an unknown pair', { ...target, 'ResourceTrn.1': trn('keypair/kp-none') }, REFUSALS.keyPair],
    ['a pair of another region', { ...target, 'ResourceTrn.1': trn('keypair/kp-south') }, REFUSALS.keyPair],
    ['an unknown instance', { ...target, 'ResourceTrn.1': trn('instance/i-none') }, REFUSALS.instance],
    [
      'another account',
      { ...target, 'ResourceTrn.1': 'trn:ecs:cn-beijing:2100000001:keypair/kp-one' },
      [404, 'InvalidResource.NotFound', 'The specified resource does not exist.'],
    ],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await move(params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('MoveProjectResource', { ...target, ...one }, { ...IAM, ...ALICE })
    expect(refusal(reply)).toEqual([
      403,
      'AccessDenied',
      'User is not authorized to perform: iam:MoveProjectResource on resource: trn:ecs:cn-beijing:2100000000:keypair/kp-one.',
    ])
  })
})

describe('policies', () => {
  const target = { TargetProjectName: 'guarded' }

  test('what a user may not touch he may not move, wherever it stands in the list', async () => {
    const trns = [trn('keypair/kp-one'), trn('instance/i-guarded')]
    const reply = await world.call(
      'MoveProjectResource',
      { ...target, ...listed('ResourceTrn', trns) },
      { ...IAM, ...BOB },
    )
    expect(refusal(reply)[2]).toContain(trn('instance/i-guarded'))
    await world.call('TagResources', {
      ...{ ResourceType: 'instance', 'ResourceIds.1': 'i-tagged' },
      ...tagParams({ env: 'prod' }),
    })
    const alone = { ...target, ResourceTrn: trn('instance/i-tagged') }
    const tagged = await world.call('MoveProjectResource', alone, { ...IAM, ...BOB })
    expect(refusal(tagged)[2]).toContain(trn('instance/i-tagged'))
    expect(await world.show('i-guarded')).toMatchObject({ ProjectName: 'default' })
  })

  test('the rest he may', async () => {
    const params = { ...target, 'ResourceTrn.1': trn('instance/i-free') }
    expect((await world.call('MoveProjectResource', params, { ...IAM, ...BOB })).result).toEqual({})
  })
})

describe('behaviour', () => {
  test('moves key pairs and instances, also in another region, and what has them shows it', async () => {
    const trns = [trn('keypair/kp-one'), trn('instance/i-busy'), trn('keypair/kp-south', 'cn-guangzhou')]
    const reply = await move({ TargetProjectName: 'web', ...listed('ResourceTrn', trns) })
    expect(reply.result).toEqual({})
    expect(await projectOf('kp-one')).toBe('web')
    expect(await projectOf('kp-south', 'cn-guangzhou')).toBe('web')
    expect(await world.show('i-busy')).toMatchObject({ ProjectName: 'web', Status: 'STARTING' })
    const found = await world.call('DescribeInstances', { ProjectName: 'web' })
    expect(rowsOf(found, 'Instances')).toMatchObject([{ InstanceId: 'i-busy' }])
  })

  test('all or none', async () => {
    const trns = [trn('instance/i-one'), trn('instance/i-none')]
    expect(refusal(await move({ TargetProjectName: 'none', ...listed('ResourceTrn', trns) }))).toEqual(
      REFUSALS.instance,
    )
    expect(await world.show('i-one')).toMatchObject({ ProjectName: 'default' })
  })
})
