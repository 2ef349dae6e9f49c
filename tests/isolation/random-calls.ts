import * as fc from 'fast-check'

import type { Action } from '../../src/dialects/kit/action.ts'
import { listDialects } from '../action-table.ts'
import { type Cloud, CLOUDS, PAIR_NAMES } from './clouds.ts'
import { publicKeyLine } from './public-keys.ts'
import { ACCOUNTS } from './random-world.ts'

/** An action of a service, with what its calls are made of. */
export interface Callable {
  /** `tencent-cvm cvm RunInstances` */
  readonly name: string
  readonly cloud: Cloud
  readonly service: string
  readonly version: string
  readonly action: Action
}

export type Params = Readonly<Record<string, unknown>>

export interface RandomCall {
  /** Of a callable. */
  readonly name: string
  readonly params: Params
}

/** Stands for the nth id, name or cursor that answers of any account have told so far. */
export const TOLD = '@told:'

const OWN_VERSIONS: Readonly<Record<string, string>> = {
  'tencent-cvm': '2017-03-12',
  'tencent-lighthouse': '2020-03-24',
  'volcengine-ecs': '2020-04-01',
  'alibaba-ecs': '2014-05-26',
}

/** Every action of every dialect and of its siblings, as the registry has them. */
export function allCallables(): readonly Callable[] {
  return listDialects().flatMap(({ id, service, actions, siblings }) => {
    const cloud = CLOUDS.find(({ dialect }) => dialect === id)
    const version = OWN_VERSIONS[id]
    if (!cloud || version === undefined)
      throw new Error(`isolation of ${id} is not tested: tell tests/isolation/clouds.ts`)
    const own = { name: service, version, actions }
    return [own, ...siblings].flatMap((one) =>
      one.actions.map((action) => ({
        name: `${id} ${one.name} ${action.name}`,
        ...{ cloud, service: one.name, version: one.version, action },
      })),
    )
  })
}

const CANDIDATES = 6

/** Calls of one action: parameters that its schema takes wherever one of some tries has them. */
export function randomCalls(callable: Callable): fc.Arbitrary<RandomCall> {
  const { action, cloud } = callable
  const names = fieldsOf(action.params)
  const given: Record<string, fc.Arbitrary<unknown>> = {}
  const required = new Set<string>()
  for (const { name, isRequired } of names) {
    const value = valuesOf(name, cloud)
    if (!value) continue
    given[name] = value
    if (isRequired || MOSTLY.has(name)) required.add(name)
  }
  const some = fc.record(given, { requiredKeys: [...required] })
  return fc
    .array(some, { minLength: CANDIDATES, maxLength: CANDIDATES })
    .map(
      (all) =>
        all.find((params) => action.params.safeParse(withoutTold(withoutUndefined(params))).success) ??
        all[0] ??
        {},
    )
    .map((params) => ({ name: callable.name, params: withoutUndefined(params) }))
}

/** Without one of them many calls are refused for a reason that tells nothing here. */
const MOSTLY = new Set([
  ...['InstanceTypeId', 'ImageId', 'NetworkInterfaces', 'Volumes', 'ZoneId', 'InstanceType', 'InstanceName'],
  ...['VSwitchId', 'SecurityGroupId', 'Placement', 'Tags', 'Tag', 'ConfirmStop', 'ResourceId', 'ResourceIds'],
])

interface Field {
  readonly name: string
  readonly isRequired: boolean
}

/** The parameters that a schema reads by name. */
function fieldsOf(schema: unknown): readonly Field[] {
  if (typeof schema !== 'object' || schema === null) return []
  const shape: unknown = Reflect.get(schema, 'shape')
  if (typeof shape === 'object' && shape !== null) {
    return Object.entries(shape).map(([name, field]: [string, unknown]) => ({
      name,
      isRequired: isRequired(field),
    }))
  }
  const def: unknown = Reflect.get(schema, 'def')
  if (typeof def !== 'object' || def === null) return []
  for (const inner of ['in', 'out', 'innerType']) {
    const fields = fieldsOf(Reflect.get(def, inner))
    if (fields.length > 0) return fields
  }
  return []
}

function isRequired(field: unknown): boolean {
  // Whatever a shape has is a schema.
  const schema = field as Action['params']
  return !schema.safeParse(undefined).success
}

function withoutUndefined(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
}

/** What stands for something told later is judged as a text of its length. */
function withoutTold(params: Params): unknown {
  return JSON.parse(JSON.stringify(params).replaceAll(TOLD, 'i-told'))
}

