/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-return --
   plain JavaScript, and the package is installed only where this is run */
// Run with `node --experimental-vm-modules node_modules/jest/bin/jest.js`: Keyplane is an ES module.
import { startKeyplane } from 'keyplane/testing'

import { ACME, INSTANCE, letIn, runOver, WORLD } from './world.mjs'

test('a bound key opens a session', async () => {
  await using keyplane = await startKeyplane({ seed: WORLD })
  const privateKey = await letIn(await keyplane.clients.tencentCvm(ACME))
  const login = await keyplane.ssh(INSTANCE)
  expect(await runOver(login, privateKey, 'echo welcome')).toBe('welcome\n')
})

test('the client of another cloud is answered by the same Keyplane', async () => {
  await using keyplane = await startKeyplane()
  const lighthouse = await keyplane.clients.tencentLighthouse()
  expect(await lighthouse.DescribeKeyPairs({})).toMatchObject({ TotalCount: 0 })
})
