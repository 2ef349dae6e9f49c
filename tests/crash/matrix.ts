import { isDeepStrictEqual } from 'node:util'

import { type Answer, cloudsAt } from './clouds.ts'
import { type Passed, startChild } from './crash-child.ts'
import type { Data, Engine } from './engines.ts'
import type { CrashPoint } from './events.ts'
import { freshOperationFlaws } from './fresh-operation.ts'
import { findFlaws, type Picture, takePicture } from './picture.ts'
import { type Restarted, restart } from './restarted.ts'
import type { Scenario } from './scenarios.ts'

/** A scenario with what is known of it before anything is killed. */
export interface Counted {
  readonly scenario: Scenario
  /** Data as it is before the call; it is copied, and not changed. */
  readonly world: Data
  readonly passed: Passed
  /** What there is before the call, and when all is over. */
  readonly before: Picture
  readonly after: Picture
}

/** Where a process is killed: at a point, or when all is done. */
export type KillAt = CrashPoint | 'when all is done'

export function textOfPoint(at: KillAt): string {
  return typeof at === 'string' ? at : `${at.phase} ${at.name}${at.nth === 1 ? '' : ` ${at.nth}`}`
}

export interface Place {
  readonly engine: Engine
  /** Directory in which Node keeps what it compiled. */
  readonly compileCache: string
  readonly seedFile: string
}

/** Runs a scenario to its end, and notes what it passes. */
export async function count(place: Place, scenario: Scenario, world: Data): Promise<Counted> {
  const before = scenario.isStart ? NOTHING : await pictureOf(place, scenario, world)
  await using data = await place.engine.make(world)
  const { passed, answer } = await callAndKill(place, { scenario, data, killAt: 'when all is done' })
  if (answer instanceof Error) throw answer
  await data.outwait()
  await using server = await restart(data, scenario.variant)
  return { scenario, world, passed, before, after: await take(server, scenario) }
}

const NOTHING: Picture = { instances: [], audit: [] }

async function pictureOf({ engine }: Place, scenario: Scenario, world: Data): Promise<Picture> {
  await using data = await engine.make(world)
  await using server = await restart(data, scenario.variant)
  return await take(server, scenario)
}

function take({ core, clouds }: Restarted, { dialect }: Scenario): Promise<Picture> {
  return takePicture(core, clouds, dialect)
}

async function callAndKill(
  { compileCache, seedFile }: Place,
  { scenario, data, killAt }: { scenario: Scenario; data: Data; killAt: KillAt },
): Promise<{ readonly passed: Passed; readonly answer: Answer | Error }> {
  const { variant = {}, isStart = false } = scenario
  const flags = isStart ? { ...data.flags, seed: seedFile } : data.flags
  const at = typeof killAt === 'string' ? {} : { killAt }
  const child = await startChild({ flags, variant, beginsAtStart: isStart, ...at }, compileCache)
  const answer = await scenario.call(cloudsAt(child.endpoint ?? '')).catch(asError)
  await child.idle()
  return { passed: await child.end(), answer }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Kills a process at a point, starts another one on what is left, and looks. Resolves to what is wrong. */
export async function killAndLook(
  place: Place,
  counted: Counted,
  killAt: KillAt,
): Promise<readonly string[]> {
  const { scenario, world } = counted
  await using data = await place.engine.make(world)
  const { passed, answer } = await callAndKill(place, { scenario, data, killAt })
  if (passed.hasCrashed !== (typeof killAt !== 'string')) return ['it did not come to this point again']
  // Died at its start it may not even have made the tables.
  if (!scenario.isStart) await data.outwait()
  await using server = await restart(data, scenario.variant, scenario.isStart && place.seedFile)
  await server.settled()
  const flaws = [...(await findFlaws(server.core, server.clouds, scenario.dialect))]
  const isCommitted =
    scenario.isStart ?? passed.points.some(({ phase, name }) => phase === 'after' && name === 'call')
  if (!(answer instanceof Error) && !isCommitted) flaws.push('it was answered before it was done')
  const expected = isCommitted ? withRepeats(counted, passed) : counted.before
  flaws.push(...differences('after the restart', await take(server, scenario), expected))
  // What was done is asked for again only where a client token says that it is the same call.
  if (!isCommitted || scenario.hasToken) {
    flaws.push(
      ...(await askAgain(server, { counted, answer, expected: isCommitted ? expected : counted.after })),
    )
  }
  return [...flaws, ...(await freshOperationFlaws(server, scenario))]
}

async function askAgain(
  server: Restarted,
  { counted, answer, expected }: { counted: Counted; answer: Answer | Error; expected: Picture },
): Promise<readonly string[]> {
  const { scenario } = counted
  const again = await scenario.call(server.clouds).catch(asError)
  if (again instanceof Error) return [`asked again it is refused: ${again.message}`]
  await server.settled()
  const isSame = answer instanceof Error || isDeepStrictEqual(lasting(answer), lasting(again))
  return [
    ...(isSame ? [] : [`asked again it answers otherwise: ${JSON.stringify([answer, again])}`]),
    ...differences('asked again', await take(server, scenario), expected),
    ...(await findFlaws(server.core, server.clouds, scenario.dialect)),
  ]
}

/** Every answer has a request id of its own. */
function lasting({ RequestId: _id, ...rest }: Answer): Answer {
  return rest
}

/**
 * A boot that the process did not live to note is made again: a machine that boots by itself cannot be asked whether it
 * has. Nothing else may be done twice.
 */
function withRepeats({ after, scenario }: Counted, { points }: Passed): Picture {
  const last = points.findLast(({ phase }) => phase === 'after')
  const isRepeated = last?.name === 'reboot'
  if (!isRepeated) return after
  const instances = after.instances.map((one) =>
    one.id === scenario.id && one.machine
      ? { ...one, machine: { ...one.machine, boots: (one.machine.boots ?? 0) + 1 } }
      : one,
  )
  return { ...after, instances }
}

function differences(when: string, found: Picture, expected: Picture): readonly string[] {
  if (isDeepStrictEqual(found, expected)) return []
  const different = found.instances.filter((one, place) => !isDeepStrictEqual(one, expected.instances[place]))
  const wanted = expected.instances.filter((one, place) => !isDeepStrictEqual(one, found.instances[place]))
  const audits = isDeepStrictEqual(found.audit, expected.audit) ? [] : [found.audit, expected.audit]
  return [
    `${when} found ${JSON.stringify(different)}, expected ${JSON.stringify(wanted)} ${JSON.stringify(audits)}`,
  ]
}
