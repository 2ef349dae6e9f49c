import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const ADMIN = 'the-administrators-token'
const OF = { account: '1000000001', user: 'alice' }

const READ = { version: '2.0', statement: [{ effect: 'allow', action: 'cvm:Describe*', resource: '*' }] }
const BIND_BUT_ONE = {
  Version: '1',
  Statement: [
    { Effect: 'Allow', Action: 'ecs:*', Resource: '*' },
    { Effect: 'Deny', Action: 'ecs:AttachKeyPair', Resource: 'acs:ecs:*:*:instance/i-precious' },
  ],
}
const TEAM = {
  Statement: [
    { Effect: 'Allow', Action: ['ecs:AttachKeyPair'], Resource: ['trn:ecs:*:*:instance/i-team*'] },
    { Effect: 'Allow', Action: ['ecs:AttachKeyPair'], Resource: ['trn:ecs:*:*:keypair/kp-team'] },
  ],
}

let keyplane: TestKeyplane
let admin: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: ADMIN })
  admin = createOwnApiClient({ url: keyplane.api, token: ADMIN })
  await admin.accounts.create({ id: OF.account, name: 'acme' })
  await admin.users.create({ account: OF.account, name: OF.user })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

describe('policies', () => {
  it('are attached, listed, read and detached', async () => {
    const made = await admin.policies.attach({ ...OF, dialect: 'tencent-cvm', document: READ })
    expect(made).toEqual({
      ...{ id: made.id, place: 'policies.0', dialect: 'tencent-cvm', document: READ, warnings: [] },
    })
    expect(made.id).toMatch(/^[0-9a-f]{16}$/)
    const other = await admin.policies.attach({ ...OF, dialect: 'volcengine-ecs', document: TEAM })
    const { warnings: _, ...shown } = made
    expect((await admin.policies.list(OF)).items).toEqual([shown, expect.objectContaining({ id: other.id })])
    expect(await admin.policies.show({ ...OF, policy: made.id })).toEqual(shown)
    expect(await admin.users.show(OF)).toEqual({ name: 'alice', isRoot: false, policies: 2 })
    await admin.policies.detach({ ...OF, policy: made.id })
    const unknown = { status: 404, message: 'the user has no policy of this id' }
    await expect(admin.policies.detach({ ...OF, policy: made.id })).rejects.toMatchObject(unknown)
    await expect(admin.policies.show({ ...OF, policy: made.id })).rejects.toMatchObject(unknown)
    // The other one keeps its id, though its place has changed.
    expect((await admin.policies.list(OF)).items).toMatchObject([{ id: other.id, place: 'policies.0' }])
    await admin.policies.detach({ ...OF, policy: other.id })
  })

  it('are not attached twice', async () => {
    const { id } = await admin.policies.attach({ ...OF, dialect: 'tencent-cvm', document: READ })
    await expect(
      admin.policies.attach({ ...OF, dialect: 'tencent-cvm', document: READ }),
    ).rejects.toMatchObject({ status: 409, message: 'the policy is attached to the user' })
    await admin.policies.detach({ ...OF, policy: id })
  })

  it('are all kept when they come at the same time', async () => {
    const of = { account: OF.account, user: 'busy' }
    await admin.users.create({ account: of.account, name: of.user })
    const documents = Array.from({ length: 10 }, (_, id) => ({
      version: '2.0',
      statement: [{ effect: 'allow', action: 'cvm:*', resource: `qcs::cvm:::instance/ins-${id}` }],
    }))
    const attach = (document: Record<string, unknown>) =>
      admin.policies.attach({ ...of, dialect: 'tencent-cvm', document })
    const ended = await Promise.allSettled([...documents, ...documents].map(attach))
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    const { items } = await admin.policies.list(of)
    expect(items.map(({ document }) => document)).toEqual(expect.arrayContaining(documents))
    await Promise.all(items.map(({ id }) => admin.policies.detach({ ...of, policy: id })))
    expect(await admin.policies.list(of)).toEqual({ items: [] })
  })

  it('are at most fifty for a user', async () => {
    const of = { account: OF.account, user: 'many' }
    await admin.users.create({ account: OF.account, name: 'many' })
    const document = (id: number) => ({
      version: '2.0',
      statement: [{ effect: 'allow', action: 'cvm:*', resource: `qcs::cvm:::instance/ins-${id}` }],
    })
    const attach = (id: number) =>
      admin.policies.attach({ ...of, dialect: 'tencent-cvm', document: document(id) })
    for (let id = 0; id < 50; id++) await attach(id)
    await expect(attach(50)).rejects.toMatchObject({ status: 409 })
    expect((await admin.policies.list(of)).items).toHaveLength(50)
  })

  it('are refused when they cannot be read, with the place of the mistake', async () => {
    const attach = (dialect: string, document: Record<string, unknown>) =>
      admin.policies.attach({ ...OF, dialect, document })
    await expect(attach('other-cloud', READ)).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(/^dialect: "other-cloud" is not known; known are: alibaba-ecs, /),
    })
    await expect(
      attach('tencent-cvm', { version: '2.0', statement: [{ effect: 'maybe' }] }),
    ).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(/^document\.statement\.0/),
    })
    await expect(
      admin.policies.attach({ ...OF, user: 'none', dialect: 'tencent-cvm', document: READ }),
    ).rejects.toMatchObject({ status: 404, message: 'account "1000000001" has no user "none"' })
    expect((await admin.policies.list(OF)).items).toEqual([])
  })

  it('warn of what has no effect', async () => {
    const statement = { Effect: 'Allow', Action: 'ecs:NoSuchAction', Resource: '*' }
    const document = { Version: '1', Statement: [statement] }
    const made = await admin.policies.attach({ ...OF, dialect: 'alibaba-ecs', document })
    expect(made.warnings).toEqual([
      { path: expect.stringContaining('Action'), message: expect.stringContaining('NoSuchAction') },
    ])
    await admin.policies.detach({ ...OF, policy: made.id })
  })
})

