import { describe, expect, it, vi } from 'vitest'

import {
  addInstance,
  createTestCore,
  findInstance,
  testCall,
  type TestCore,
  TRANSITION_MS,
} from '../../../tests/test-core.ts'
import type { AdmissionRules } from '../instances/admit.ts'
import { operatePower } from '../instances/power.ts'
import { EndedOperations } from './ended-operations.ts'
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

/** Stops an instance that nobody but the test carries on; resolves to the operation's id. */
async function beginStop({ core }: TestCore): Promise<string> {
  await addInstance(core, 'i-1')
  const quiet = { ...core, dispatcher: { wake: () => {} } }
  await operatePower(quiet, testCall(core, 'Stop'), rules, { verb: 'stop', instanceIds: ['i-1'] })
  const [operation] = await core.database.operations.unfinished()
  return operation?.id ?? ''
}

/** Carries it on, as often as it wants and whenever it is due, until it is over. */
async function runToEnd({ core, clock }: TestCore, ended: EndedOperations, id: string): Promise<void> {
  await vi.waitFor(async () => {
    clock.advance(TRANSITION_MS)
    expect(await runOperation({ ...core, ended }, id, LEASE)).toBeUndefined()
  }, PATIENCE)
}

describe('EndedOperations', () => {
  it('counts one that succeeded, once', async () => {
    await using test = await createTestCore()
    const id = await beginStop(test)
    const ended = new EndedOperations()
    await runToEnd(test, ended, id)
    await runToEnd(test, ended, id)
    expect([...ended.entries()]).toEqual([{ kind: 'power', outcome: 'succeeded', count: 1 }])
  })

  it('counts one that was undone as failed', async () => {
    await using test = await createTestCore()
    const id = await beginStop(test)
    const ended = new EndedOperations()
    test.driver.beforeStep = (deed) => {
      if (deed.startsWith('stop')) throw new Error('no')
    }
    await runToEnd(test, ended, id)
    expect([...ended.entries()]).toEqual([{ kind: 'power', outcome: 'failed', count: 1 }])
  })

  it('counts one that could not even be undone as failed', async () => {
    await using test = await createTestCore()
    const id = await beginStop(test)
    const ended = new EndedOperations()
    test.driver.beforeStep = () => {
      throw new Error('no')
    }
    await runToEnd(test, ended, id)
    expect([...ended.entries()]).toEqual([{ kind: 'power', outcome: 'failed', count: 1 }])
    expect((await findInstance(test.core, 'i-1')).currentOperationId).toBeUndefined()
  })

  it('counts one whose instance is gone as failed', async () => {
    await using test = await createTestCore()
    const id = await beginStop(test)
    const ended = new EndedOperations()
    await test.core.database.instances.remove(await findInstance(test.core, 'i-1'))
    await runToEnd(test, ended, id)
    expect([...ended.entries()]).toEqual([{ kind: 'power', outcome: 'failed', count: 1 }])
  })

  it('does not count what a later holder has taken up', async () => {
    await using test = await createTestCore()
    const id = await beginStop(test)
    const ended = new EndedOperations()
    const { operations } = test.core.database
    test.driver.stop = async () => void (await operations.claim(id, 1))
    test.clock.advance(TRANSITION_MS)
    expect(await runOperation({ ...test.core, ended }, id, LEASE)).toBeGreaterThan(0)
    expect([...ended.entries()]).toEqual([])
  })
})
