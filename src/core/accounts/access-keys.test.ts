import { describe, expect, it } from 'vitest'

import { createTestCore } from '../../../tests/test-core.ts'
import { Secret } from '../secret.ts'
import type { Signals, Topic } from '../signals.ts'
import { AccessKeys } from './access-keys.ts'
import { Users } from './users.ts'

const HOLDER = { account: '1', user: 'alice' }
const KEY = { ...HOLDER, id: 'key-1', secret: new Secret('s'), isDisabled: false }

/** What one process says, the others hear; `lose` makes them miss something. */
function twoProcesses() {
  const listeners: { of: number; topic: Topic; listener: (subject: string | undefined) => void }[] = []
  const signalsOf = (of: number): Signals => ({
    send: (topic, subject) =>
      listeners.filter((one) => one.topic === topic && one.of !== of).forEach((one) => one.listener(subject)),
    on: (topic, listener) => void listeners.push({ of, topic, listener }),
  })
  const lose = () => listeners.forEach(({ listener }) => listener(undefined))
  return { here: signalsOf(0), there: signalsOf(1), lose }
}

async function twoAccessKeys() {
  const world = await createTestCore()
  const { database } = world.core
  const { here, there, lose } = twoProcesses()
  await database.accounts.insertAccessKey(KEY)
  const of = (signals: Signals) => new AccessKeys(database, world.clock, { mode: 'strict', signals })
  return { world, accounts: database.accounts, here: of(here), there: of(there), lose }
}

describe('a key that was changed', () => {
  it('is read again at once, here and where it is heard of', async () => {
    const { world, accounts, here, there } = await twoAccessKeys()
    await using _ = world
    expect([await here.find('key-1'), await there.find('key-1')]).toMatchObject([
      { isDisabled: false },
      { isDisabled: false },
    ])
    await accounts.switchAccessKey(HOLDER, 'key-1', true)
    here.forget('key-1')
    expect([await here.find('key-1'), await there.find('key-1')]).toMatchObject([
      { isDisabled: true },
      { isDisabled: true },
    ])
    await accounts.removeAccessKey(HOLDER, 'key-1')
    here.forgetEvery()
    expect([await here.find('key-1'), await there.find('key-1')]).toEqual([undefined, undefined])
  })

  it('is read again after five seconds where nobody heard of it', async () => {
    const { world, accounts, there } = await twoAccessKeys()
    await using _ = world
    await there.find('key-1')
    await accounts.removeAccessKey(HOLDER, 'key-1')
    world.clock.advance(4_999)
    expect(await there.find('key-1')).toBeDefined()
    world.clock.advance(1)
    expect(await there.find('key-1')).toBeUndefined()
  })

  it('is read again when signals may have been missed', async () => {
    const { world, accounts, there, lose } = await twoAccessKeys()
    await using _ = world
    await there.find('key-1')
    await accounts.removeAccessKey(HOLDER, 'key-1')
    lose()
    expect(await there.find('key-1')).toBeUndefined()
  })
})

it('what an account wants of its users is heard of too', async () => {
  await using world = await createTestCore()
  const { accounts, mfaDevices } = world.core.database
  await accounts.insertAccount({ id: '1', name: 'acme', requireMfa: [] })
  const signals = twoProcesses()
  const here = new Users({ accounts, mfaDevices }, world.clock, signals.here)
  const there = new Users({ accounts, mfaDevices }, world.clock, signals.there)
  expect((await there.find('1', 'alice')).requireMfa).toEqual([])
  await accounts.updateAccount('1', { requireMfa: ['Bind'] })
  here.forgetEverybody()
  expect((await there.find('1', 'alice')).requireMfa).toEqual(['Bind'])
})
