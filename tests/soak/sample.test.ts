import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { makeKeys } from './keys.ts'
import { soak } from './soak.ts'
import { openSqliteSite } from './sqlite-site.ts'

/** The whole takes half an hour: `npm run test:soak`. */
const MINUTES = 0.3
const LONGEST_MS = 400_000

it('keeps what it acknowledged when it is killed under load', { timeout: LONGEST_MS }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-soak-sample-'))
  try {
    const report = await soak({
      ...{ seed: 7, minutes: MINUTES, keys: await makeKeys(8), lanesPerCloud: 1, thinkMs: 300 },
      // Killed in the first of two rounds.
      ...{ roundMs: MINUTES * 30_000, killEveryMs: [3_000, 5_000], folder, open: openSqliteSite },
      tell: () => undefined,
    })
    expect(report.flaws).toEqual([])
    expect(report.disturbances.size).toBeGreaterThan(0)
    expect(report.quietPoints).toBeGreaterThan(0)
    expect(report.tally.changes).toBeGreaterThan(0)
    expect(report.audit.sealed).toBeGreaterThan(report.tally.changes)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
