import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  missing,
  refusal,
  startWorld,
  type TestWorld,
} from '../../test-support/test-world.ts'
import type { CallOptions } from '../../test-support/signed-call.ts'

const HOW = { version: '2015-06-12', form: 'v1-get', format: 'JSON' } as const

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

function ask(params: Record<string, string> = {}, options: CallOptions = {}) {
  const asked = { Id: 'cn-hangzhou', ServiceCode: 'ecs', Type: 'openAPI', ...params }
  return world.call('DescribeEndpoints', asked, { ...HOW, ...options })
}

describe('parsing', () => {
  it('refuses a call without a region or a service', async () => {
    expect(refusal(await ask({ Id: '' }))).toEqual(missing('Id'))
    expect(refusal(await ask({ ServiceCode: '' }))).toEqual(missing('ServiceCode'))
  })
})

describe('refusals', () => {
  it('refuses regions and services that are not here, in the words that clients compare', async () => {
    expect(refusal(await ask({ Id: 'cn-nowhere' }))).toEqual([
      404,
      'InvalidRegionId',
      'The specified region does not exist.',
    ])
    expect(refusal(await ask({ ServiceCode: 'oss' }))).toEqual([
      400,
      'Illegal Parameter',
      'Please check the parameters',
    ])
  })

  it('is not offered under the version of ECS', async () => {
    const reply = await world.call('DescribeEndpoints', { Id: 'cn-hangzhou', ServiceCode: 'ecs' })
    expect(refusal(reply).slice(0, 2)).toEqual([404, 'InvalidAction.NotFound'])
  })
})

describe('behaviour', () => {
  it('answers with the host that the caller used', async () => {
    expect((await ask()).body).toEqual({
      ...{ RequestId: anyText(), Success: true },
      Endpoints: {
        Endpoint: [
          {
            ...{ Endpoint: world.endpoint, Id: 'cn-hangzhou', Namespace: '' },
            ...{ SerivceCode: 'ecs', Type: 'openAPI', Protocols: { Protocols: ['HTTP', 'HTTPS'] } },
          },
        ],
      },
    })
  })

  it('has no endpoints of other kinds', async () => {
    expect((await ask({ Type: 'innerAPI' })).body).toMatchObject({ Endpoints: { Endpoint: [] } })
  })

  it('lets everybody ask, also for XML', async () => {
    const { text, status } = await ask({}, { ...ALICE, format: 'XML' })
    expect(status).toBe(200)
    expect(text).toContain(`<Endpoints><Endpoint><Endpoint>${world.endpoint}</Endpoint>`)
    expect(text).toContain('<Protocols><Protocols>HTTP</Protocols><Protocols>HTTPS</Protocols></Protocols>')
  })
})
