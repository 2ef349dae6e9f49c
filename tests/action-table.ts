import { join } from 'node:path'

import { format, resolveConfig } from 'prettier'

import { createDialects } from '../src/dialects/index.ts'
import type { Dialect, World } from '../src/dialects/kit/dialect.ts'

const ROOT = join(import.meta.dirname, '..')
export const READMES = ['README.md', 'README.zh-CN.md'].map((name) => join(ROOT, name))

const NAMES: Readonly<Record<string, string>> = {
  'tencent-cvm': 'Tencent CVM 2017-03-12',
  'tencent-lighthouse': 'Tencent Lighthouse 2020-03-24',
  'volcengine-ecs': 'Volcengine ECS 2020-04-01',
  'alibaba-ecs': 'Alibaba ECS 2014-05-26',
}

/** The text of a README with the table of today's registry in it. */
export function withActionTable(text: string, dialects: readonly Dialect[]): Promise<string> {
  const rows = dialects.map(({ id, actions }) => {
    const names = actions.map(({ name }) => `\`${name}\``).toSorted()
    return `| ${NAMES[id] ?? id} | ${names.join(', ')} |`
  })
  const table = ['| API | Actions |', '| --- | --- |', ...rows].join('\n')
  const marked = /<!-- actions -->[^]*<!-- \/actions -->/
  const filled = text.replace(marked, `<!-- actions -->\n\n${table}\n\n<!-- /actions -->`)
  return resolveConfig(READMES[0] ?? '').then((options) => format(filled, { ...options, parser: 'markdown' }))
}

/** The dialects, for reading their lists only: nothing of the world is touched before a call. */
export function listDialects(): readonly Dialect[] {
  return createDialects({} as World)
}
