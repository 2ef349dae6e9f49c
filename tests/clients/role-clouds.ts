import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import PopClient from '@alicloud/pop-core'
import { Service } from '@volcengine/openapi'
import { StsService } from '@volcengine/openapi/lib/services/sts/index.js'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { sts } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/index.js'
import { expect } from 'vitest'
import { unwrapDefault } from './unwrap-default.ts'

// How the official clients of each cloud assume a role and call with what they got.

/** The seeded account. */
export const ACCOUNT = '2100000000'

/** What an official client signs with. */
export interface Credentials {
  readonly id: string
  readonly secret: string
  readonly token?: string
}

interface Assuming {
  readonly account?: string
  readonly role?: string
  readonly seconds?: number
  /** A policy that allows these actions on everything. */
  readonly allowing?: readonly string[]
}

interface Identity {
  readonly account: string
  readonly name: string
}

/** One cloud by its official clients. A refused call rejects with something that has its code in it. */
export interface Cloud {
  /** Allows these actions on everything, in the cloud's language. */
  readonly allow: (actions: readonly string[]) => object
  readonly dialect: string
  readonly actions: { readonly list: string; readonly create: string; readonly assume: string }
  /** Error codes. */
  readonly codes: Readonly<
    Record<
      'denied' | 'mayNotAssume' | 'expired' | 'missing' | 'invented' | 'ofAnother' | 'wrongSecret' | 'noRole',
      string
    >
  >
  readonly assume: (endpoint: string, as: Credentials, wanted: Assuming) => Promise<Required<Credentials>>
  readonly whoAmI: (endpoint: string, as: Credentials) => Promise<Identity>
  /** Names of the key pairs. */
  readonly list: (endpoint: string, as: Credentials) => Promise<readonly unknown[]>
  readonly create: (endpoint: string, as: Credentials, name: string) => Promise<void>
}

function alibabaEcs(endpoint: string, { id, secret, token }: Credentials) {
  const EcsClient = unwrapDefault(EcsModule)
  const credential = { accessKeyId: id, accessKeySecret: secret, ...(token ? { securityToken: token } : {}) }
  return new EcsClient(new Config({ ...credential, endpoint, regionId: 'cn-hangzhou', protocol: 'HTTP' }))
}

async function askAlibabaSts<Answer>(
  endpoint: string,
  { id, secret, token }: Credentials,
  [action, params]: readonly [string, object],
): Promise<Answer> {
  const client = new PopClient({
    ...{ endpoint: `http://${endpoint}`, apiVersion: '2015-04-01', accessKeyId: id, accessKeySecret: secret },
    ...(token ? { securityToken: token } : {}),
  })
  return client.request<Answer>(action, params, { method: 'POST' })
}

const alibaba: Cloud = {
  dialect: 'alibaba-ecs',
  allow: (Action) => ({ Version: '1', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }),
  actions: { list: 'ecs:DescribeKeyPairs', create: 'ecs:CreateKeyPair', assume: 'sts:AssumeRole' },
  codes: {
    denied: 'Forbidden.RAM',
    mayNotAssume: 'NoPermission',
    expired: 'InvalidSecurityToken.Expired',
    missing: 'MissingSecurityToken',
    invented: 'InvalidSecurityToken.Malformed',
    ofAnother: 'InvalidSecurityToken.MismatchWithAccessKey',
    wrongSecret: 'SignatureDoesNotMatch',
    noRole: 'EntityNotExist.Role',
  },
  async assume(endpoint, as, { account = ACCOUNT, role = 'ops', seconds, allowing }) {
    const { Credentials } = await askAlibabaSts<{ Credentials: Record<string, string> }>(endpoint, as, [
      'AssumeRole',
      {
        ...{ RoleArn: `acs:ram::${account}:role/${role}`, RoleSessionName: 'night' },
        ...(seconds ? { DurationSeconds: seconds } : {}),
        ...(allowing ? { Policy: JSON.stringify(alibaba.allow(allowing)) } : {}),
      },
    ])
    const { AccessKeyId: id = '', AccessKeySecret: secret = '', SecurityToken: token = '' } = Credentials
    return { id, secret, token }
  },
  async whoAmI(endpoint, as) {
    const identity = await askAlibabaSts<Record<string, string>>(endpoint, as, ['GetCallerIdentity', {}])
    return { account: identity['AccountId'] ?? '', name: identity['Arn'] ?? '' }
  },
  async list(endpoint, as) {
    const request = new ecs.DescribeKeyPairsRequest({ regionId: 'cn-hangzhou' })
    const { body } = await alibabaEcs(endpoint, as).describeKeyPairs(request)
    return body?.keyPairs?.keyPair?.map(({ keyPairName }) => keyPairName) ?? []
  },
  async create(endpoint, as, keyPairName) {
    const request = new ecs.CreateKeyPairRequest({ regionId: 'cn-hangzhou', keyPairName })
    await alibabaEcs(endpoint, as).createKeyPair(request)
  },
}

function tencentOf(endpoint: string, { id, secret, token }: Credentials) {
  return {
    credential: { secretId: id, secretKey: secret, ...(token ? { token } : {}) },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  }
}

