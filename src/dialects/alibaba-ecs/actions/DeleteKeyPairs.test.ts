import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  missing,
  REFUSALS,
  refusal,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ name: 'free' }, { name: 'spare' }, { name: 'bound' }, { name: 'released' }],
    instances: [
      { id: 'i-bound', keyPairs: ['bound'] },
      { id: 'i-going', keyPairs: ['released'] },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function remove(KeyPairNames: string, params = {}) {
  return world.call('DeleteKeyPairs', { RegionId: REGION, KeyPairNames, ...params })
}

async function exists(KeyPairName: string): Promise<boolean> {
  const { body } = await world.call('DescribeKeyPairs', { RegionId: REGION, KeyPairName })
  return body['TotalCount'] === 1
}

describe('parsing', () => {
  it.each(['RegionId', 'KeyPairNames'])('refuses a call without %s', async (name) => {
    expect(refusal(await remove('["free"]', { [name]: '' }))).toEqual(missing(name))
  })

  it.each(['free', '[]', '{"a":1}', '[1]'])('refuses KeyPairNames=%s', async (names) => {
    expect(refusal(await remove(names))).toEqual([
      400,
      'InvalidKeyPairNames.ValueNotSupported',
      'The specified parameter "KeyPairNames" is not valid.',
    ])
  })

  it('takes 100 names and refuses 101', async () => {
    const names = Array.from({ length: 101 }, (_, index) => `none${index}`)
    expect((await remove(JSON.stringify(names.slice(1)))).status).toBe(200)
    expect(refusal(await remove(JSON.stringify(names)))).toEqual([
      403,
      'InstanceKeyPairLimitExceeded',
      'Exceeding the allowed amount of instance which will be deleted.',
    ])
  })
})

describe('refusals', () => {
  it('deletes nothing when one of the pairs is bound', async () => {
    expect(refusal(await remove('["spare","bound"]'))).toEqual([
      400,
      'InvalidParameter.KeypairAlreadyAttachedInstance',
      'The specified parameter "KeyPairNames" attached to instances can not be deleted.',
    ])
    expect([await exists('spare'), await exists('bound')]).toEqual([true, true])
  })

  it('refuses an unknown region and a user without policies', async () => {
    expect(refusal(await remove('["free"]', { RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
    const params = { RegionId: REGION, KeyPairNames: '["free"]' }
    expect(refusal(await world.call('DeleteKeyPairs', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('deletes pairs, ignores unknown names and answers with the request id alone', async () => {
    const { status, body } = await remove('["free","nobody","free"]')
    expect([status, Object.keys(body)]).toEqual([200, ['RequestId']])
    expect(await exists('free')).toBe(false)
  })

  it('deletes a pair whose instance was deleted', async () => {
    await world.call('DeleteInstance', { InstanceId: 'i-going', Force: 'true' })
    await expect.poll(async () => (await remove('["released"]')).status).toBe(200)
    expect(await exists('released')).toBe(false)
  })
})
