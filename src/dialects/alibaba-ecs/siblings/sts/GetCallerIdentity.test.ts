import { describe, expect, it } from 'vitest'

import { ALICE, anyText, refusal, startWorld, textLike } from '../../test-support/test-world.ts'
import type { CallOptions } from '../../test-support/signed-call.ts'
import { stsService } from './index.ts'

const { version } = stsService
const ACCOUNT = '1234567890123456'
const SESSION = { accessKeyId: 'STS.night', secret: 'night-secret', securityToken: 'night-token' }

async function start() {
  const accessKey = { id: SESSION.accessKeyId, secret: SESSION.secret, token: SESSION.securityToken }
  const world = await startWorld({ roles: [{ name: 'ops', sessions: [{ name: 'night', accessKey }] }] })
  const ask = (options: CallOptions = {}) => world.call('GetCallerIdentity', {}, { version, ...options })
  return { world, ask }
}

describe('parsing', () => {
  it('takes no parameters, and minds none', async () => {
    const { world } = await start()
    await using _ = world
    expect((await world.call('GetCallerIdentity', { RegionId: 'nowhere' }, { version })).status).toBe(200)
  })
})

describe('refusals', () => {
  it('is an action of this version only', async () => {
    const { world, ask } = await start()
    await using _ = world
    expect(refusal(await ask({ version: '2014-05-26' }))).toEqual([
      404,
      'InvalidAction.NotFound',
      'Specified api is not found, please check your url and method.',
    ])
    expect(refusal(await ask({ secret: 'wrong' })).slice(0, 2)).toEqual([400, 'SignatureDoesNotMatch'])
  })
})

describe('behaviour', () => {
  it('tells the account itself', async () => {
    const { world, ask } = await start()
    await using _ = world
    expect((await ask()).body).toEqual({
      RequestId: anyText(),
      ...{ AccountId: ACCOUNT, IdentityType: 'Account', Arn: `acs:ram::${ACCOUNT}:root` },
      ...{ PrincipalId: ACCOUNT, UserId: ACCOUNT, RoleId: '' },
    })
  })

  it('tells a user, though no policy allows him anything', async () => {
    const { world, ask } = await start()
    await using _ = world
    const { body } = await ask(ALICE)
    expect(body).toEqual({
      RequestId: anyText(),
      ...{ AccountId: ACCOUNT, IdentityType: 'RAMUser', Arn: `acs:ram::${ACCOUNT}:user/alice` },
      ...{ PrincipalId: body['UserId'], UserId: textLike(/^2\d{17}$/), RoleId: '' },
    })
  })

  it('tells a session, in XML too', async () => {
    const { world, ask } = await start()
    await using _ = world
    const { body } = await ask(SESSION)
    const arn = `acs:ram::${ACCOUNT}:assumed-role/ops/night`
    expect(body).toEqual({
      RequestId: anyText(),
      ...{ AccountId: ACCOUNT, IdentityType: 'AssumedRoleUser', Arn: arn },
      ...{ PrincipalId: `${String(body['RoleId'])}:night`, UserId: '', RoleId: textLike(/^3\d{17}$/) },
    })
    const { text } = await ask({ ...SESSION, form: 'v1-get' })
    expect(text).toContain(`<GetCallerIdentityResponse>`)
    expect(text).toContain(`<Arn>${arn}</Arn>`)
  })
})
