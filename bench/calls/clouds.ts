/** The calls that are measured, as each cloud spells them. */
import { alibabaRequest, tencentRequest, volcengineRequest } from '../signed-requests.ts'

/** Key pairs that are looked up; no instance has one of them. */
export const READ_PAIRS = 200

export interface Cloud {
  readonly dialect: string
  readonly region: string
  readonly instanceId: (number: number) => string
  /** Pairs 0 and 1 are bound in turn, the others are read. */
  readonly pairId: (number: number) => string
  readonly policy: object
  /** A signed read of one key pair; no two of a hundred times `READ_PAIRS` have the same parameters. */
  readonly read: (number: number) => Buffer
  readonly readExpected: string
  /** A signed bind of one pair to instances. */
  readonly bind: (instances: readonly number[], pair: 0 | 1) => Buffer
  readonly bindExpected: string
  /** Most instances of one bind. */
  readonly mostBound: number
  /** A signed list of a hundred instances: from the newest on, or behind nine tenths of `count`. */
  readonly page: (place: Place) => Buffer
  readonly pageExpected: string
}

/** A page of instances as `growth/fill.ts` makes them: each a millisecond older than the one before. */
export interface Place {
  readonly isDeep: boolean
  readonly count: number
  readonly newestMs: number
}

const PAGE = 100

/** The user who calls: with policies, so that every call is judged. */
export const USER_KEY = 'AKIDbenchops'
/** The account itself, whom no policy limits. */
export const ROOT_KEY = 'AKIDbenchroot'
export const ACCESS_KEY = process.env['KEYPLANE_BENCH_CALLER'] === 'root' ? ROOT_KEY : USER_KEY

const BIND = 'AssociateInstancesKeyPairs'

export const CLOUDS: readonly Cloud[] = [
  tencent({ dialect: 'tencent-cvm', service: 'cvm', instance: 'ins-', pair: 'skey-' }),
  tencent({ dialect: 'tencent-lighthouse', service: 'lighthouse', instance: 'lhins-', pair: 'lhkp-' }),
  volcengine(),
  alibaba(),
]

/** The clouds of these dialects, all where none is named. */
export function cloudsOf(dialects: readonly string[]): readonly Cloud[] {
  return dialects.length === 0 ? CLOUDS : dialects.map(cloudOf)
}

/** The cloud of a dialect. */
export function cloudOf(dialect: string): Cloud {
  const cloud = CLOUDS.find((one) => one.dialect === dialect)
  if (!cloud) throw new Error(`no calls of ${dialect} are known`)
  return cloud
}

function tencent(names: {
  dialect: string
  service: 'cvm' | 'lighthouse'
  instance: string
  pair: string
}): Cloud {
  const { dialect, service } = names
  const instanceId = (number: number) => names.instance + digits(number)
  const pairId = (number: number) => names.pair + digits(number)
  const statement = [
    { effect: 'allow', action: [`${service}:Describe*`], resource: ['*'] },
    { effect: 'allow', action: [`${service}:${BIND}`], resource: ['*'] },
    { effect: 'deny', action: [`${service}:Terminate*`], resource: ['*'] },
  ]
  return {
    ...{ dialect, instanceId, pairId, region: 'ap-guangzhou', policy: { version: '2.0', statement } },
    read(number) {
      const body = { KeyIds: [pairId(readPair(number))], Limit: limitOf(number) }
      return tencentRequest('DescribeKeyPairs', body, ACCESS_KEY, service)
    },
    readExpected: '"TotalCount":1',
    bind(instances, pair) {
      const body = { InstanceIds: instances.map(instanceId), KeyIds: [pairId(pair)] }
      return tencentRequest(BIND, body, ACCESS_KEY, service)
    },
    bindExpected: '"Response":{"RequestId"',
    mostBound: 100,
    page: (place) => {
      const body = { Offset: place.isDeep ? deepRow(place) : 0, Limit: PAGE }
      return tencentRequest('DescribeInstances', body, ACCESS_KEY, service)
    },
    pageExpected: '"InstanceSet":[{',
  }
}

