import * as fc from 'fast-check'

import { type Cloud, CLOUDS, PAIR_NAMES, ROLE } from './clouds.ts'
import { publicKeyLine } from './public-keys.ts'

/** One whose calls are judged, and others whose things he must not meet. */
export const ACCOUNTS = [
  { id: '1000000001', name: 'alpha' },
  { id: '1000000002', name: 'beta' },
  { id: '1000000003', name: 'gamma' },
] as const

export type AccountName = (typeof ACCOUNTS)[number]['name']

/** Who signs: the account itself, a user with policies, or a temporary access key of a role. */
export const SIGNERS = ['root', 'user', 'session'] as const
export type SignerKind = (typeof SIGNERS)[number]

type Seeded = Readonly<Record<string, unknown>>

/** Everything that one account has. */
export interface AccountWorld {
  readonly account: Seeded
  readonly keyPairs: readonly Seeded[]
  readonly instances: readonly Seeded[]
}

export type RandomWorld = Readonly<Record<AccountName, AccountWorld>>

export interface Signer {
  readonly id: string
  readonly secret: string
  readonly token?: string
}

export function signerOf(account: AccountName, kind: SignerKind): Signer {
  const id = `AKID${account}${kind}`
  const secret = `${account}-${kind}-secret`
  return kind === 'session' ? { id, secret, token: `${account}-token` } : { id, secret }
}

/** A seed file with these accounts. */
export function seedOf(accounts: readonly AccountWorld[]): Seeded {
  return {
    accounts: accounts.map(({ account }) => account),
    keyPairs: accounts.flatMap(({ keyPairs }) => keyPairs),
    instances: accounts.flatMap(({ instances }) => instances),
  }
}

/** Accounts with things of the same ids and names, in other states, with other keys. */
export function randomWorlds(): fc.Arbitrary<RandomWorld> {
  const [alpha, beta, gamma] = ACCOUNTS.map(({ id, name }, index) => accountWorlds(id, name, index))
  if (!alpha || !beta || !gamma) throw new Error('there are three accounts')
  return fc.record({ alpha, beta, gamma })
}

/** What an account may have; `index` tells keys of accounts apart. */
export function accountWorlds(id: string, name: string, index: number): fc.Arbitrary<AccountWorld> {
  const perCloud = fc.tuple(...CLOUDS.map((cloud, place) => things(cloud, name, index * 100 + place * 10)))
  return fc.tuple(perCloud, policies(id), policies(id)).map(([clouds, ofUser, ofRole]) => ({
    account: {
      ...{ id, name },
      users: [
        { name: 'root', accessKeys: [signerOf(nameOf(name), 'root')] },
        { name: 'user', accessKeys: [signerOf(nameOf(name), 'user')], policies: ofUser },
      ],
      roles: [
        {
          ...{ name: ROLE, policies: ofRole },
          sessions: [{ name: 'nightly', accessKey: signerOf(nameOf(name), 'session') }],
        },
      ],
    },
    keyPairs: clouds.flatMap(({ keyPairs }) => keyPairs),
    instances: clouds.flatMap(({ instances }) => instances),
  }))
}

function nameOf(name: string): AccountName {
  const found = ACCOUNTS.find((account) => account.name === name)
  if (!found) throw new Error(`there is no account ${name}`)
  return found.name
}

function things(cloud: Cloud, account: string, firstKey: number) {
  const { dialect, region, keyPairIds, instanceIds } = cloud
  const place = { dialect, account, region }
  const names = fc.shuffledSubarray([...PAIR_NAMES], { minLength: 2 })
  return names.chain((pairs) =>
    fc.record({
      keyPairs: fc.constant(
        pairs.map((name, at) => ({
          ...{ ...place, name, id: keyPairIds[at], publicKey: publicKeyLine('ed25519', firstKey + at) },
        })),
      ),
      instances: fc
        .tuple(...instanceIds.map((id) => instances({ ...place, id }, pairs)))
        .map((all) => all.flat()),
    }),
  )
}

