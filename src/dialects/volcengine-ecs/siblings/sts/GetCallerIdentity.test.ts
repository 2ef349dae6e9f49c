import { describe, expect, it } from 'vitest'

import type { CallOptions } from '../../test-support/signed-call.ts'
import { ALICE, like, refusal, startWorld } from '../../test-support/test-world.ts'
import { stsService } from './index.ts'

const STS = { service: stsService.name, version: stsService.version }
const ACCOUNT = '2100000000'
const SESSION = { accessKeyId: 'AKTPnight', secret: 'night-secret', securityToken: 'night-token' }

async function start() {
  const accessKey = { id: SESSION.accessKeyId, secret: SESSION.secret, token: SESSION.securityToken }
  const expired = { ...accessKey, id: 'AKTPover', token: 'over-token' }
  const sessions = [
    { name: 'night', accessKey },
    { name: 'over', accessKey: expired, expires: '2020-01-01T00:00:00Z' },
  ]
  const world = await startWorld({ roles: [{ name: 'ops', sessions }] })
  const ask = (options: CallOptions = {}) => world.call('GetCallerIdentity', {}, { ...STS, ...options })
  return { world, ask }
}

describe('parsing', () => {
  it('takes no parameters, and minds none', async () => {
    const { world } = await start()
    await using _ = world
    expect((await world.call('GetCallerIdentity', { Some: 'thing' }, STS)).status).toBe(200)
  })
})

describe('refusals', () => {
  it('asks for a signature and a token like any other action', async () => {
    const { world, ask } = await start()
    await using _ = world
    expect(refusal(await ask({ secret: 'wrong' })).slice(0, 2)).toEqual([401, 'SignatureDoesNotMatch'])
    expect(refusal(await ask({ ...SESSION, accessKeyId: 'AKTPover', securityToken: 'over-token' }))).toEqual([
      401,
      'InvalidSecretToken',
      'Invalid secret token, msg: the token is expired.',
    ])
  })
})

describe('behaviour', () => {
  it('tells the account itself, a user and a session', async () => {
    const { world, ask } = await start()
    await using _ = world
    const AccountId = Number(ACCOUNT)
    const root = { IdentityType: 'Account', IdentityId: ACCOUNT, Trn: `trn:iam::${ACCOUNT}:root` }
    expect((await ask()).result).toEqual({ AccountId, ...root })
    const Trn = `trn:iam::${ACCOUNT}:user/alice`
    const user = { IdentityType: 'User', IdentityId: like(/^6\d{7}$/), Trn }
    expect((await ask(ALICE)).result).toEqual({ AccountId, ...user })
    const session = {
      ...{ IdentityType: 'AssumedRole', IdentityId: like(/^7\d{7}:night$/) },
      Trn: `trn:sts::${ACCOUNT}:assumed-role/ops/night`,
    }
    expect((await ask(SESSION)).result).toEqual({ AccountId, ...session })
  })
})
