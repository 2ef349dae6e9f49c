/** Where the time of one read and one bind goes, from a CPU profile of the server. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { type Cloud, cloudsOf } from '../calls/clouds.ts'
import { seedFile } from '../calls/seed.ts'
import { bindsOf, range, readsOf, send } from '../calls/slices.ts'
import { type Keyplane, startKeyplane } from '../harness/keyplane.ts'
import type { Context } from '../harness/parts.ts'
import type { Result } from '../harness/result.ts'
import { type Step, STEPS, timeBySteps } from './classify.ts'
import { openProfiler, PROFILED, type Profile, type Profiler } from './profiler.ts'

const READS = 5_000
const INSTANCES = 2_000
/** What is profiled: one cloud whose binds are operations, and one whose binds are not. */
const DIALECTS = ['tencent-cvm', 'volcengine-ecs']
/** Where the profiles are put too, for Chrome's or VS Code's viewer. */
const KEPT_IN = process.env['KEYPLANE_BENCH_PROFILES']

export async function measureSteps({ folder, dialects }: Context): Promise<Result> {
  const clouds = cloudsOf(dialects.length === 0 ? DIALECTS : dialects)
  await using keyplane = await startKeyplane({
    ...{
      data: join(folder, 'steps'),
      seed: seedFile({ instances: INSTANCES, clouds }),
      environment: PROFILED,
    },
  })
  await using profiler = await openProfiler(keyplane.server.log())
  const columns: (readonly [name: string, time: ReadonlyMap<Step, number>])[] = []
  for (const cloud of clouds) columns.push(...(await profileCloud(keyplane, profiler, cloud)))
  return { tables: [tableOf(columns)], ratios: {} }
}

async function profileCloud(keyplane: Keyplane, profiler: Profiler, cloud: Cloud) {
  const { dialect } = cloud
  const read = () => send(keyplane, readsOf(cloud, READS))
  const bind = (pair: 0 | 1) => send(keyplane, bindsOf(cloud, range(INSTANCES), pair))
  // Once before, so that what is compiled by then is no part of it.
  await read()
  await bind(0)
  const profiles = {
    [`${dialect} read`]: await profiler.profile(async () => void (await read())),
    [`${dialect} bind`]: await profiler.profile(async () => void (await bind(1))),
  }
  return Object.entries(profiles).map(([name, profile]) => {
    keepProfile(name, profile)
    return [name, timeBySteps(profile)] as const
  })
}

function keepProfile(name: string, profile: Profile): void {
  if (KEPT_IN === undefined) return
  writeFileSync(join(KEPT_IN, `${name.replaceAll(' ', '-')}.cpuprofile`), JSON.stringify(profile))
}

function tableOf(columns: readonly (readonly [name: string, time: ReadonlyMap<Step, number>])[]) {
  const rows = STEPS.map((step) => [
    step,
    ...columns.map(([, time]) => {
      const all = [...time.values()].reduce((sum, micros) => sum + micros, 0)
      return `${(((time.get(step) ?? 0) / all) * 100).toFixed(1)} %`
    }),
  ])
  return [['Step', ...columns.map(([name]) => name)], ...rows]
}
