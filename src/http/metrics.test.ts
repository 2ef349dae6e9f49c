import { describe, expect, it } from 'vitest'

import { heldClock } from '../../tests/held-clock.ts'
import { CallCounts } from '../core/call-counts.ts'
import { EndedOperations } from '../core/operations/ended-operations.ts'
import { ParameterCounts } from '../core/parameter-counts.ts'
import { metricsPage, type MetricsParts } from './metrics.ts'

function partsOf(given: Partial<MetricsParts> = {}): MetricsParts {
  const database = {
    check: () => Promise.resolve(),
    operations: { backlog: () => Promise.resolve({ unfinished: 0, earliestDueAtMs: undefined }) },
  }
  return {
    ...{ role: 'all', counts: new CallCounts(), parameters: new ParameterCounts() },
    ...{ ended: new EndedOperations(), inHand: () => 0, database, clock: heldClock(), pool: undefined },
    ...given,
  }
}

/** The samples of one metric, each as `labels value`. */
async function samples(page: ReturnType<typeof metricsPage>, name: string): Promise<readonly string[]> {
  const { text } = await page()
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .map((line) => line.slice(name.length).trim())
}

describe('metricsPage', () => {
  it('has the calls and how long those of each dialect took', async () => {
    const counts = new CallCounts()
    const page = metricsPage(partsOf({ counts }))
    counts.add({ dialect: 'tencent-cvm', action: 'CreateKeyPair', outcome: 'ok' }, 0.004)
    counts.add({ dialect: 'tencent-cvm', action: 'CreateKeyPair', outcome: 'ok' }, 20)
    expect(await samples(page, 'keyplane_calls_total')).toEqual([
      '{dialect="tencent-cvm",action="CreateKeyPair",outcome="ok"} 2',
    ])
    const buckets = await samples(page, 'keyplane_call_duration_seconds_bucket')
    expect(buckets.slice(1, 3)).toEqual([
      '{le="0.0025",dialect="tencent-cvm"} 0',
      '{le="0.005",dialect="tencent-cvm"} 1',
    ])
    expect(buckets.at(-1)).toBe('{le="+Inf",dialect="tencent-cvm"} 2')
    expect(await samples(page, 'keyplane_call_duration_seconds_sum')).toEqual([
      '{dialect="tencent-cvm"} 20.004',
    ])
    expect(await samples(page, 'keyplane_call_duration_seconds_count')).toEqual(['{dialect="tencent-cvm"} 2'])
  })

  it('has what this process does: its role, what it has in hand, what it ended', async () => {
    const ended = new EndedOperations()
    ended.add('access', 'succeeded')
    ended.add('access', 'succeeded')
    ended.add('power', 'failed')
    const page = metricsPage(partsOf({ role: 'worker', ended, inHand: () => 7 }))
    expect(await samples(page, 'keyplane_info')).toEqual(['{role="worker"} 1'])
    expect(await samples(page, 'keyplane_operations_in_hand')).toEqual(['7'])
    // Asked twice: nothing is counted twice.
    await page()
    expect(await samples(page, 'keyplane_operations_ended_total')).toEqual([
      '{kind="access",outcome="succeeded"} 2',
      '{kind="power",outcome="failed"} 1',
    ])
  })

  it('has what waits in the database, and for how long', async () => {
    const clock = heldClock()
    const backlog = { unfinished: 3, earliestDueAtMs: clock.now() - 1_500 }
    const operations = { backlog: () => Promise.resolve(backlog) }
    const page = metricsPage(partsOf({ clock, database: { check: () => Promise.resolve(), operations } }))
    expect(await samples(page, 'keyplane_database_up')).toEqual(['1'])
    expect(await samples(page, 'keyplane_operations_unfinished')).toEqual(['3'])
    expect(await samples(page, 'keyplane_operations_overdue_seconds')).toEqual(['1.5'])
    backlog.earliestDueAtMs = clock.now() + 1_000
    expect(await samples(page, 'keyplane_operations_overdue_seconds')).toEqual(['0'])
  })

  it.each([
    ['refuses', () => Promise.reject(new Error('connection refused'))],
    ['says nothing', () => new Promise<never>(() => {})],
  ])('leaves out what it does not know while the database %s', async (_how, check) => {
    let asked = check
    const backlog = () => Promise.resolve({ unfinished: 1, earliestDueAtMs: 0 })
    const database = { check: () => asked(), operations: { backlog } }
    const page = metricsPage(partsOf({ database, patienceMs: 100 }))
    for (const name of ['keyplane_operations_unfinished', 'keyplane_operations_overdue_seconds']) {
      expect(await samples(page, name)).toEqual([])
    }
    expect(await samples(page, 'keyplane_database_up')).toEqual(['0'])
    asked = () => Promise.resolve() as Promise<never>
    expect(await samples(page, 'keyplane_database_up')).toEqual(['1'])
    expect(await samples(page, 'keyplane_operations_unfinished')).toEqual(['1'])
  })

  it('has the connections where there are some', async () => {
    const pool = () => ({ open: 10, idle: 4, waiting: 2 })
    const page = metricsPage(partsOf({ pool }))
    expect(await samples(page, 'keyplane_database_connections')).toEqual([
      '{state="busy"} 6',
      '{state="idle"} 4',
    ])
    expect(await samples(page, 'keyplane_database_waiting')).toEqual(['2'])
    const embedded = metricsPage(partsOf())
    expect(await samples(embedded, 'keyplane_database_connections')).toEqual([])
    expect(await samples(embedded, 'keyplane_database_waiting')).toEqual([])
  })
})
