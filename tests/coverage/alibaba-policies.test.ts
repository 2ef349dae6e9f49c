import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { publicKeyLine } from './public-keys.ts'
import { unwrapDefault } from '../clients/unwrap-default.ts'

// The authorization lines of the page of AttachKeyPair: RAM users with policies, asked through the official SDK.

const regionId = 'cn-hangzhou'
const ACCOUNT = '1234567890123456'
const HERE = `dialect: alibaba-ecs, account: acme, region: ${regionId}`
const INSTANCE = `acs:ecs:${regionId}:${ACCOUNT}:instance/i-linux`
const KEY_PAIR = `acs:ecs:${regionId}:${ACCOUNT}:keypair/one`

/** Name of a user and what the one policy of this user allows. */
const USERS: Readonly<Record<string, object>> = {
  operator: { Action: 'ecs:AttachKeyPair', Resource: [INSTANCE, KEY_PAIR] },
  'no-pair': { Action: 'ecs:AttachKeyPair', Resource: INSTANCE },
  'no-instance': { Action: 'ecs:AttachKeyPair', Resource: KEY_PAIR },
  'other-names': { Action: 'ecs:AttachKeyPair', Resource: [INSTANCE, KEY_PAIR].map((name) => `${name}x`) },
  'other-action': { Action: ['ecs:DetachKeyPair', 'ecs:Describe*'], Resource: '*' },
  everything: { Action: '*', Resource: '*' },
  regions: { Action: 'ecs:DescribeRegions', Resource: '*' },
  'regions-of-a-pair': { Action: 'ecs:DescribeRegions', Resource: KEY_PAIR },
  conditional: {
    ...{ Action: 'ecs:AttachKeyPair', Resource: '*' },
    Condition: { StringLike: { 'ecs:KeyPairName': ['*'] } },
  },
}

function policiesOf(statement: object | undefined): string {
  const document = { Version: '1', Statement: [{ Effect: 'Allow', ...statement }] }
  return JSON.stringify([{ dialect: 'alibaba-ecs', document }])
}

function userLine(name: string, statement: object): string {
  const policies = policiesOf(statement)
  return `      - { name: ${name}, accessKeys: [{ id: LTAI-${name}, secret: secret-of-${name} }], policies: ${policies} }`
}

const SEED = `
accounts:
  - id: "${ACCOUNT}"
    name: acme
    users:
      - { name: root, accessKeys: [{ id: LTAI-root, secret: secret-of-root }] }
${Object.entries(USERS)
  .map(([name, statement]) => userLine(name, statement))
  .join('\n')}
    roles:
      - name: operator
        policies: ${policiesOf(USERS['operator'])}
        sessions: [{ name: night, accessKey: { id: STS.operator, secret: role-secret, token: role-token } }]
keyPairs:
  - { ${HERE}, name: one, publicKey: "${publicKeyLine(1)}" }
  - { ${HERE}, name: two, publicKey: "${publicKeyLine(2)}" }
instances:
  - { ${HERE}, id: i-linux }
  - { ${HERE}, id: i-other }
`

let keyplane: TestKeyplane

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

/** What the temporary access key of the role's session consists of. */
const ROLE = { accessKeyId: 'STS.operator', accessKeySecret: 'role-secret', securityToken: 'role-token' }

function clientAs(user: string | typeof ROLE) {
  const Client = unwrapDefault(EcsModule)
  const credential =
    typeof user === 'string' ? { accessKeyId: `LTAI-${user}`, accessKeySecret: `secret-of-${user}` } : user
  return new Client(new Config({ ...credential, endpoint: keyplane.endpoint, regionId, protocol: 'HTTP' }))
}

async function attach(user: string | typeof ROLE, ids: readonly string[] = ['i-linux'], keyPairName = 'one') {
  const instanceIds = JSON.stringify(ids)
  const request = new ecs.AttachKeyPairRequest({ regionId, keyPairName, instanceIds })
  return (await clientAs(user).attachKeyPair(request)).body?.failCount
}

const forbidden: unknown = expect.objectContaining({ statusCode: 403, code: 'Forbidden.RAM' })

test('a user whose policy names the operation and both resources may bind, and needs nothing else', async () => {
  expect(await attach('operator')).toBe('0')
  expect(await attach('root')).toBe('0')
})

test('a role with such a policy may bind, and may nothing else', async () => {
  expect(await attach(ROLE)).toBe('0')
  await expect(attach(ROLE, ['i-other'])).rejects.toEqual(forbidden)
  await expect(clientAs(ROLE).describeRegions(new ecs.DescribeRegionsRequest({}))).rejects.toEqual(forbidden)
})

test('a user whose policies name other operations may not', async () => {
  await expect(attach('other-action')).rejects.toEqual(forbidden)
})

test('every instance of the call has to be allowed, by its name', async () => {
  await expect(attach('no-instance')).rejects.toEqual(forbidden)
  await expect(attach('other-names')).rejects.toEqual(forbidden)
  await expect(attach('operator', ['i-linux', 'i-other'])).rejects.toEqual(forbidden)
  expect(await attach('everything', ['i-linux', 'i-other'])).toBe('0')
})

test('the key pair has to be allowed, by its name', async () => {
  await expect(attach('no-pair')).rejects.toEqual(forbidden)
  await expect(attach('operator', ['i-linux'], 'two')).rejects.toEqual(forbidden)
  expect(await attach('everything', ['i-linux'], 'two')).toBe('0')
})

test('an operation without resources of its own is only allowed with all resources', async () => {
  const list = (user: string) => clientAs(user).describeRegions(new ecs.DescribeRegionsRequest({}))
  expect((await list('regions')).statusCode).toBe(200)
  await expect(list('regions-of-a-pair')).rejects.toEqual(forbidden)
})

test('a condition on a key of the operation itself never holds, as it has none', async () => {
  await expect(attach('conditional')).rejects.toEqual(forbidden)
})