const INSTANCE_NAMES = /^Instance(Id|Ids|IDs)$|^Resource(Id|Ids)$/
const TOLD_NAMES = /^(DiskIds|NetworkInterfaceIds?|VolumeIds|TaskIds)$/

/** Values of a parameter, by its name; undefined: it is left out. */
function valuesOf(name: string, cloud: Cloud): fc.Arbitrary<unknown> | undefined {
  const { instanceIds, keyPairIds, common } = cloud
  if (name in common) return fc.constant(common[name])
  if (INSTANCE_NAMES.test(name)) return waysToSend(instanceIds, /s$/i.test(name))
  if (/^Key(Pair)?Ids?$/.test(name)) return waysToSend(keyPairIds, name.endsWith('s'))
  if (/^KeyPairNames?$/.test(name)) return waysToSend(PAIR_NAMES, name.endsWith('s'))
  if (TOLD_NAMES.test(name)) return waysToSend([`${TOLD}0`], name.endsWith('s'))
  if (/^Role(Arn|Trn)$/.test(name)) return fc.constantFrom(...ACCOUNTS.map(({ id }) => cloud.roleName(id)))
  return plainValues(name, cloud)
}

function plainValues(name: string, cloud: Cloud): fc.Arbitrary<unknown> | undefined {
  const owners = ACCOUNTS.map(({ id }) => id)
  const tags = [{ Key: 'env', Value: 'dev' }]
  const values: Readonly<Record<string, readonly unknown[]>> = {
    ...{ Password: ['S3cret-pw!'], RoleSessionName: ['session'] },
    ...{ ClientToken: ['once', 'twice'], DryRun: [true], PublicKey: keys(), PublicKeyBody: keys() },
    ...{
      NextToken: [`${TOLD}0`, `${TOLD}1`, `${TOLD}2`],
      PageSize: [1, 10],
      MaxResults: [1, 10],
      Limit: [1, 20],
    },
    ...{
      PageNumber: [1, 2],
      Offset: [0, 1],
      InstanceName: ['front'],
      KeyName: ['fresh'],
      Tags: [tags],
      Tag: [tags],
    },
    ...{ TagKeys: [['env']], TagKey: [['env']], HostName: ['front'], Description: ['text'] },
    ...{ FilterSubAccountUin: [owners], ForceStop: [true, true, false], Force: [true] },
    ...{
      Filters: [
        [{ Name: 'instance-id', Values: [...cloud.instanceIds] }],
        [{ Name: 'key-id', Values: [...cloud.keyPairIds] }],
      ],
    },
    Resource: [
      cloud.instanceName(owners[0] ?? '', cloud.instanceIds[0] ?? ''),
      cloud.instanceName(owners[1] ?? '', cloud.instanceIds[1] ?? ''),
    ],
    ResourceTrn: [
      cloud.instanceName(owners[0] ?? '', cloud.instanceIds[0] ?? ''),
      cloud.instanceName(owners[1] ?? '', cloud.instanceIds[1] ?? ''),
    ],
    ReplaceTags: [[{ TagKey: 'env', TagValue: 'dev' }]],
    LoginSettings: [{ KeyIds: cloud.keyPairIds.slice(0, 1) }, { Password: 'S3cret-pw!' }],
    ...{ VpcOwnerId: owners, VSwitchOwnerId: owners, PrivateIpAddresses: [['10.64.0.1']] },
  }
  const found = values[name]
  if (!found) return undefined
  const one = fc.constantFrom(...found)
  // With them most calls end before they did anything.
  return ENDS_EARLY.has(name) ? fc.option(one, { nil: undefined, freq: 1 }) : one
}

const ENDS_EARLY = new Set(['DryRun', 'NextToken', 'Filters', 'ClientToken'])

function keys(): readonly string[] {
  return [
    publicKeyLine('ed25519', 1),
    publicKeyLine('ed25519', 101),
    publicKeyLine('rsa', 0),
    publicKeyLine('rsa', 1),
  ]
}

/** One, a list, or a list as JSON text: the schema says which of them a cloud takes. */
function waysToSend(ids: readonly string[], isList: boolean): fc.Arbitrary<unknown> {
  const told = fc.nat({ max: 40 }).map((nth) => `${TOLD}${nth}`)
  const id = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: told })
  const list = fc.uniqueArray(id, { minLength: 1, maxLength: 2 })
  const text = list.map((entries) => JSON.stringify(entries))
  return isList ? fc.oneof(list, text) : fc.oneof(id, id, list)
}
