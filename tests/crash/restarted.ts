import { setTimeout as wait } from 'node:timers/promises'

import type { Core } from '../../src/core/core.ts'
import { startKeyplane } from '../../src/keyplane.ts'
import { type Clouds, cloudsAt } from './clouds.ts'
import type { Data } from './engines.ts'
import { configOf } from './server-config.ts'
import { type Variant, variantDrivers } from './variant.ts'

/** A server that lives, on data that another one may have died on. */
export interface Restarted extends AsyncDisposable {
  readonly core: Core
  readonly clouds: Clouds
  /** Resolves when no operation is unfinished. Rejects after a while: one would be transient for ever. */
  settled(): Promise<void>
}

/** Far more than any operation here takes, on a busy machine too. */
const LONGEST_MS = 45_000
const LOOK_EVERY_MS = 5

export async function restart(data: Data, variant: Variant = {}, seed?: string | false): Promise<Restarted> {
  const flags = { ...data.flags, ...(seed ? { seed } : {}) }
  const keyplane = await startKeyplane(configOf(flags), {
    aroundDrivers: (drivers) => variantDrivers(drivers, variant),
  })
  const { core } = keyplane
  return {
    core,
    clouds: cloudsAt(new URL(keyplane.api).host),
    async settled() {
      const deadline = performance.now() + LONGEST_MS
      while ((await core.database.operations.unfinished()).length > 0) {
        if (performance.now() > deadline) throw new Error('an operation does not come to its end')
        await wait(LOOK_EVERY_MS)
      }
    },
    [Symbol.asyncDispose]: () => keyplane[Symbol.asyncDispose](),
  }
}
