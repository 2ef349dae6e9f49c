/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-return --
   plain JavaScript, and the package is installed only where this is run */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startKeyplane } from 'keyplane/testing'

import { ACME, INSTANCE, letIn, runOver, WORLD } from './world.mjs'

void test('a bound key opens a session', async () => {
  await using keyplane = await startKeyplane({ seed: WORLD })
  const privateKey = await letIn(await keyplane.clients.tencentCvm(ACME))
  const login = await keyplane.ssh(INSTANCE)
  assert.equal(await runOver(login, privateKey, 'echo welcome'), 'welcome\n')
})

void test('several side by side know nothing of each other', async () => {
  const worlds = await Promise.all([startKeyplane(), startKeyplane(), startKeyplane()])
  const [first, ...others] = await Promise.all(worlds.map(({ clients }) => clients.volcengineEcs()))
  await first.fetchOpenAPI({ Action: 'CreateKeyPair', query: { KeyPairName: 'mine' } })
  const count = async (client) =>
    (await client.fetchOpenAPI({ Action: 'DescribeKeyPairs', query: {} })).Result.KeyPairs.length
  assert.equal(await count(first), 1)
  assert.deepEqual(await Promise.all(others.map(count)), [0, 0])
  await Promise.all(worlds.map((world) => world.stop()))
})
