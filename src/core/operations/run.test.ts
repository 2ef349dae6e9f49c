import { describe, expect, it, vi } from 'vitest'

import {
  addInstance,
  AT_ONCE,
  createTestCore,
  findInstance,
  type TestCore,
  TRANSITION_MS,
  testCall,
} from '../../../tests/test-core.ts'
import { bindKeyPairs } from '../bindings/bind.ts'
import { DatabaseError } from '../database.ts'
import type { AdmissionRules } from '../instances/admit.ts'
import { operatePower } from '../instances/power.ts'
import { importKeyPair } from '../key-pairs/add.ts'
import { MachineError } from '../machines/driver.ts'
import { runOperation } from './run.ts'
import { PATIENCE } from '../../../tests/patience.ts'

const rules: AdmissionRules = {
  mode: 'allOrNothing',
  unknown: 'refusesCall',
  allRefused: 'refusesCall',
  isRegional: true,
  checks: ['state', 'free'],
  allowedStates: ['running', 'stopped'],
}

const LEASE = { signal: new AbortController().signal, check() {} }

describe('runOperation', () => {
  it('leaves a step that shutting down interrupts to the next start, and does not try it again and again', async () => {
    await using test = await createTestCore()
    const { core, clock, driver } = test
    await addInstance(core, 'i-1')
    // No dispatcher takes it up: the test does.
    const quiet = { ...core, dispatcher: { wake: () => {} } }
    await operatePower(quiet, testCall(core, 'Stop'), rules, { verb: 'stop', instanceIds: ['i-1'] })
    const [operation] = await core.database.operations.unfinished()
    clock.advance(TRANSITION_MS)
    const shutdown = new AbortController()
    let tries = 0
    driver.beforeStep = () => {
      tries += 1
      shutdown.abort()
      throw new Error('aborted')
    }

    await runOperation(core, operation?.id ?? '', { signal: shutdown.signal, check() {} })
    expect(tries).toBe(1)
    expect(await findInstance(core, 'i-1')).toMatchObject({ state: 'stopping' })

    driver.beforeStep = () => {}
    await runOperation(core, operation?.id ?? '', LEASE)
    expect(await findInstance(core, 'i-1')).toMatchObject({ state: 'stopped', currentOperationId: undefined })
  })

  describe('a database that fails in the middle of a step', () => {
    const away = () =>
      new MachineError('the record cannot be read', { cause: new DatabaseError(new Error('away')) })

    async function stopping(test: TestCore) {
      const { core, clock } = test
      await addInstance(core, 'i-1')
      // No dispatcher takes it up: the test does.
      const quiet = { ...core, dispatcher: { wake: () => {} } }
      await operatePower(quiet, testCall(core, 'Stop'), rules, { verb: 'stop', instanceIds: ['i-1'] })
      const [{ id } = { id: '' }] = await core.database.operations.unfinished()
      clock.advance(TRANSITION_MS)
      return { id, run: () => runOperation(core, id, LEASE) }
    }

    it('is no failure of the machine, however often', async () => {
      await using test = await createTestCore()
      const { core, driver } = test
      const { id, run } = await stopping(test)
      driver.beforeStep = () => {
        throw away()
      }
      for (let times = 0; times < 10; times += 1) await expect(run()).rejects.toThrow('the record')
      expect(await core.database.operations.find(id)).toMatchObject({ attempt: 0, outcome: 'running' })
      // All tries are left for the machine.
      driver.beforeStep = () => {
        throw new MachineError('not now')
      }
      await run()
      expect(await core.database.operations.find(id)).toMatchObject({ attempt: 1, outcome: 'running' })
      driver.beforeStep = () => {}
      test.clock.advance(TRANSITION_MS)
      await run()
      expect(await findInstance(core, 'i-1')).toMatchObject({ state: 'stopped' })
    })

    it('is waited for until the deadline only', async () => {
      await using test = await createTestCore()
      const { core, driver } = test
      const { id, run } = await stopping(test)
      driver.beforeStep = () => {
        test.clock.advance(11 * 60_000)
        throw away()
      }
      await run()
      driver.beforeStep = () => {}
      await vi.waitFor(async () => {
        await run()
        test.clock.advance(TRANSITION_MS)
        expect(await core.database.operations.find(id)).toMatchObject({ outcome: 'failed' })
      }, PATIENCE)
      expect(await findInstance(core, 'i-1')).toMatchObject({ currentOperationId: undefined })
    })
  })

  it('gives up on a machine that never answers when the deadline is reached, and frees the instance', async () => {
    await using test = await createTestCore()
    const { core, clock, driver } = test
    await addInstance(core, 'i-1', { state: 'stopped', stoppedMode: 'stop-charging' })
    const start = driver.start.bind(driver)
    let isAsked = false
    driver.start = () => {
      isAsked = true
      return new Promise(() => {})
    }
    await operatePower(core, testCall(core, 'Start'), rules, { verb: 'start', instanceIds: ['i-1'] })
    clock.advance(TRANSITION_MS)
    await vi.waitFor(() => {
      clock.advance(TRANSITION_MS)
      expect(isAsked).toBe(true)
    }, PATIENCE)
    driver.start = start

    await vi.waitFor(async () => {
      clock.advance(11 * 60_000)
      expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined()
    }, PATIENCE)
    const freed = await findInstance(core, 'i-1')
    expect(freed).toMatchObject({ state: 'stopped', stoppedMode: 'stop-charging' })
    expect(freed.latestOperation).toMatchObject({ outcome: 'failed', message: 'the machine took too long' })
  })

  describe('a machine that has seen newer access than the database knows of, as after a restore', () => {
    const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
    const keyPairRules = {
      ...{ newId: () => 'key-1', isAccountWide: false, limit: 100, isKeyUnique: false },
      importTypes: new Set(['ssh-ed25519'] as const),
    }

    /** A binding under way at a machine that refuses to go back behind version 9. */
    async function binding({ core, driver }: TestCore) {
      await addInstance(core, 'i-1', { state: 'stopped' })
      const last = { version: 9, publicKeys: ['ssh-ed25519 LOST'], allowsPassword: false }
      driver.access.set('i-1', last)
      const apply = driver.applyAccess.bind(driver)
      driver.applyAccess = async (machine, desired, signal) => {
        const { version } = driver.access.get(machine.instanceId) ?? last
        return desired.version < version ? { version } : apply(machine, desired, signal)
      }
      // No dispatcher takes it up: the test does.
      const quiet = { ...core, dispatcher: { wake: () => {} } }
      const call = testCall(core, 'Bind')
      await importKeyPair(core, call, keyPairRules, { name: 'one', publicKey })
      const request = { keyPairs: [{ id: 'key-1' }], instanceIds: ['i-1'] }
      await bindKeyPairs(quiet, call, AT_ONCE, request)
      const [{ id } = { id: '' }] = await core.database.operations.unfinished()
      return { id, last, run: () => runOperation(core, id, LEASE) }
    }

    it('gets the change all the same, as one that is newer still', async () => {
      await using test = await createTestCore()
      const { core, driver } = test
      const { run } = await binding(test)
      await run()
      expect(driver.access.get('i-1')).toMatchObject({ version: 10, publicKeys: [publicKey] })
      const done = await findInstance(core, 'i-1')
      expect(done).toMatchObject({ desiredVersion: 10, appliedVersion: 10, currentOperationId: undefined })
      expect(done.latestOperation).toMatchObject({ outcome: 'succeeded' })
    })

    it('keeps it when somebody else has taken the operation up meanwhile', async () => {
      await using test = await createTestCore()
      const { core, driver } = test
      const { id, last, run } = await binding(test)
      const apply = driver.applyAccess.bind(driver)
      driver.applyAccess = async (...asked) => {
        const { fence = 0 } = (await core.database.operations.find(id)) ?? {}
        await core.database.operations.claim(id, fence)
        return apply(...asked)
      }
      await run()
      expect(driver.access.get('i-1')).toBe(last)
      expect(await findInstance(core, 'i-1')).toMatchObject({ desiredVersion: 2, appliedVersion: 1 })
      expect(await core.database.operations.find(id)).toMatchObject({ outcome: 'running', step: 0 })
    })
  })
})