/** An instance, or none of this id. */
function instances(place: Seeded, pairs: readonly string[]): fc.Arbitrary<readonly Seeded[]> {
  const bound = pairs.length === 0 ? fc.constant([]) : fc.subarray([...pairs], { maxLength: 1 })
  const one = fc.record({
    name: fc.constantFrom('front', 'back', `of-${String(place['account'])}`),
    state: fc.constantFrom('running', 'running', 'stopped', 'stopping'),
    keyPairs: bound,
    password: fc.constant('S3cret-pw!'),
  })
  return fc.option(one, { nil: undefined, freq: 5 }).map((some) => (some ? [{ ...place, ...some }] : []))
}

const LANGUAGES = ['cam', 'ram', 'iam'] as const

/** Policies in the three languages: what a user may do in general, and what denies it again. */
function policies(account: string): fc.Arbitrary<readonly Seeded[]> {
  const statement = fc.record({
    isAllow: fc.boolean(),
    action: fc.constantFrom('*', 'Describe*', '*KeyPair*', 'Stop*', 'Run*'),
    target: fc.constantFrom('all', 'own', 'foreign'),
    condition: fc.constantFrom('none', 'none', 'tag', 'address'),
    id: fc.nat({ max: 2 }),
  })
  const list = fc.array(statement, { minLength: 0, maxLength: 2 })
  const general = { isAllow: true, action: '*', target: 'all', condition: 'none', id: 0 }
  return fc
    .tuple(fc.constantFrom(true, true, false), list)
    .map(([isAllowed, rest]) =>
      LANGUAGES.map((language) =>
        policyIn(language, account, [...(isAllowed ? [general] : []), ...rest]),
      ).filter((policy) => policy !== undefined),
    )
}

interface Statement {
  readonly isAllow: boolean
  readonly action: string
  readonly target: string
  readonly condition: string
  readonly id: number
}

function policyIn(language: string, account: string, statements: readonly Statement[]): Seeded | undefined {
  if (statements.length === 0) return undefined
  if (language === 'cam') {
    const statement = statements.map((one) => camStatement(account, one))
    return { dialect: 'tencent-cvm', document: { version: '2.0', statement } }
  }
  const dialect = language === 'ram' ? 'alibaba-ecs' : 'volcengine-ecs'
  const Statement = statements.map((one) => camelStatement(dialect, account, one))
  return { dialect, document: { ...(language === 'ram' ? { Version: '1' } : {}), Statement } }
}

function camStatement(account: string, { isAllow, action, condition, ...rest }: Statement): Seeded {
  const conditions: Readonly<Record<string, Seeded>> = {
    tag: { 'for_any_value:string_equal': { 'qcs:resource_tag': ['env&dev'] } },
    address: { ip_equal: { 'qcs:ip': ['127.0.0.0/8'] } },
  }
  return {
    effect: isAllow ? 'allow' : 'deny',
    action: action === '*' ? '*' : [`cvm:${action}`, `lighthouse:${action}`],
    resource: resource('tencent-cvm', account, rest),
    ...(conditions[condition] ? { condition: conditions[condition] } : {}),
  }
}

function camelStatement(dialect: string, account: string, one: Statement): Seeded {
  const { isAllow, action, condition } = one
  const prefix = dialect === 'alibaba-ecs' ? 'acs' : 'volc'
  const conditions: Readonly<Record<string, Seeded>> = {
    tag: { StringEquals: { [`${prefix}:ResourceTag/env`]: ['dev'] } },
    address: { IpAddress: { [`${prefix}:SourceIp`]: ['127.0.0.0/8'] } },
  }
  return {
    Effect: isAllow ? 'Allow' : 'Deny',
    Action: [action === '*' ? '*' : `ecs:${action}`],
    Resource: [resource(dialect, account, one)],
    ...(conditions[condition] ? { Condition: conditions[condition] } : {}),
  }
}

/** A grant on a thing of another account must not open it. */
function resource(
  dialect: string,
  account: string,
  { target, id }: Pick<Statement, 'target' | 'id'>,
): string {
  const cloud = CLOUDS.find((one) => one.dialect === dialect)
  if (!cloud || target === 'all') return '*'
  const other = ACCOUNTS.find((one) => one.id !== account)?.id ?? account
  return cloud.instanceName(target === 'own' ? account : other, cloud.instanceIds[id] ?? '*')
}
