import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../test-support/run-instances.ts'
import {
  ALICE,
  anyText,
  invalid,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

const ACTION = 'DescribeInstanceAutoRenewAttribute'
/** May look at everything but one instance. */
const BOB = { accessKeyId: 'LTAI5tBob', secret: 'bob-secret' }
const ALL_BUT_ONE = {
  Version: '1',
  Statement: [
    { Effect: 'Allow', Action: 'ecs:Describe*', Resource: '*' },
    { Effect: 'Deny', Action: 'ecs:*', Resource: 'acs:ecs:*:*:instance/i-secret' },
  ],
}

let world: TestWorld
let renewed: string
let normal: string

beforeAll(async () => {
  const accessKeys = [{ id: BOB.accessKeyId, secret: BOB.secret }]
  const policies = [{ dialect: 'alibaba-ecs', document: ALL_BUT_ONE }]
  world = await startWorld({
    instances: [{ id: 'i-postpaid' }, { id: 'i-secret' }],
    users: [{ name: 'bob', accessKeys, policies }],
  })
  const prepaid = { InstanceChargeType: 'PrePaid' }
  normal = await runInstance(world, prepaid)
  renewed = await runInstance(world, { ...prepaid, AutoRenew: 'true', AutoRenewPeriod: '3' })
})
afterAll(() => world[Symbol.asyncDispose]())

function ask(params: Record<string, string>) {
  return world.call(ACTION, { RegionId: REGION, ...params })
}

describe('parsing', () => {
  it('refuses a call without a region, or without an instance and a status', async () => {
    expect(refusal(await ask({ RegionId: '', InstanceId: 'i-a' }))).toEqual(missing('RegionId'))
    expect(refusal(await ask({}))).toEqual(missing('InstanceId'))
  })

  it('refuses more than 100 ids, and an unknown status', async () => {
    const InstanceId = Array.from({ length: 101 }, (_, n) => `i-${n}`).join()
    expect(refusal(await ask({ InstanceId }))).toEqual(invalid('InstanceId'))
    expect(refusal(await ask({ RenewalStatus: 'x' }))).toEqual(invalid('RenewalStatus'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, InstanceId: 'i-a' }
    expect(refusal(await world.call(ACTION, params, ALICE))).toEqual(REFUSALS.forbidden)
  })

  it('judges every instance of the list', async () => {
    const asBob = (InstanceId: string) => world.call(ACTION, { RegionId: REGION, InstanceId }, BOB)
    expect((await asBob(renewed)).status).toBe(200)
    expect(refusal(await asBob(`${renewed},i-secret`))).toEqual(REFUSALS.forbidden)
    expect(refusal(await asBob(`${renewed}, i-secret`))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('tells of subscription instances only', async () => {
    const { body } = await ask({ InstanceId: `${renewed}, ${normal},i-postpaid,i-unknown` })
    const row = { PeriodUnit: 'Month', EnableExpectedRenewDay: false }
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 2, PageNumber: 1, PageSize: 10 },
      InstanceRenewAttributes: {
        InstanceRenewAttribute: [
          {
            ...row,
            ...{ InstanceId: renewed, AutoRenewEnabled: true, Duration: 3, RenewalStatus: 'AutoRenewal' },
          },
          {
            ...row,
            ...{ InstanceId: normal, AutoRenewEnabled: false, Duration: 0, RenewalStatus: 'Normal' },
          },
        ],
      },
    })
  })

  it('finds instances by status, and takes the numbers of a page as text', async () => {
    const { body } = await ask({ RenewalStatus: 'Normal', PageNumber: '1', PageSize: '1' })
    expect(body).toMatchObject({
      ...{ TotalCount: 1, PageNumber: 1, PageSize: 1 },
      InstanceRenewAttributes: { InstanceRenewAttribute: [{ InstanceId: normal }] },
    })
  })
})