const tencent: Cloud = {
  dialect: 'tencent-cvm',
  allow: (action) => ({ version: '2.0', statement: [{ effect: 'allow', action, resource: '*' }] }),
  actions: { list: 'cvm:DescribeKeyPairs', create: 'cvm:CreateKeyPair', assume: 'sts:AssumeRole' },
  codes: {
    denied: 'UnauthorizedOperation',
    mayNotAssume: 'UnauthorizedOperation',
    expired: 'AuthFailure.TokenFailure',
    missing: 'AuthFailure.TokenFailure',
    invented: 'AuthFailure.TokenFailure',
    ofAnother: 'AuthFailure.TokenFailure',
    wrongSecret: 'AuthFailure.SignatureFailure',
    noRole: 'ResourceNotFound.RoleNotFound',
  },
  async assume(endpoint, as, { account = ACCOUNT, role = 'ops', seconds, allowing }) {
    const { Credentials } = await new sts.v20180813.Client(tencentOf(endpoint, as)).AssumeRole({
      ...{ RoleArn: `qcs::cam::uin/${account}:roleName/${role}`, RoleSessionName: 'night' },
      ...(seconds ? { DurationSeconds: seconds } : {}),
      ...(allowing ? { Policy: encodeURIComponent(JSON.stringify(tencent.allow(allowing))) } : {}),
    })
    const { TmpSecretId: id = '', TmpSecretKey: secret = '', Token: token = '' } = Credentials ?? {}
    return { id, secret, token }
  },
  async whoAmI(endpoint, as) {
    const identity = await new sts.v20180813.Client(tencentOf(endpoint, as)).GetCallerIdentity(null)
    return { account: identity.AccountId ?? '', name: identity.Arn ?? '' }
  },
  async list(endpoint, as) {
    const { KeyPairSet } = await new cvm.v20170312.Client(tencentOf(endpoint, as)).DescribeKeyPairs({})
    return KeyPairSet?.map(({ KeyName }) => KeyName) ?? []
  },
  async create(endpoint, as, KeyName) {
    await new cvm.v20170312.Client(tencentOf(endpoint, as)).CreateKeyPair({ KeyName, ProjectId: 0 })
  },
}

type Body = Readonly<Record<string, unknown>>

/** Unlike the others this client never throws. */
export function resultOf(answer: unknown): Body {
  const { ResponseMetadata, Result } = answer as {
    ResponseMetadata: { Error?: { Code: string } }
    Result?: Body
  }
  const { Error: refused } = ResponseMetadata
  if (refused) throw Object.assign(new Error(refused.Code), { code: refused.Code })
  return Result ?? {}
}

function volcengineOf(endpoint: string, { id, secret, token }: Credentials) {
  return {
    ...{ host: endpoint, protocol: 'http:', region: 'cn-beijing', accessKeyId: id, secretKey: secret },
    ...(token ? { sessionToken: token } : {}),
  }
}

async function askVolcengine(
  endpoint: string,
  as: Credentials,
  [action, params]: readonly [string, Record<string, string>],
): Promise<Body> {
  const own = { serviceName: 'ecs', defaultVersion: '2020-04-01' }
  return resultOf(await new Service({ ...volcengineOf(endpoint, as), ...own }).createAPI(action)(params))
}

export const volcengine: Cloud = {
  dialect: 'volcengine-ecs',
  allow: (Action) => ({ Statement: [{ Effect: 'Allow', Action, Resource: ['*'] }] }),
  actions: { list: 'ecs:DescribeKeyPairs', create: 'ecs:CreateKeyPair', assume: 'sts:AssumeRole' },
  codes: {
    denied: 'AccessDenied',
    mayNotAssume: 'AccessDenied',
    expired: 'InvalidSecretToken',
    missing: 'InvalidSecretToken',
    invented: 'InvalidSecretToken',
    ofAnother: 'InvalidSecretToken',
    wrongSecret: 'SignatureDoesNotMatch',
    noRole: 'RoleNotExist',
  },
  async assume(endpoint, as, { account = ACCOUNT, role = 'ops', seconds, allowing }) {
    const service = new StsService({ ...volcengineOf(endpoint, as), serviceName: 'sts' })
    const answer = await service.AssumeRole({
      ...{ RoleTrn: `trn:iam::${account}:role/${role}`, RoleSessionName: 'night' },
      ...(seconds ? { DurationSeconds: seconds } : {}),
      ...(allowing ? { Policy: JSON.stringify(volcengine.allow(allowing)) } : {}),
    })
    const credentials = resultOf(answer)['Credentials'] as Record<string, string>
    const { AccessKeyId: id = '', SecretAccessKey: secret = '', SessionToken: token = '' } = credentials
    return { id, secret, token }
  },
  async whoAmI(endpoint, as) {
    const own = { serviceName: 'sts', defaultVersion: '2018-01-01' }
    const service = new Service({ ...volcengineOf(endpoint, as), ...own })
    const { AccountId, Trn } = resultOf(await service.createAPI('GetCallerIdentity')({}))
    expect(AccountId).toEqual(expect.any(Number))
    return { account: String(AccountId), name: String(Trn) }
  },
  async list(endpoint, as) {
    const { KeyPairs } = await askVolcengine(endpoint, as, ['DescribeKeyPairs', {}])
    return (KeyPairs as readonly Body[]).map(({ KeyPairName }) => KeyPairName)
  },
  async create(endpoint, as, KeyPairName) {
    await askVolcengine(endpoint, as, ['CreateKeyPair', { KeyPairName }])
  },
}

/** The clouds by their names. */
export const clouds = [
  ['alibaba', alibaba],
  ['tencent', tencent],
  ['volcengine', volcengine],
] as const satisfies readonly (readonly [string, Cloud])[]
