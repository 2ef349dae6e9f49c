import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { findKeypair } from '../commands/find-keypair.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const TOKEN = 'the-administrators-token'
const ACCOUNT = '1000000001'
const CLOUDS = [
  { dialect: 'volcengine-ecs', region: 'cn-beijing', elsewhere: 'cn-shanghai', id: 'i-pair0000000000000000' },
  { dialect: 'alibaba-ecs', region: 'cn-hangzhou', elsewhere: 'cn-beijing', id: 'i-bp1pair0000000000000' },
]
const SEED = [
  `accounts: [{ id: "${ACCOUNT}", name: acme, users: [{ name: root }] }]`,
  'instances:',
  ...CLOUDS.map(
    ({ dialect, region, id }) =>
      `  - { dialect: ${dialect}, account: acme, region: ${region}, id: ${id}, state: stopped }`,
  ),
].join('\n')

let keyplane: TestKeyplane
let api: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN, seed: SEED })
  api = createOwnApiClient({ url: keyplane.api, token: TOKEN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

describe.each(CLOUDS)(
  'a pair of $dialect named as the id of another',
  ({ dialect, region, elsewhere, id }) => {
    const owner = { dialect, account: ACCOUNT }
    const instance = `${dialect}/${ACCOUNT}/${id}`

    async function pairs(suffix: string, regionOfOther = region) {
      const meant = await api.keyPairs.create({ ...owner, region, name: `team${suffix}` })
      const other = await api.keyPairs.create({ ...owner, region: regionOfOther, name: meant.id })
      return { meant, other }
    }

    async function boundBy(key: string) {
      for await (const _ of await api.bindings.add({
        key,
        instances: [instance],
        replace: true,
        force: true,
      }));
      return (await api.instances.show({ ...owner, id })).keyPairIds
    }

    it('is not shown, not found, not deleted in its place', async () => {
      const { meant, other } = await pairs('1')
      expect(await api.keyPairs.show({ ...owner, id: meant.id })).toMatchObject({ id: meant.id })
      expect(await findKeypair(api, meant.id)).toEqual({ ...owner, id: meant.id })
      expect(await findKeypair(api, `${dialect}/${ACCOUNT}/${meant.id}`)).toEqual({ ...owner, id: meant.id })
      await api.keyPairs.remove({ ...owner, id: meant.id })
      const { items } = await api.keyPairs.list({ dialect })
      expect(items.map((item) => item.id)).toEqual([other.id])
      await api.keyPairs.remove({ ...owner, id: other.id })
    })

    it('is neither foreseen, bound, listed, rotated nor unbound in its place', async () => {
      const { meant, other } = await pairs('2')
      const { items } = await api.bindings.preview({ key: meant.id, instances: [instance] })
      expect(items).toMatchObject([{ keyPair: { id: meant.id } }])
      expect(await boundBy(meant.id)).toEqual([meant.id])
      const keyPair = `${dialect}/${ACCOUNT}/${meant.id}`
      expect((await api.bindings.list({ keyPair })).items).toMatchObject([{ keyPairId: meant.id }])
      const made: string[] = []
      for await (const event of await api.keyPairs.rotate({ ...owner, id: meant.id }))
        if (event.kind === 'keyPair') made.push(event.keyPair.name)
      expect(made).toEqual(['team2_2'])
      for await (const _ of await api.bindings.remove({ key: meant.id, instances: [instance], force: true }));
      expect((await api.instances.show({ ...owner, id })).keyPairIds).not.toContain(meant.id)
      expect(await boundBy(other.id)).toEqual([other.id])
    })

    it('is not bound where the id is one of another region', async () => {
      const meant = await api.keyPairs.create({ ...owner, region: elsewhere, name: 'far' })
      await api.keyPairs.create({ ...owner, region, name: meant.id })
      const { items } = await api.bindings.preview({ key: meant.id, instances: [instance] })
      expect(items).toMatchObject([
        { outcome: 'refused', message: expect.stringContaining(meant.id) as string },
      ])
      await expect(api.keyPairs.show({ ...owner, id: meant.id, region })).rejects.toMatchObject({
        status: 404,
      })
    })
  },
)

it('is found by its name all the same', async () => {
  const owner = { dialect: 'alibaba-ecs', account: ACCOUNT }
  const { id } = await api.keyPairs.create({ ...owner, region: 'cn-hangzhou', name: 'plain' })
  expect(await api.keyPairs.show({ ...owner, id: 'plain' })).toMatchObject({ id })
  expect(await findKeypair(api, 'plain')).toEqual({ ...owner, id })
})
