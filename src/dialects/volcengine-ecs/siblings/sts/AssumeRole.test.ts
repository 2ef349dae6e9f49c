import { describe, expect, it } from 'vitest'

import type { CallOptions, Params, Reply } from '../../test-support/signed-call.ts'
import { like, malformed, missing, refusal, startWorld } from '../../test-support/test-world.ts'
import { stsService } from './index.ts'

const STS = { service: stsService.name, version: stsService.version }
const ACCOUNT = '2100000000'
const OPERATOR = { accessKeyId: 'AKLToperator', secret: 'operator-secret' }
const ROLE = `trn:iam::${ACCOUNT}:role/ops`
const WANTED = { RoleTrn: ROLE, RoleSessionName: 'night' }
const LIST = { Statement: [{ Effect: 'Allow', Action: ['ecs:DescribeKeyPairs'], Resource: ['*'] }] }

function policies(action: string, resource = '*') {
  const document = { Statement: [{ Effect: 'Allow', Action: [action], Resource: [resource] }] }
  return [{ dialect: 'volcengine-ecs', document }]
}

async function start() {
  const { accessKeyId: id, secret } = OPERATOR
  const world = await startWorld({
    users: [{ name: 'operator', accessKeys: [{ id, secret }], policies: policies('sts:AssumeRole', ROLE) }],
    roles: [{ name: 'ops', policies: policies('ecs:*') }, { name: 'other' }],
  })
  const assume = (params: Params = WANTED, options: CallOptions = {}) =>
    world.call('AssumeRole', params, { ...STS, ...OPERATOR, ...options })
  return { world, assume }
}

/** What a client signs with afterwards. */
function signerOf({ result }: Reply) {
  // The fields are compared in a test of their own.
  const credentials = result?.['Credentials'] as Record<string, string>
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = credentials
  return { accessKeyId: AccessKeyId, secret: SecretAccessKey, securityToken: SessionToken }
}

function invalidToken(reason: string): readonly unknown[] {
  return [401, 'InvalidSecretToken', `Invalid secret token, msg: ${reason}.`]
}

function notAllowed(role: string): readonly unknown[] {
  const text = `User is not authorized to perform: sts:AssumeRole on resource: ${role}.`
  return [403, 'AccessDenied', text]
}

describe('parsing', () => {
  it('needs a role and a name for the session', async () => {
    const { world, assume } = await start()
    await using _ = world
    const root = { accessKeyId: 'AKLTacmeroot', secret: 'acme-root-secret==' }
    expect(refusal(await assume({ RoleSessionName: 'night' }, root))).toEqual(missing('RoleTrn'))
    expect(refusal(await assume({ RoleTrn: ROLE }))).toEqual(missing('RoleSessionName'))
  })

  it.each([
    ['RoleSessionName', 'a/b'],
    ['DurationSeconds', '899'],
    ['DurationSeconds', '43201'],
    ['Policy', 'none'],
    ['Policy', '{"Statement":[]}'],
  ])('refuses %s %s', async (name, value) => {
    const { world, assume } = await start()
    await using _ = world
    expect(refusal(await assume({ ...WANTED, [name]: value }))).toEqual(malformed(name))
  })
})

describe('refusals', () => {
  it('needs a policy that names the role', async () => {
    const { world, assume } = await start()
    await using _ = world
    const other = `trn:iam::${ACCOUNT}:role/other`
    expect(refusal(await assume({ ...WANTED, RoleTrn: other }))).toEqual(notAllowed(other))
    expect(refusal(await assume({ ...WANTED, RoleTrn: 'ops' }))).toEqual(
      notAllowed(`trn:iam::${ACCOUNT}:role/*`),
    )
  })

  it('has no role that is not in the account', async () => {
    const { world, assume } = await start()
    await using _ = world
    const stranger = { accessKeyId: 'AKLTunknown', secret: 'keyplane' }
    expect(refusal(await assume(WANTED, stranger))).toEqual([
      404,
      'RoleNotExist',
      'The specified role ops does not exist.',
    ])
  })

  it('belongs to its service and version', async () => {
    const { world, assume } = await start()
    await using _ = world
    expect(refusal(await assume(WANTED, { service: 'ecs' })).slice(0, 2)).toEqual([
      404,
      'InvalidActionOrVersion',
    ])
    expect(refusal(await assume(WANTED, { version: '2020-04-01' })).slice(0, 2)).toEqual([
      404,
      'InvalidActionOrVersion',
    ])
  })
})

describe('behaviour', () => {
  it.each(['get', 'post-form', 'presigned'] as const)(
    'answers a %s request with credentials, whatever its region',
    async (form) => {
      const { world, assume } = await start()
      await using _ = world
      const { status, result } = await assume(
        { ...WANTED, DurationSeconds: '900' },
        { form, region: 'cn-north-1' },
      )
      const time = like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)
      expect([status, result]).toEqual([
        200,
        {
          Credentials: {
            ...{ CurrentTime: time, ExpiredTime: time, AccessKeyId: like(/^AKTP[0-9a-z]{56}$/) },
            ...{ SecretAccessKey: like(/^[0-9a-z]{60}$/), SessionToken: like(/^STS[0-9a-z]{200}$/) },
          },
          AssumedRoleUser: {
            Trn: `trn:sts::${ACCOUNT}:assumed-role/ops/night`,
            AssumedRoleId: like(/^7\d{7}:night$/),
          },
        },
      ])
    },
  )

  it.each(['get', 'post-form', 'presigned'] as const)(
    'its credentials sign %s requests, with the token and not without',
    async (form) => {
      const { world, assume } = await start()
      await using _ = world
      const { securityToken, ...signer } = signerOf(await assume({ ...WANTED, Policy: JSON.stringify(LIST) }))
      // Clients append the token of a presigned request to what they signed.
      const tokenIn = (token: string): CallOptions =>
        form === 'presigned' ? { unsigned: { 'X-Security-Token': token } } : { securityToken: token }
      const call = (action: string, params: Params, token: CallOptions) =>
        world.call(action, params, { form, ...signer, ...token })
      const list = (token: CallOptions) => call('DescribeKeyPairs', {}, token)
      expect((await list(tokenIn(securityToken))).status).toBe(200)
      expect(refusal(await list({}))).toEqual(invalidToken('the token is missing'))
      expect(refusal(await list(tokenIn('invented')))).toEqual(invalidToken('the token is unknown'))
      const other = signerOf(await assume())
      expect(refusal(await list(tokenIn(other.securityToken)))).toEqual(
        invalidToken('the token is not that of the access key'),
      )
      const create = await call('CreateKeyPair', { KeyPairName: 'refused' }, tokenIn(securityToken))
      expect(refusal(create).slice(0, 2)).toEqual([403, 'AccessDenied'])
    },
  )
})
