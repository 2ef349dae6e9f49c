import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { USER_SECRET, userWith } from '../../kit/policies/test-support/seeded-users.ts'
import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

/** May do everything but touch `prod`. */
const GUARDED = {
  Version: '1',
  Statement: [
    { Effect: 'Allow', Action: 'ecs:*', Resource: '*' },
    { Effect: 'Deny', Action: 'ecs:*', Resource: 'acs:ecs:*:*:keypair/prod' },
  ],
}

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { name: 'k1', id: 'ssh-k1' },
      { name: 'k2', id: 'ssh-k2' },
      { name: 'prod', id: 'ssh-prod' },
    ],
    users: [userWith('bob', 'alibaba-ecs', [GUARDED])],
    instances: [{ id: 'i-1' }, { id: 'i-pending', state: 'pending' }],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function join(params: Record<string, string> = {}, how = {}) {
  const given = { RegionId: REGION, ResourceType: 'keypair', ResourceId: 'k1', ResourceGroupId: 'rg-one' }
  return world.call('JoinResourceGroup', { ...given, ...params }, how)
}

async function pairsOf(ResourceGroupId: string): Promise<unknown> {
  const { body } = await world.call('DescribeKeyPairs', { RegionId: REGION, ResourceGroupId })
  return body['KeyPairs']
}

describe('parsing', () => {
  it.each(['RegionId', 'ResourceType', 'ResourceId', 'ResourceGroupId'])('wants %s', async (name) => {
    expect(refusal(await join({ [name]: '' }))).toEqual(missing(name))
  })

  it('refuses a group that has no form of one, and an unknown type', async () => {
    expect(refusal(await join({ ResourceGroupId: 'group' }))).toEqual([
      404,
      'InvalidResourceGroup.NotFound',
      'The ResourceGroup provided does not exist in our records.',
    ])
    expect(refusal(await join({ ResourceType: 'house' })).slice(0, 2)).toEqual([
      404,
      'InvalidResourceType.NotFound',
    ])
  })
})

describe('refusals', () => {
  it.each([{ ResourceId: 'unknown' }, { ResourceType: 'instance' }, { ResourceType: 'image' }])(
    'does not find %j',
    async (params) => {
      expect(refusal(await join(params)).slice(0, 2)).toEqual([404, 'InvalidResourceId.NotFound'])
    },
  )

  it('refuses a user without policies, and an unknown region', async () => {
    expect(refusal(await join({}, ALICE))).toEqual(REFUSALS.forbidden)
    expect(refusal(await join({ RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
  })
})

describe('policies', () => {
  it('judges a pair by its name, also when it is given by its id', async () => {
    const bob = { accessKeyId: 'AKbob', secret: USER_SECRET }
    for (const ResourceId of ['prod', 'ssh-prod']) {
      expect(refusal(await join({ ResourceId }, bob))).toEqual(REFUSALS.forbidden)
    }
    expect((await join({ ResourceId: 'ssh-k2', ResourceGroupId: 'rg-bob' }, bob)).status).toBe(200)
  })
})

describe('behaviour', () => {
  it('moves a key pair by name and by id', async () => {
    const { status, body } = await join()
    expect([status, body]).toEqual([200, { RequestId: anyText() }])
    expect(await pairsOf('rg-one')).toMatchObject({
      KeyPair: [{ KeyPairName: 'k1', ResourceGroupId: 'rg-one' }],
    })
    await join({ ResourceId: 'ssh-k1', ResourceGroupId: 'rg-two' })
    expect(await pairsOf('rg-one')).toEqual({ KeyPair: [] })
    expect(await pairsOf('rg-two')).toMatchObject({ KeyPair: [{ KeyPairName: 'k1' }] })
  })

  it.each(['i-1', 'i-pending'])('moves the instance %s', async (id) => {
    expect((await join({ ResourceType: 'instance', ResourceId: id })).status).toBe(200)
    expect(await world.show(id)).toMatchObject({ ResourceGroupId: 'rg-one' })
  })
})
