import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { CVM_SEED } from './clouds.ts'
import { apiOf } from './cvm-steps.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const RUNNING = 'ins-running0'
const DONE = 'keyplane_operations_ended_total{kind="power",outcome="succeeded"}'
/** What Prometheus itself adds to what it scrapes. */
const OF_PROMETHEUS = { metrics: ['up'], labels: ['job', 'instance'] }

/** One page: names of metrics with all their labels, and the samples. */
class Page {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** As queries name them: a histogram is three. */
  names(): ReadonlySet<string> {
    const declared = [...this.text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
    return new Set(
      declared.flatMap(([, name = '', type]) =>
        type === 'histogram' ? ['bucket', 'sum', 'count'].map((end) => `${name}_${end}`) : [name],
      ),
    )
  }

  labels(): ReadonlySet<string> {
    return new Set(Array.from(this.text.matchAll(/[{,](\w+)="/g), ([, label]) => label ?? ''))
  }

  /** Value of the sample whose line begins with `start`. */
  value(start: string): number | undefined {
    const line = this.text.split('\n').find((line) => line.startsWith(start))
    return line === undefined ? undefined : Number(line.split(' ').at(-1))
  }
}

async function pageOf({ api }: ServerProcess): Promise<Page> {
  return new Page(await (await fetch(`${api}/metrics`)).text())
}

/** Metrics and labels that a query asks for. */
function askedBy(query: string): { readonly metrics: readonly string[]; readonly labels: readonly string[] } {
  const groups = [...query.matchAll(/\b(?:by|without) \(([^)]*)\)/g)].map(([, names = '']) => names)
  const matchers = [...query.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label)
  const rest = query
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replaceAll(/\b(?:by|without) \([^)]*\)/g, '')
  const words = [...rest.matchAll(/\b[a-z_]\w*(?!\w*\s*\()/g)].map(([word]) => word)
  const labels = [...groups.flatMap((names) => names.split(/,\s*/)), ...matchers]
  return { metrics: words.filter((word) => !['and', 'or', 'unless'].includes(word)), labels }
}

const dashboard = z.object({
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string().min(1),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string() })).default([]),
    }),
  ),
  templating: z.object({ list: z.array(z.object({ name: z.string(), query: z.unknown() })) }),
})
const rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          annotations: z.object({ summary: z.string(), recipe: z.string() }),
        }),
      ),
    }),
  ),
})

function readDeploy(...path: readonly string[]): string {
  return readFileSync(join(ROOT, 'deploy', ...path), 'utf8')
}

const { panels, templating } = dashboard.parse(JSON.parse(readDeploy('grafana', 'keyplane.json')))
const alerts = rules
  .parse(parse(readDeploy('prometheus', 'keyplane.rules.yaml')))
  .groups.flatMap(({ rules }) => rules)
const GUIDE = readFileSync(join(ROOT, 'docs', 'operations.md'), 'utf8')

