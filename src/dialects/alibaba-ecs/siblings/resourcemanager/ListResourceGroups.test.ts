import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../../test-support/run-instances.ts'
import {
  ALICE,
  anyText,
  invalid,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../../test-support/test-world.ts'

const HOW = { version: '2020-03-31', form: 'v1-get', format: 'JSON' } as const
const DEFAULT = 'rg-acfmdefault'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
  await runInstance(world, { ResourceGroupId: 'rg-web' })
  await runInstance(world, { ResourceGroupId: 'rg-web', RegionId: 'cn-beijing' })
  const pair = { RegionId: REGION, KeyPairName: 'k1', ResourceGroupId: 'rg-keys' }
  expect((await world.call('CreateKeyPair', pair)).status).toBe(200)
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}, how = {}) {
  return world.call('ListResourceGroups', params, { ...HOW, ...how })
}

async function ids(params: Record<string, string> = {}): Promise<readonly string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  return (body['ResourceGroups'] as { ResourceGroup: { Id: string }[] }).ResourceGroup.map(({ Id }) => Id)
}

describe('parsing', () => {
  it('refuses a page and a status that cannot be', async () => {
    expect(refusal(await list({ PageNumber: '0' }))).toEqual(invalid('PageNumber'))
    expect(refusal(await list({ Status: 'Odd' }))).toEqual(invalid('Status'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies', async () => {
    expect(refusal(await list({}, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('shows the default group', async () => {
    const { body } = await list({ ResourceGroupId: DEFAULT, IncludeTags: 'true' })
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 1, PageNumber: 1, PageSize: 10 },
      ResourceGroups: {
        ResourceGroup: [
          {
            ...{ Id: DEFAULT, Name: 'default', DisplayName: 'default resource group', Status: 'OK' },
            ...{ AccountId: '1234567890123456', CreateDate: '2020-01-01T00:00:00+08:00', Tags: { Tag: [] } },
          },
        ],
      },
    })
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, [DEFAULT, 'rg-keys', 'rg-web']],
    ['ids', { 'ResourceGroupIds.1': 'rg-web', ResourceGroupId: DEFAULT }, ['rg-web']],
    ['a part of the name', { Name: 'web' }, ['rg-web']],
    ['a part of the display name', { DisplayName: 'resource' }, [DEFAULT]],
    ['status', { Status: 'OK' }, [DEFAULT, 'rg-keys', 'rg-web']],
    ['another status', { Status: 'PendingDelete' }, []],
    ['tag', { 'Tag.1.Key': 'team' }, []],
    ['a page', { PageNumber: '2', PageSize: '2' }, ['rg-web']],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })
})
