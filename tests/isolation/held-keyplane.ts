import { expect, vi } from 'vitest'

import { heldClock } from '../held-clock.ts'
import { PATIENCE } from '../patience.ts'
import type { TestOptions } from '../start-keyplane.ts'
import type { Engine } from './engines.ts'
import { startWatched, type WatchedKeyplane } from './rows.ts'

/** A watched Keyplane whose time stands still. */
export interface HeldKeyplane extends WatchedKeyplane {
  /** Moves time; resolves when what was due before and what became due is done. */
  advance(byMs: number): Promise<void>
}

/** @param options `nowMs`: the instant at which time stands */
export function startHeld(
  engine: Engine,
  options: TestOptions & { readonly nowMs: number },
): Promise<HeldKeyplane> {
  return engine.name === 'SQLite' ? heldByItsWorld(options) : heldFromOutside(engine, options)
}

async function heldByItsWorld({
  nowMs,
  ...options
}: TestOptions & { readonly nowMs: number }): Promise<HeldKeyplane> {
  const server = await startWatched({ ...options, clock: heldClock(nowMs), logLevel: 'silent' })
  const { world } = server
  if (!world) throw new Error('a stand-in has a world')
  world.holdClock(nowMs)
  return { ...server, advance: async (byMs) => void (await world.advanceClock(byMs)) }
}

/**
 * Where others may share the data, the world does not hold its time: the clock of its machine is held. Jobs are taken by
 * real time, so steps take none: whatever a call begins has ended before time moves, at the same instant in all worlds.
 */
async function heldFromOutside(
  engine: Engine,
  { nowMs, ...options }: TestOptions & { readonly nowMs: number },
): Promise<HeldKeyplane> {
  const clock = heldClock(nowMs)
  const place = await engine.newDatabase()
  const server = await startWatched({ ...options, ...place, clock, transitionMs: 0, logLevel: 'silent' })
  const settled = () =>
    vi.waitFor(async () => expect(await server.core.database.operations.unfinished()).toEqual([]), PATIENCE)
  return {
    ...server,
    async advance(byMs) {
      await settled()
      clock.advance(byMs)
      await settled()
    },
  }
}
