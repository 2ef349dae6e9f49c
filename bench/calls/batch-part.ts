/** A hundred instances bound by one call, beside a hundred calls. */
import { join } from 'node:path'

import { startKeyplane } from '../harness/keyplane.ts'
import type { Context } from '../harness/parts.ts'
import { percentText, spreadText } from '../harness/print.ts'
import type { Ratio, Result } from '../harness/result.ts'
import { inRounds } from '../harness/rounds.ts'
import { spreadOf } from '../harness/spread.ts'
import type { Measured } from '../load.ts'
import { type Cloud, cloudsOf } from './clouds.ts'
import { seedFile } from './seed.ts'
import { bindsOf, range, send } from './slices.ts'

const INSTANCES = 1_000
const BATCHES_AT_ONCE = 4

interface Round {
  readonly single: Measured
  readonly batch: Measured
}

export async function measureBatch({ folder, rounds, dialects }: Context): Promise<Result> {
  const clouds = cloudsOf(dialects)
  await using keyplane = await startKeyplane({
    ...{ data: join(folder, 'batch'), seed: seedFile({ instances: INSTANCES, clouds }) },
  })
  const measured = new Map<Cloud, Round[]>(clouds.map((cloud) => [cloud, []]))
  await inRounds({ rounds, what: 'batch' }, async (_round, counts) => {
    for (const [cloud, all] of measured) {
      const instances = range(INSTANCES)
      const single = await send(keyplane, bindsOf(cloud, instances, 0))
      const { bindExpected: expected } = cloud
      const batch = await send(keyplane, { requests: batches(cloud), expected }, BATCHES_AT_ONCE)
      if (counts) all.push({ single, batch })
    }
  })
  return resultOf(measured)
}

/** The other pair than the single calls have bound. */
function batches({ mostBound, bind }: Cloud): readonly Buffer[] {
  return range(INSTANCES / mostBound).map((batch) =>
    bind(
      range(mostBound).map((place) => batch * mostBound + place),
      1,
    ),
  )
}

function resultOf(measured: ReadonlyMap<Cloud, readonly Round[]>): Result {
  const ratios: Record<string, Ratio> = {}
  const rows = [...measured].map(([{ dialect, mostBound }, rounds]) => {
    const perInstance = rounds.map(({ batch }) => batch.cpuMicros / mostBound)
    const share = spreadOf(rounds.map(({ single }, place) => (perInstance[place] ?? 0) / single.cpuMicros))
    ratios[`${dialect} instance in a batch of one alone, CPU`] = { ...share, better: 'lower' }
    const single = spreadOf(rounds.map((round) => round.single.cpuMicros))
    const cells = [spreadText(single), spreadText(spreadOf(perInstance)), percentText(share)]
    return [`${dialect}, ${mostBound} a call`, ...cells]
  })
  return { tables: [[['What', 'CPU µs alone', 'CPU µs in a batch', 'Of alone'], ...rows]], ratios }
}