function volcengine(): Cloud {
  const instanceId = (number: number) => `i-bench${digits(number)}`
  const pairId = (number: number) => `kp-bench${digits(number)}`
  const Statement = [
    { Effect: 'Allow', Action: ['ecs:Describe*'], Resource: ['*'] },
    { Effect: 'Allow', Action: ['ecs:AttachKeyPair'], Resource: ['*'] },
    { Effect: 'Deny', Action: ['ecs:Delete*'], Resource: ['*'] },
  ]
  return {
    ...{ dialect: 'volcengine-ecs', region: 'cn-beijing', instanceId, pairId, policy: { Statement } },
    read(number) {
      const params = { 'KeyPairIds.1': pairId(readPair(number)), MaxResults: String(limitOf(number)) }
      return volcengineRequest('DescribeKeyPairs', params, ACCESS_KEY)
    },
    readExpected: '"KeyPairs":[{',
    bind(instances, pair) {
      const ids = instances.map((number, place) => [`InstanceIds.${place + 1}`, instanceId(number)] as const)
      const params = { KeyPairId: pairId(pair), ...Object.fromEntries(ids) }
      return volcengineRequest('AttachKeyPair', params, ACCESS_KEY)
    },
    bindExpected: '"Error":null',
    mostBound: 100,
    page(place) {
      const row = deepRow(place)
      const last = Buffer.from(`${place.newestMs - row} ${instanceId(row)}`).toString('base64url')
      const params = { MaxResults: String(PAGE), ...(place.isDeep ? { NextToken: last } : {}) }
      return volcengineRequest('DescribeInstances', params, ACCESS_KEY)
    },
    pageExpected: '"Instances":[{',
  }
}

/** It knows key pairs by their names only. */
function alibaba(): Cloud {
  const instanceId = (number: number) => `i-bench${digits(number)}`
  const pairId = (number: number) => `ssh-bench${digits(number)}`
  const Statement = [
    { Effect: 'Allow', Action: ['ecs:Describe*'], Resource: ['*'] },
    { Effect: 'Allow', Action: ['ecs:AttachKeyPair'], Resource: ['*'] },
    { Effect: 'Deny', Action: ['ecs:Delete*'], Resource: ['*'] },
  ]
  const RegionId = 'cn-hangzhou'
  return {
    ...{ dialect: 'alibaba-ecs', region: RegionId, instanceId, pairId, policy: { Version: '1', Statement } },
    read(number) {
      const page = { PageSize: String((number % 50) + 1) }
      const params = { RegionId, KeyPairName: nameOf(readPair(number)), ...page }
      return alibabaRequest('DescribeKeyPairs', params, ACCESS_KEY)
    },
    readExpected: '"TotalCount":1',
    bind(instances, pair) {
      const InstanceIds = JSON.stringify(instances.map(instanceId))
      return alibabaRequest('AttachKeyPair', { RegionId, KeyPairName: nameOf(pair), InstanceIds }, ACCESS_KEY)
    },
    bindExpected: '"FailCount":"0"',
    mostBound: 50,
    page(place) {
      const page = { PageSize: String(PAGE), PageNumber: String(place.isDeep ? deepRow(place) / PAGE : 1) }
      return alibabaRequest('DescribeInstances', { RegionId, ...page }, ACCESS_KEY)
    },
    pageExpected: '"Instance":[{',
  }
}

/** Name of a pair in every cloud. */
export function nameOf(number: number): string {
  return `bench-${digits(number)}`
}

/** A number as the ids have it: Tencent's are eight letters or digits behind their prefix. */
function digits(number: number): string {
  return String(number).padStart(8, '0')
}

function readPair(number: number): number {
  return 2 + (number % READ_PAIRS)
}

/** Where a deep page begins; a page is left behind it in the smallest world too. */
function deepRow({ count }: Place): number {
  return Math.floor((count * 0.9) / PAGE) * PAGE
}

/** Changes when all pairs had their turn. */
function limitOf(number: number): number {
  return (Math.floor(number / READ_PAIRS) % 100) + 1
}