describe.skipIf(noPostgres !== undefined)('/metrics of processes on one PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-metrics-'))
  const seed = join(folder, 'seed.yaml')
  const running: ServerProcess[] = []
  let postgres: PostgresServer
  let api: ServerProcess
  let worker: ServerProcess

  async function start(url: string, more: readonly string[]): Promise<ServerProcess> {
    const place = ['--listen', '127.0.0.1:0', '--data', join(folder, 'data'), '--ssh-listen', 'off']
    const world = ['--seed', seed, '--database-url', url, '--transition-ms', '20', '--log-level', 'silent']
    const server = await startServer([...place, ...world, ...more])
    running.push(server)
    return server
  }

  beforeAll(async () => {
    writeFileSync(seed, CVM_SEED)
    postgres = await startPostgres()
    const url = await postgres.createDatabase()
    api = await start(url, ['--role', 'api'])
    worker = await start(url, ['--role', 'worker'])
    await apiOf(api).RebootInstances({ InstanceIds: [RUNNING] })
    await vi.waitFor(async () => expect((await pageOf(worker)).value(DONE)).toBe(1), { timeout: 30_000 })
  }, 120_000)
  afterAll(async () => {
    for (const server of running) await server.stop('SIGKILL')
    await postgres[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  it('tell who did what', async () => {
    const [ofApi, ofWorker] = [await pageOf(api), await pageOf(worker)]
    const call = 'keyplane_calls_total{dialect="tencent-cvm",action="RebootInstances",outcome="ok"}'
    expect([ofApi.value(call), ofWorker.value(call)]).toEqual([1, undefined])
    expect([ofApi.value(DONE), ofWorker.value(DONE)]).toEqual([undefined, 1])
    expect([
      ofApi.value('keyplane_info{role="api"}'),
      ofWorker.value('keyplane_info{role="worker"}'),
    ]).toEqual([1, 1])
    const calls = ofApi.value('keyplane_call_duration_seconds_count{dialect="tencent-cvm"}')
    const upToTen = 'keyplane_call_duration_seconds_bucket{le="10",dialect="tencent-cvm"}'
    expect(calls).toBe(1)
    expect(ofApi.value(upToTen)).toBe(calls)
    for (const page of [ofApi, ofWorker]) {
      expect(page.value('keyplane_operations_unfinished ')).toBe(0)
      expect(page.value('keyplane_operations_overdue_seconds ')).toBe(0)
      expect(page.value('keyplane_database_up ')).toBe(1)
      expect(page.value('keyplane_database_waiting ')).toBe(0)
      expect(page.value('keyplane_database_connections{state="idle"}')).toBeGreaterThan(0)
    }
  })

  it('have every metric and label that dashboard and alerts ask for, and each is explained', async () => {
    const pages = [await pageOf(api), await pageOf(worker)]
    const names = new Set([...OF_PROMETHEUS.metrics, ...pages.flatMap((page) => [...page.names()])])
    const labels = new Set([...OF_PROMETHEUS.labels, ...pages.flatMap((page) => [...page.labels()])])
    const queries = [
      ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
      ...alerts.map(({ expr }) => expr),
    ]
    for (const query of queries) {
      const asked = askedBy(query)
      expect(asked.metrics.length, query).toBeGreaterThan(0)
      expect(
        asked.metrics.filter((name) => !names.has(name)),
        query,
      ).toEqual([])
      expect(
        asked.labels.filter((label) => !labels.has(label)),
        query,
      ).toEqual([])
    }
    const own = [...names].filter((name) => name.startsWith('keyplane_'))
    const written = new Set(Array.from(GUIDE.matchAll(/\bkeyplane_[a-z_]+/g), ([name]) => name))
    written.delete('keyplane_jobs')
    const base = (name: string) => name.replace(/_(?:bucket|sum|count)$/, '')
    expect([...written].map(base).filter((name) => !own.map(base).includes(name))).toEqual([])
    expect(own.map(base).filter((name) => !written.has(name))).toEqual([])
    const plotted = new Set(queries.flatMap((query) => askedBy(query).metrics))
    expect(own.filter((name) => !plotted.has(name))).toEqual([])
  })

  it('say so while the database is away, and are right again when it is back', async () => {
    await postgres.stop()
    try {
      for (const server of [api, worker]) {
        const page = await pageOf(server)
        expect(page.value('keyplane_database_up ')).toBe(0)
        expect(page.value('keyplane_operations_unfinished ')).toBeUndefined()
      }
    } finally {
      await postgres.start()
    }
    for (const server of [api, worker]) {
      const isUp = async () => (await pageOf(server)).value('keyplane_database_up ')
      await expect.poll(isUp, { timeout: 30_000 }).toBe(1)
    }
  })
})

describe('dashboard and alerts', () => {
  it('have panels that do not overlap, with names of their own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`)
    })
    expect(new Set(cells).size).toBe(cells.length)
  })

  it('ask only for variables that the dashboard has', () => {
    const known = new Set([...templating.list.map(({ name }) => name), '__rate_interval', '__all'])
    const asked = [...readDeploy('grafana', 'keyplane.json').matchAll(/\$\{?(\w+)/g)].map(([, name]) => name)
    expect(asked.filter((name) => !known.has(name ?? ''))).toEqual([])
  })

  it('lead from every alert to what is to be done', () => {
    const anchors = new Set(
      Array.from(GUIDE.matchAll(/^#+ (.*)$/gm), ([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
      ),
    )
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length)
    for (const { alert, annotations } of alerts) {
      const [file, anchor = ''] = annotations.recipe.split('#')
      expect([alert, file, anchors.has(anchor)]).toEqual([alert, 'docs/operations.md', true])
      expect(GUIDE).toContain(alert)
    }
  })
})
