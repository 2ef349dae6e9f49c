import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Engine } from './engines.ts'
import type { Place } from './matrix.ts'
import { SEED } from './seed.ts'
import { Worlds } from './worlds.ts'

/** Everything that the runs on one engine share. */
export interface OpenPlace extends Place, AsyncDisposable {
  readonly worlds: Worlds
}

export async function openPlace(open: () => Promise<Engine>): Promise<OpenPlace> {
  const opened = new AsyncDisposableStack()
  try {
    const folder = mkdtempSync(join(tmpdir(), 'keyplane-crash-place-'))
    opened.defer(() => rmSync(folder, { recursive: true, force: true }))
    const seedFile = join(folder, 'seed.json')
    writeFileSync(seedFile, SEED)
    const engine = opened.use(await open())
    const worlds = opened.use(new Worlds({ engine, seedFile }))
    const compileCache = join(folder, 'compiled')
    return { engine, worlds, seedFile, compileCache, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}
