import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  malformed,
  missing,
  REFUSALS,
  refusal,
  rowsOf,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-one', name: 'one' },
      { id: 'kp-two', name: 'two' },
      { id: 'kp-south', name: 'south', region: 'cn-guangzhou' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

async function shown(id: string) {
  const [row] = rowsOf(await world.call('DescribeKeyPairs', { 'KeyPairIds.1': id }), 'KeyPairs')
  return row
}

describe('parsing', () => {
  test('by id, by name, and the id wins', async () => {
    const byId = await world.call('ModifyKeyPairAttribute', { KeyPairId: 'kp-one', Description: 'by id' })
    expect(byId.result).toEqual({ KeyPairName: 'one' })
    const byName = await world.call('ModifyKeyPairAttribute', { KeyPairName: 'two', Description: 'by name' })
    expect(byName.result).toEqual({ KeyPairName: 'two' })
    expect(await shown('kp-two')).toMatchObject({ KeyPairName: 'two', Description: 'by name' })
    const params = { KeyPairId: 'kp-one', KeyPairName: 'two', Description: '两个' }
    expect((await world.call('ModifyKeyPairAttribute', params)).result).toEqual({ KeyPairName: 'one' })
    expect(await shown('kp-one')).toMatchObject({ Description: '两个' })
    expect(await shown('kp-two')).toMatchObject({ Description: 'by name' })
  })

  test('an empty description clears', async () => {
    const cleared = await world.call('ModifyKeyPairAttribute', { KeyPairId: 'kp-two', Description: '' })
    expect(cleared.result).toEqual({ KeyPairName: 'two' })
    expect(await shown('kp-two')).toMatchObject({ Description: '' })
  })

  test('a text for Tags beside it, as Terraform sends it, means nothing', async () => {
    const params = { KeyPairId: 'kp-one', Description: 'kept', Tags: '[map[Key:a]]' }
    expect((await world.call('ModifyKeyPairAttribute', params)).status).toBe(200)
  })
})

describe('refusals', () => {
  const both = [
    400,
    'MissingParameter.KeyPairNameAndKeyPairId',
    'The required parameters KeyPairName and KeyPairId are not supplied.',
  ]

  test.each<[string, Params, readonly unknown[]]>([
    ['neither id nor name', { Description: 'a' }, both],
    ['no description', { KeyPairId: 'kp-one' }, missing('Description')],
    ['a bad description', { KeyPairId: 'kp-one', Description: '!' }, malformed('KeyPairDescription')],
    ['a long one', { KeyPairId: 'kp-one', Description: 'a'.repeat(256) }, malformed('KeyPairDescription')],
    ['a bad token', { KeyPairId: 'kp-one', Description: 'a', ClientToken: 'é' }, REFUSALS.clientToken],
    ['an unknown id', { KeyPairId: 'kp-none', KeyPairName: 'one', Description: 'a' }, REFUSALS.keyPair],
    ['an unknown name', { KeyPairName: 'none', Description: 'a' }, REFUSALS.keyPair],
    ['a pair of another region', { KeyPairId: 'kp-south', Description: 'a' }, REFUSALS.keyPair],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await world.call('ModifyKeyPairAttribute', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const params = { KeyPairId: 'kp-one', Description: 'a' }
    expect(refusal(await world.call('ModifyKeyPairAttribute', params, ALICE))).toEqual(
      denied('ModifyKeyPairAttribute', 'keypair/kp-one'),
    )
  })
})

describe('behaviour', () => {
  test('the name, the key and the time of creation stay', async () => {
    const before = await shown('kp-one')
    await world.call('ModifyKeyPairAttribute', { KeyPairId: 'kp-one', Description: 'changed' })
    const { UpdatedAt, ...rest } = (await shown('kp-one')) ?? {}
    expect(before).toMatchObject({ ...rest, Description: before?.['Description'] })
    expect(Date.parse(String(UpdatedAt))).toBeGreaterThanOrEqual(Date.parse(String(before?.['UpdatedAt'])))
  })
})
