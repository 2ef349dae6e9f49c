import { afterAll, beforeAll, describe, expect, it } from 'vitest'

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

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    // Of the default type, which has two processors.
    instances: [{ id: 'i-1' }, { id: 'i-2' }, { id: 'i-beijing', region: 'cn-beijing' }],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function read(params: Record<string, string> = {}, how = {}) {
  return world.call('DescribeAccountAttributes', { RegionId: REGION, ...params }, how)
}

describe('parsing', () => {
  it('wants a region, known names and at most eight of them', async () => {
    expect(refusal(await read({ RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await read({ 'AttributeName.1': 'max-houses' }))).toEqual(invalid('AttributeName.1'))
    const names = Array.from({ length: 9 }, (_, n) => `AttributeName.${n + 1}`)
    const nine = Object.fromEntries(names.map((name) => [name, 'max-security-groups']))
    expect(refusal(await read(nine))).toEqual(invalid('AttributeName'))
  })
})

describe('refusals', () => {
  it('refuses unknown places, and a user without policies', async () => {
    expect(refusal(await read({ RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
    expect(refusal(await read({ ZoneId: 'cn-beijing-a' })).slice(0, 2)).toEqual([
      404,
      'InvalidZoneId.NotFound',
    ])
    expect(refusal(await read({}, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('tells what is asked for, each once', async () => {
    const names = { 'AttributeName.1': 'instance-network-type', 'AttributeName.2': 'instance-network-type' }
    const { body } = await read({ ...names, ZoneId: 'cn-hangzhou-b' })
    const value = {
      ...{ Value: 'vpc', ExpiredTime: '', ZoneId: 'cn-hangzhou-b', InstanceChargeType: '', InstanceType: '' },
      ...{ DiskCategory: '', Count: 0 },
    }
    expect(body).toEqual({
      RequestId: anyText(),
      AccountAttributeItems: {
        AccountAttributeItem: [
          { AttributeName: 'instance-network-type', AttributeValues: { ValueItem: [value] } },
        ],
      },
    })
  })

  it('tells everything without a name, and counts the processors in use', async () => {
    const { body } = await read()
    // The shape is asserted above.
    const { AccountAttributeItem } = body['AccountAttributeItems'] as {
      AccountAttributeItem: { AttributeName: string; AttributeValues: { ValueItem: { Value: string }[] } }[]
    }
    const values = new Map(
      AccountAttributeItem.map(({ AttributeName, AttributeValues }) => [
        AttributeName,
        AttributeValues.ValueItem.map(({ Value }) => Value),
      ]),
    )
    expect(values.size).toBe(15)
    expect(values.get('used-postpaid-instance-vcpu-count')).toEqual(['4'])
    expect(values.get('supported-postpaid-instance-types')).toContain('ecs.g6.large')
    expect(values.get('real-name-authentication')).toEqual(['yes'])
  })

  it('answers XML', async () => {
    const name = { 'AttributeName.1': 'max-security-groups' }
    const { text } = await read(name, { form: 'v1-get', format: 'XML' })
    expect(text).toContain(
      '<AccountAttributeItems><AccountAttributeItem><AttributeName>max-security-groups</AttributeName>' +
        '<AttributeValues><ValueItem><Value>100</Value>',
    )
  })
})
