import { join } from 'node:path'

import { format, resolveConfig } from 'prettier'

import { cell } from '../coverage/markdown.ts'
import type { Row } from './published.ts'
import { NO_CALL } from './scenarios.ts'

export const RELIABILITY_FILE = join(import.meta.dirname, '..', '..', 'docs', 'reliability.md')

const MARKED = /<!-- matrix -->[^]*<!-- \/matrix -->/

/** The text of the page with the matrix in it. */
export async function withMatrix(text: string, rows: readonly Row[]): Promise<string> {
  const lines = rows.map((row) => {
    const works = row.works.map(cell).join('; ') || 'no operation'
    return `| ${cell(row.scenario)} | ${callText(row)} | ${works} | ${row.SQLite} | ${row.PostgreSQL} |`
  })
  const sum = (engine: 'SQLite' | 'PostgreSQL') => rows.reduce((total, row) => total + row[engine], 0)
  const table = [
    '| What is done | Call | Kind of operation: steps | SQLite | PostgreSQL |',
    '| --- | --- | --- | ---: | ---: |',
    ...lines,
    `| **all** | | | **${sum('SQLite')}** | **${sum('PostgreSQL')}** |`,
  ].join('\n')
  const filled = text.replace(MARKED, `<!-- matrix -->\n\n${table}\n\n<!-- /matrix -->`)
  return format(filled, { ...(await resolveConfig(RELIABILITY_FILE)), parser: 'markdown' })
}

function callText({ action, dialect }: Row): string {
  return action === NO_CALL ? 'none' : `\`${action}\`, ${dialect}`
}
