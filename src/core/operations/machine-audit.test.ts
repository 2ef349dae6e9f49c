import { describe, expect, it, vi } from 'vitest'

import { PATIENCE } from '../../../tests/patience.ts'
import {
  addInstance,
  createTestCore,
  findInstance,
  type TestCore,
  testCall,
  TRANSITION_MS,
} from '../../../tests/test-core.ts'
import { type Trace, traceRequest } from '../audit/trace.ts'
import { bindKeyPairs } from '../bindings/bind.ts'
import type { BindingRules } from '../bindings/rules.ts'
import { importKeyPair } from '../key-pairs/add.ts'

/** As `ssh-keygen -lf` says them. */
const KEYS = [
  {
    publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f',
    fingerprint: 'SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA',
  },
  {
    publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+',
    fingerprint: 'SHA256:jfNALGgYonIkQsC+4SHPUhZQMJsVf80GKVYBrb67lUM',
  },
] as const

const RULES: BindingRules = {
  ...{ mode: 'allOrNothing', unknown: 'refusesCall', allRefused: 'refusesCall', isRegional: true },
  ...{ checks: ['free'], allowedStates: ['running'], isAccountWide: false, takesEffect: 'atOnce' },
  ...{ secondBind: 'replace', unbind: { whenNoneIsBound: 'ignored', whenOthersAreBound: 'refused' } },
}

/** Binds one key to `i-1` live and waits until the instance is free again; what the log tells of the request. */
async function bind({ core, clock }: TestCore, key: (typeof KEYS)[number]): Promise<Trace> {
  const rules = {
    ...{ newId: () => `key-${key.fingerprint.slice(7, 12)}`, isAccountWide: false, limit: 100 },
    ...{ isKeyUnique: false, importTypes: new Set(['ssh-ed25519'] as const) },
  }
  const { publicKey } = key
  const pair = await importKeyPair(core, testCall(core, 'Import'), rules, {
    name: key.fingerprint,
    publicKey,
  })
  const call = testCall(core, 'Bind')
  await bindKeyPairs(core, call, RULES, { keyPairs: [{ id: pair.id }], instanceIds: ['i-1'], isLive: true })
  await vi.waitFor(async () => {
    clock.advance(TRANSITION_MS)
    expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined()
  }, PATIENCE)
  const trace = await traceRequest(core.database, call.requestId)
  if (!trace) throw new Error('the log does not know the request')
  return trace
}

describe('rows of machines', () => {
  it('lead from a request to the keys that came and went, and on which machine', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    const [one, two] = KEYS
    await bind(test, one)
    const trace = await bind(test, two)
    expect(trace.calls).toMatchObject([{ action: 'Bind', user: 'root', outcome: 'ok' }])
    expect(trace.machines).toMatchObject([
      {
        ...{
          action: 'Bind',
          account: '1000000001',
          dialect: 'test-cloud',
          region: 'region-1',
          outcome: 'ok',
        },
        machine: {
          ...{ instance: 'i-1', address: '127.64.0.1', loginUser: 'root', step: 'applyAccess', version: 3 },
          ...{ cameKeys: [two.fingerprint], wentKeys: [one.fingerprint], keys: [two.fingerprint] },
        },
      },
    ])
  })

  it('tell the difference that a step made whose process died before it was noted', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    const [one, two] = KEYS
    await bind(test, one)
    const { driver } = test
    const apply = driver.applyAccess.bind(driver)
    let tries = 0
    driver.applyAccess = async (...given) => {
      const applied = await apply(...given)
      tries += 1
      if (tries === 1) throw new Error('the process died')
      return applied
    }
    const { machines } = await bind(test, two)
    expect(tries).toBe(2)
    expect(machines).toMatchObject([
      { machine: { cameKeys: [two.fingerprint], wentKeys: [one.fingerprint], keys: [two.fingerprint] } },
    ])
  })

  it('tell what failed and what was put back', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    const [one, two] = KEYS
    await bind(test, one)
    const { driver } = test
    const apply = driver.applyAccess.bind(driver)
    let tries = 0
    driver.applyAccess = async (...given) => {
      const applied = await apply(...given)
      tries += 1
      // The machine was changed each time, and did not answer.
      if (tries <= 3) throw new Error('the machine does not answer')
      return applied
    }
    const { machines } = await bind(test, two)
    expect(machines).toMatchObject([
      {
        outcome: 'failed',
        machine: { step: 'applyAccess', isUndoing: false, message: 'the machine does not answer' },
      },
      {
        outcome: 'ok',
        machine: {
          ...{ isUndoing: true, cameKeys: [one.fingerprint], wentKeys: [two.fingerprint] },
          ...{ keys: [one.fingerprint], version: 4 },
        },
      },
    ])
  })

  it('are not written where nothing was to be changed, and unknown requests have none', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    expect(await traceRequest(core.database, 'nobody asked')).toBeUndefined()
    const { machines } = await bind(test, KEYS[0])
    expect(machines).toHaveLength(1)
    const rows = await core.database.audit.list({
      account: '1000000001',
      order: 'newestFirst',
      limit: 9,
      subject: 'i-1',
    })
    expect(rows.map(({ action, machine }) => [action, machine?.step])).toEqual([
      ['Bind', 'applyAccess'],
      ['Bind', undefined],
    ])
  })
})
