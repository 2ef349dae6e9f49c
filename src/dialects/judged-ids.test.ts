import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { listDialects } from '../../tests/action-table.ts'
import type { Action } from './kit/action.ts'
import type { AccessTable } from './kit/policies/access-table.ts'
import { ALIBABA_ACTIONS } from './kit/policies/alibaba-actions.catalog.ts'
import { CVM_ACTIONS } from './kit/policies/cvm-actions.catalog.ts'
import { judgedCall, keyPairNamesOf } from './kit/policies/judged-call.ts'
import { LIGHTHOUSE_ACTIONS } from './kit/policies/lighthouse-actions.catalog.ts'
import { VOLCENGINE_ACTIONS } from './kit/policies/volcengine-actions.catalog.ts'

// Policies judge parameters as they came, actions work with what their schemas made of them: whatever a schema takes,
// the ids in it must be those that were judged, or a deny on one of them could be evaded.

interface Cloud {
  readonly table: AccessTable
  readonly instances: readonly string[]
  readonly keyPairs: readonly string[]
}

const CLOUDS: Readonly<Record<string, Cloud>> = {
  'tencent-cvm': {
    table: CVM_ACTIONS,
    instances: ['ins-aaaaaaaa', 'ins-bbbbbbbb'],
    keyPairs: ['skey-aaaaaaaa', 'skey-bbbbbbbb'],
  },
  'tencent-lighthouse': {
    table: LIGHTHOUSE_ACTIONS,
    instances: ['lhins-aaaaaaaa', 'lhins-bbbbbbbb'],
    keyPairs: ['lhkp-aaaaaaaa', 'lhkp-bbbbbbbb'],
  },
  'volcengine-ecs': {
    table: VOLCENGINE_ACTIONS,
    instances: ['i-aaa', 'i-bbb'],
    keyPairs: ['kp-aaa', 'kp-bbb'],
  },
  'alibaba-ecs': { table: ALIBABA_ACTIONS, instances: ['i-aaa', 'i-bbb'], keyPairs: ['kaaa', 'kbbb'] },
}

/** Parameters that name an instance or a key pair somewhere; an action ignores or refuses those it has not. */
const NAMES = [
  ...['InstanceId', 'InstanceIds', 'KeyId', 'KeyIds', 'KeyPairId', 'KeyPairName', 'KeyPairNames'],
  ...['ResourceId', 'ResourceIds'],
]

/** What else the actions need to be taken. */
const OTHERS = {
  ...{ RegionId: 'cn-hangzhou', ZoneId: 'cn-beijing-a', Placement: { Zone: 'ap-guangzhou-3' } },
  ...{ Password: 'S3cret-pw!', ImageId: 'img-eb30mz89', InstanceName: 'name', InstanceType: 'ecs.g6.large' },
  ...{ InstanceTypeId: 'ecs.g1.large', SecurityGroupId: 'sg-aaa', VSwitchId: 'vsw-aaa' },
  ...{ Description: 'text', KeyName: 'name', PermitLogin: 'YES', ResourceGroupId: 'rg-aaa' },
  ...{ ResourceType: 'instance', Tag: [{ Key: 'a', Value: 'b' }], Tags: [{ Key: 'a', Value: 'b' }] },
  ...{ TagKey: ['a'], TagKeys: ['a'] },
  ...{ NetworkInterfaces: [{ SubnetId: 'subnet-aaa' }], Volumes: [{ VolumeType: 'ESSD_PL0', Size: '40' }] },
}

/** The ids of a value in the ways in which they may be sent, right or wrong. */
function waysToSend(ids: readonly string[]): fc.Arbitrary<unknown> {
  const id = fc.constantFrom(...ids, '', ` ${ids[0] ?? ''}`)
  const list = fc.array(fc.oneof(id, fc.constantFrom<unknown>(null, 7, true, [ids[0]])), { maxLength: 3 })
  return fc.oneof(
    id,
    list,
    fc.array(id, { minLength: 1, maxLength: 3 }),
    list.map((entries) => JSON.stringify(entries)),
    fc.array(id, { minLength: 1, maxLength: 3 }).map((entries) => ` ${JSON.stringify(entries)}\n`),
    id.map((text) => ({ 0: text })),
    fc.constant(null),
  )
}

function callsTo({ instances, keyPairs }: Cloud): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const waysOf = (name: string) => waysToSend(name.startsWith('Key') ? keyPairs : instances)
  const named = Object.fromEntries(NAMES.map((name) => [name, waysOf(name)]))
  const login = fc.record({ KeyIds: waysToSend(keyPairs) })
  return fc
    .record({ ...named, LoginSettings: login }, { requiredKeys: [] })
    .map((ids) => ({ ...OTHERS, ...ids }))
}

/** All texts in a value that are among the ids. */
function idsIn(value: unknown, ids: readonly string[]): readonly string[] {
  if (typeof value === 'string') return ids.filter((id) => id === value)
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((child: unknown) => idsIn(child, ids))
}

/** Ids in the schema's output, and those of them that nobody judged; none when it refuses the parameters. */
function idsOf(cloud: Cloud, action: Action, params: Readonly<Record<string, unknown>>) {
  const parsed = action.params.safeParse(withoutNulls(params, action))
  if (!parsed.success) return { touched: [], unjudged: [] }
  const asked = { action: action.name, account: '1', region: 'R', params }
  // Names stand for themselves here.
  const keyPairIds = new Map(keyPairNamesOf(cloud.table, asked).map((name) => [name, name]))
  const { resources } = judgedCall(cloud.table, { ...asked, keyPairIds })
  const judged = new Set(resources.map(({ id }) => id))
  const touched = idsIn(parsed.data, [...cloud.instances, ...cloud.keyPairs])
  return { touched, unjudged: touched.filter((id) => !judged.has(id)) }
}

function withoutNulls(params: Readonly<Record<string, unknown>>, { params: schema }: Action): unknown {
  const given = Object.entries(params).filter(([, value]) => value !== null)
  // A strict schema would refuse the names that are only there for other actions.
  const shape: unknown = Reflect.get(schema, 'shape')
  const isKnown = (name: string) => typeof shape !== 'object' || shape === null || name in shape
  return Object.fromEntries(given.filter(([name]) => isKnown(name)))
}

const WRITES = new Set(['write', 'create', 'update', 'delete'])
/** The name in it is that of a new pair. */
const NEW_PAIRS = new Set(['CreateKeyPair', 'ImportKeyPair'])

describe.each(listDialects())('$id', ({ id, actions }) => {
  const cloud = CLOUDS[id]
  if (!cloud) throw new Error(`${id} is not known here`)
  const acting = actions.filter(
    ({ name, access }) =>
      WRITES.has(access) && !NEW_PAIRS.has(name) && cloud.table.actions[name]?.names !== 'operation',
  )

  it.each(acting)('$name acts on no id that is not judged', (action) => {
    let touchedInAll = 0
    fc.assert(
      fc.property(callsTo(cloud), (params) => {
        const { touched, unjudged } = idsOf(cloud, action, params)
        touchedInAll += touched.length
        expect(unjudged).toEqual([])
      }),
      { numRuns: 1000, seed: 1 },
    )
    expect(touchedInAll).toBeGreaterThan(0)
  })
})