describe('would it be allowed?', () => {
  const attach = { dialect: 'alibaba-ecs', action: 'AttachKeyPair', region: 'cn-hangzhou' }
  const parameters = (instance: string) => ({ KeyPairName: 'team', InstanceIds: `["${instance}"]` })

  it('tells which statement denies, and which allow', async () => {
    const { id } = await admin.policies.attach({ ...OF, dialect: 'alibaba-ecs', document: BIND_BUT_ONE })
    const resource = 'acs:ecs:cn-hangzhou:1000000001:instance/i-precious'
    const by = { policy: id, place: 'policies.0' }
    expect(await admin.policies.check({ ...OF, ...attach, parameters: parameters('i-precious') })).toEqual({
      ...{ decision: 'deny', why: 'explicit-deny', resource },
      statements: [{ effect: 'deny', resource, ...by, statement: 1 }],
    })
    const allowed = await admin.policies.check({
      ...{ ...OF, ...attach, action: 'ecs:AttachKeyPair' },
      parameters: parameters('i-other'),
    })
    expect(allowed).toMatchObject({ decision: 'allow', why: 'statements' })
    expect(allowed.statements).toEqual([
      { effect: 'allow', resource: 'acs:ecs:cn-hangzhou:1000000001:instance/i-other', ...by, statement: 0 },
      { effect: 'allow', resource: 'acs:ecs:cn-hangzhou:1000000001:keypair/team', ...by, statement: 0 },
    ])
    await admin.policies.detach({ ...OF, policy: id })
  })

  it('tells which resource nothing allows', async () => {
    const { id } = await admin.policies.attach({ ...OF, dialect: 'volcengine-ecs', document: TEAM })
    const asked = { ...OF, dialect: 'volcengine-ecs', action: 'AttachKeyPair', region: 'cn-beijing' }
    const named = (instance: string) => [
      'trn:ecs:cn-beijing:1000000001:keypair/kp-team',
      `trn:ecs:cn-beijing:1000000001:instance/${instance}`,
    ]
    expect(await admin.policies.check({ ...asked, resources: named('i-team1') })).toMatchObject({
      ...{ decision: 'allow', statements: [{ statement: 1 }, { statement: 0 }] },
    })
    expect(await admin.policies.check({ ...asked, resources: named('i-other') })).toEqual({
      ...{ decision: 'deny', why: 'no-allow', statements: [], resource: named('i-other')[1] },
    })
    await admin.policies.detach({ ...OF, policy: id })
  })

  it('knows the account itself, and the second factor that it asks for', async () => {
    const asked = { ...OF, dialect: 'tencent-cvm', action: 'StopInstances', region: 'ap-guangzhou' }
    const root = { ...asked, user: 'root' }
    expect(await admin.policies.check(root)).toEqual({ decision: 'allow', why: 'account', statements: [] })
    await admin.accounts.update({ account: OF.account, requireMfa: ['StopInstances'] })
    expect(await admin.policies.check(root)).toMatchObject({ decision: 'deny', why: 'no-device' })
    await admin.mfa.enrol({ account: OF.account, user: 'root' })
    expect(await admin.policies.check(root)).toMatchObject({ decision: 'deny', why: 'no-recent-code' })
    expect(await admin.policies.check(asked)).toMatchObject({ decision: 'deny', why: 'no-allow' })
    await admin.accounts.update({ account: OF.account, requireMfa: [] })
  })

  it('follows conditions of the call', async () => {
    const condition = { ip_equal: { 'qcs:ip': '10.0.0.0/8' } }
    const statement = { effect: 'allow', action: 'cvm:Describe*', resource: '*', condition }
    const { id } = await admin.policies.attach({
      ...{ ...OF, dialect: 'tencent-cvm', document: { version: '2.0', statement: [statement] } },
    })
    const asked = { ...OF, dialect: 'tencent-cvm', action: 'DescribeInstances', region: 'ap-guangzhou' }
    const from = (sourceAddress: string) => admin.policies.check({ ...asked, sourceAddress })
    expect(await from('10.1.2.3')).toMatchObject({ decision: 'allow' })
    expect(await from('192.0.2.1')).toMatchObject({ decision: 'deny', why: 'no-allow' })
    await admin.policies.detach({ ...OF, policy: id })
  })

  it('leaves nothing behind and may be asked by a reader', async () => {
    const { token } = await admin.tokens.create({ name: 'looks', scope: 'reader' })
    const reader = createOwnApiClient({ url: keyplane.api, token })
    const before = await keyplane.core.database.audit.newest(OF.account, 1)
    expect(await reader.policies.check({ ...OF, ...attach })).toMatchObject({ decision: 'deny' })
    await keyplane.core.auditLog.flush()
    expect(await keyplane.core.database.audit.newest(OF.account, 1)).toEqual(before)
  })

  it.each([
    [{ dialect: 'other' }, 400, /^dialect: "other" is not known/],
    [{ action: 'NoSuchAction' }, 400, /^action: alibaba-ecs does not answer "NoSuchAction"$/],
    [{ action: 'vpc:AttachKeyPair' }, 400, /^action: alibaba-ecs does not answer/],
    [{ resources: ['nonsense'] }, 400, /^resources: "nonsense" is no name of a resource$/],
    [{ resources: [] }, 400, /^resources: /],
    [{ user: 'none' }, 404, /^account "1000000001" has no user "none"$/],
  ])('is refused: %j', async (wrong, status, message) => {
    await expect(admin.policies.check({ ...OF, ...attach, ...wrong })).rejects.toMatchObject({
      status,
      message: expect.stringMatching(message),
    })
  })
})
