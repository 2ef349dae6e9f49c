import type * as PromClient from 'prom-client'

import type { CallCounts } from '../core/call-counts.ts'
import type { EndedOperations } from '../core/operations/ended-operations.ts'
import type { ParameterCounts } from '../core/parameter-counts.ts'
import { type AskedDatabase, addDatabaseGauges } from './database-gauges.ts'
import { durationText } from './duration-text.ts'
import { type FaultFigures, faultText } from './fault-text.ts'

/** What the page is made of. */
export interface MetricsParts extends AskedDatabase {
  readonly role: string
  readonly counts: CallCounts
  readonly parameters: ParameterCounts
  readonly ended: EndedOperations
  /** Operations that this process carries on at the moment. */
  inHand(): number
  /** Connections of the stores; undefined where the database is in this process. */
  readonly pool: (() => PoolUsage) | undefined
  /** What goes wrong on purpose; undefined in strict mode. */
  readonly faults?: FaultFigures | undefined
}

/** What a pool of connections does at the moment. */
export interface PoolUsage {
  readonly open: number
  readonly idle: number
  /** Asked for a connection, and there was none. */
  readonly waiting: number
}

/** The Prometheus page. The library is loaded when the page is first asked for: most stand-ins never are. */
export function metricsPage(parts: MetricsParts): () => Promise<{ contentType: string; text: string }> {
  let page: Promise<{ registry: Registry; askDatabase: () => Promise<void> }> | undefined
  return async () => {
    page ??= createRegistry(parts)
    const { registry, askDatabase } = await page
    await askDatabase()
    const figures = `${durationText(parts.counts.durations())}${faultText(parts.faults)}`
    const text = `${await registry.metrics()}\n${figures}`
    return { contentType: registry.contentType, text }
  }
}

type Library = typeof PromClient
type Registry = PromClient.Registry

async function createRegistry(parts: MetricsParts) {
  const library = await import('prom-client')
  const registry = new library.Registry()
  library.collectDefaultMetrics({ register: registry })
  addCallCounters(library, registry, parts)
  addOperationMetrics(library, registry, parts)
  addPoolGauges(library, registry, parts.pool)
  return { registry, askDatabase: addDatabaseGauges(library, registry, parts) }
}

function addCallCounters(
  { Counter }: Library,
  registry: Registry,
  { counts, parameters }: Pick<MetricsParts, 'counts' | 'parameters'>,
): void {
  new Counter({
    name: 'keyplane_calls_total',
    help: 'Cloud calls by dialect, action and outcome (ok, or the code of the refusal).',
    labelNames: ['dialect', 'action', 'outcome'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { labels, count } of counts.entries()) this.inc({ ...labels }, count)
    },
  })
  new Counter({
    name: 'keyplane_parameters_total',
    help: 'Parameters of cloud calls by what became of them: read, ignored (known, without effect here) or unknown.',
    labelNames: ['dialect', 'action', 'parameter', 'use'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { labels, count } of parameters.entries()) this.inc({ ...labels }, count)
    },
  })
}

function addOperationMetrics(
  { Counter, Gauge }: Library,
  registry: Registry,
  { role, ended, inHand }: Pick<MetricsParts, 'role' | 'ended' | 'inHand'>,
): void {
  new Gauge({
    name: 'keyplane_info',
    help: 'Always 1; says which role this process has.',
    labelNames: ['role'],
    registers: [registry],
  }).set({ role }, 1)
  new Counter({
    name: 'keyplane_operations_ended_total',
    help: 'Operations that this process brought to an end, by kind and outcome (succeeded or failed).',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { kind, outcome, count } of ended.entries()) this.inc({ kind, outcome }, count)
    },
  })
  new Gauge({
    name: 'keyplane_operations_in_hand',
    help: 'Operations that this process carries on at the moment; 1024 at most.',
    registers: [registry],
    collect() {
      this.set(inHand())
    },
  })
}

function addPoolGauges({ Gauge }: Library, registry: Registry, pool: MetricsParts['pool']): void {
  new Gauge({
    name: 'keyplane_database_connections',
    help: 'Connections of the stores to PostgreSQL by state (busy or idle); 16 at most.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      if (!pool) return
      const { open, idle } = pool()
      this.set({ state: 'busy' }, open - idle)
      this.set({ state: 'idle' }, idle)
    },
  })
  const waiting = new Gauge({
    name: 'keyplane_database_waiting',
    help: 'Transactions and statements that wait for a connection to PostgreSQL.',
    registers: [registry],
    collect() {
      if (pool) this.set(pool().waiting)
    },
  })
  // Without labels a gauge begins at 0, which would claim that there is a pool.
  if (!pool) waiting.remove()
}
