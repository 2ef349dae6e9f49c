/** `npm run test:soak [-- --minutes N --seed N --only sqlite|postgres]`: half an hour of load and kills. */
import { mkdtempSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { noPostgres } from '../postgres-server.ts'
import { openClusterSite } from './cluster-site.ts'
import { makeKeys } from './keys.ts'
import { soak, type SoakPlan } from './soak.ts'
import { openSqliteSite } from './sqlite-site.ts'
import { tableOf } from './table.ts'

const QUIET_POINTS = 7
const SITES = { sqlite: openSqliteSite, postgres: openClusterSite } as const

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
})

// What people do beside it goes first; processes that are started from here are no different.
setPriority(5)
process.exitCode = await main()

async function main(): Promise<number> {
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
  if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error('--minutes and --seed are numbers')
  const names = (['sqlite', 'postgres'] as const).filter((name) => (values.only ?? name) === name)
  if (names.length === 0) throw new Error('--only is sqlite or postgres')
  if (names.includes('postgres') && noPostgres !== undefined) throw new Error(noPostgres)
  console.log(`soak: seed ${seed}, ${minutes} minutes, ${names.join(' and ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-soak-'))
  try {
    const keys = await makeKeys(12)
    const plan: Omit<SoakPlan, 'folder' | 'open' | 'tell'> = {
      ...{ seed, minutes, keys, lanesPerCloud: 2, thinkMs: 900 },
      roundMs: (minutes / QUIET_POINTS) * 60_000,
      killEveryMs: [10_000, 35_000],
    }
    const tellOf = (name: string) => (line: string) =>
      console.log(`${new Date().toISOString()} ${name}: ${line}`)

    const reports = await Promise.all(
      names.map((name) =>
        soak({ ...plan, folder: join(folder, name), open: SITES[name], tell: tellOf(name) }),
      ),
    )
    console.log(`\n${tableOf(reports)}`)
    const flaws = reports.flatMap(({ site, flaws }) => flaws.map((flaw) => `${site}: ${flaw}`))
    for (const flaw of flaws) console.log(`VIOLATION ${flaw}`)
    console.log(`seed ${seed}: ${flaws.length} violations`)
    return flaws.length === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
