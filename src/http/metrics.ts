import type { Registry } from 'prom-client'

import type { CallCounts } from '../core/call-counts.ts'

/** The Prometheus page. The library is loaded when the page is first asked for: most stand-ins never are. */
export function metricsPage(counts: CallCounts): () => Promise<{ contentType: string; text: string }> {
  let registry: Promise<Registry> | undefined
  return async () => {
    registry ??= createRegistry(counts)
    const page = await registry
    return { contentType: page.contentType, text: await page.metrics() }
  }
}

async function createRegistry(counts: CallCounts) {
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
  return registry
}
