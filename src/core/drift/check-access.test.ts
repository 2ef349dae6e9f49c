import { expect, it } from 'vitest'

import { addInstance, createTestCore, testCall } from '../../../tests/test-core.ts'
import { importKeyPair } from '../key-pairs/add.ts'
import { checkAccess } from './check-access.ts'

const KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'AAAA'.repeat(10)}AAA`

/** What is seen of ends: the key is wanted until `wanted`, and the machine has it until `found`. */
async function check(ends: { wanted?: number; found?: number; knowsNoEnds?: boolean }) {
  await using world = await createTestCore()
  const { core, driver } = world
  const rules = {
    newId: () => 'key-1',
    ...{ isAccountWide: false, limit: 9, isKeyUnique: false, importTypes: new Set(['ssh-ed25519']) },
  }
  await importKeyPair(core, testCall(core, 'Import'), rules, { name: 'one', publicKey: KEY })
  const bound = { keyPairIds: ['key-1'], allowsPassword: false }
  const instance = await addInstance(core, 'i-1', bound)
  const { account, dialect, id: instanceId } = instance
  const { wanted, found, knowsNoEnds } = ends
  if (wanted !== undefined) {
    const times = { expiresAtMs: wanted, dueAtMs: wanted, endingAtMs: undefined }
    await core.database.temporaryBindings.put({ account, dialect, instanceId, keyPairId: 'key-1', ...times })
  }
  const expiries = found === undefined ? {} : { expiries: new Map([[KEY, found]]) }
  const access = { version: 1, publicKeys: [KEY], allowsPassword: false, ...expiries }
  const flag = knowsNoEnds === undefined ? {} : { knowsNoEnds }
  driver.observe = () => Promise.resolve({ isReachable: true, access, foreignKeys: [], ...flag })
  const { state, otherEnds, keys } = await checkAccess(core, instance, new AbortController().signal)
  expect(keys).toEqual([KEY])
  expect(otherEnds).toEqual(state === 'drifted' ? [KEY] : [])
  return state
}

it.each([
  ['the same, as whole seconds', { wanted: 1_500, found: 2_000 }, 'in-sync'],
  ['none, and none is wanted', {}, 'in-sync'],
  ['none, and the machine knows none', { wanted: 1_500, knowsNoEnds: true }, 'in-sync'],
  ['none, and one is wanted', { wanted: 1_500 }, 'drifted'],
  ['another one', { wanted: 1_500, found: 3_000 }, 'drifted'],
  ['one, and none is wanted', { found: 2_000 }, 'drifted'],
  ['one where none can be kept to', { wanted: 1_500, found: 2_000, knowsNoEnds: true }, 'drifted'],
] as const)('finds the end of a key on the machine: %s', async (_, ends, state) => {
  expect(await check(ends)).toBe(state)
})
