/** `npm run bench`: what calls cost and how that grows, as ratios inside one run. Linux only (reads /proc). */
import { parseArgs } from 'node:util'

import { takeLoadCore } from './harness/cores.ts'
import { runParts } from './harness/run-parts.ts'
import { PARTS } from './parts.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    dialect: { type: 'string', multiple: true, default: [] },
  },
})
const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name))
if (unknown.length > 0) {
  console.error(`no part ${unknown.join(', ')}; there are ${PARTS.map(({ name }) => name).join(', ')}`)
  process.exitCode = 2
} else {
  const shared = takeLoadCore()
  if (shared !== undefined) console.error(`server and load share their cores: ${shared}`)
  const wanted = PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  await runParts(wanted, { rounds: Number(values.rounds), dialects: values.dialect, keep: values.keep })
}
