/** `npm run bench:check`: the quick parts again, held against the ratios in kept.json. Fails when one got worse. */
import { parseArgs } from 'node:util'

import { takeLoadCore } from './harness/cores.ts'
import { type Loss, lossesIn } from './harness/compare.ts'
import { readKept } from './harness/kept.ts'
import { percentText } from './harness/print.ts'
import { runParts } from './harness/run-parts.ts'
import { PARTS } from './parts.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
const shared = takeLoadCore()
if (shared !== undefined) console.error(`server and load share their cores: ${shared}`)
const kept = readKept()
const quick = PARTS.filter(({ name, isQuick }) => isQuick && kept[name])
const results = await runParts(quick, { rounds: Number(values.rounds), dialects: [], keep: false })
const losses = [...results].flatMap(([name, { ratios }]) => lossesIn(kept[name]?.ratios ?? {}, ratios))
for (const loss of losses) console.error(lossText(loss))
if (quick.length === 0) console.error('nothing is kept: run `npm run bench -- --keep` first')
if (losses.length > 0 || quick.length === 0) process.exitCode = 1
else console.log('no ratio has got worse by a fifth beyond its spread')

function lossText({ what, kept, now }: Loss): string {
  const before = `was ${percentText(kept)}`
  return now ? `worse: ${what}: ${percentText(now)}, ${before}` : `missing: ${what}: ${before}`
}
