import type { Registry } from 'prom-client'

import type { CallCounts } from '../core/call-counts.ts'
import type { ParameterCounts } from '../core/parameter-counts.ts'

/** The Prometheus page. The library is loaded when the page is first asked for: most stand-ins never are. */
export function metricsPage(
  counts: CallCounts,
  parameters: ParameterCounts,
): () => Promise<{ contentType: string; text: string }> {
  let registry: Promise<Registry> | undefined
  return async () => {
    registry ??= createRegistry(counts, parameters)
    const page = await registry
    return { contentType: page.contentType, text: await page.metrics() }
  }
}

async function createRegistry(counts: CallCounts, parameters: ParameterCounts) {
  const { collectDefaultMetrics, Counter, Registry } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
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
  return registry
}
