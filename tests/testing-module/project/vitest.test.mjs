/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-return --
   plain JavaScript, and the package is installed only where this is run */
import { startKeyplane } from 'keyplane/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { ACME, INSTANCE, letIn, runOver, WORLD } from './world.mjs'

let keyplane

beforeAll(async () => {
  keyplane = await startKeyplane({ seed: WORLD })
})
afterAll(() => keyplane.stop())

test('a bound key opens a session', async () => {
  const privateKey = await letIn(await keyplane.clients.tencentCvm(ACME))
  const login = await keyplane.ssh(INSTANCE)
  expect(await runOver(login, privateKey, 'echo welcome')).toBe('welcome\n')
})

test('the client of another cloud is answered by the same Keyplane', async () => {
  const ecs = await keyplane.clients.alibabaEcs()
  const { DescribeKeyPairsRequest } = await import('@alicloud/ecs20140526')
  const { body } = await ecs.describeKeyPairs(new DescribeKeyPairsRequest({ regionId: 'cn-hangzhou' }))
  expect(body.totalCount).toBe(0)
})
