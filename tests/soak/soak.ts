import { mkdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

import { Random } from '../fuzz/random.ts'
import { Account } from './account.ts'
import { alibabaEcs } from './alibaba-cloud.ts'
import { findAuditFlaws } from './audit-checks.ts'
import type { Caller, Cloud } from './cloud.ts'
import type { Key } from './keys.ts'
import { Lane } from './lane.ts'
import { type Growth, growthOf, leaksOf } from './leaks.ts'
import { Ledger, type Tally } from './outcome.ts'
import { OwnApi } from './own-api.ts'
import { checkChains, findRowFlaws, type Place } from './row-checks.ts'
import { accountOf, keyOf, writeSeed } from './seed.ts'
import { ADMIN_TOKEN, type Rows, type Site, type SiteParts } from './site.ts'
import { tencentCvm, tencentLighthouse } from './tencent-clouds.ts'
import type { Deeds } from './turn.ts'
import { volcengineEcs } from './volcengine-cloud.ts'

export interface SoakPlan {
  readonly seed: number
  readonly minutes: number
  /** At least this many accounts per cloud. */
  readonly lanesPerCloud: number
  readonly thinkMs: number
  readonly keys: readonly Key[]
  /** Between quiet points. */
  readonly roundMs: number
  /** The shortest and the longest time between two kills. */
  readonly killEveryMs: readonly [number, number]
  readonly folder: string
  open(this: void, parts: SiteParts): Promise<Site>
  tell(this: void, line: string): void
}

export interface SoakReport {
  readonly site: string
  readonly minutes: number
  readonly tally: Tally
  readonly deeds: Deeds
  /** How often what was done to processes and database. */
  readonly disturbances: ReadonlyMap<string, number>
  readonly quietPoints: number
  readonly audit: { readonly accounts: number; readonly sealed: number }
  readonly operations: number
  readonly growths: readonly (Growth & { readonly name: string })[]
  readonly flaws: readonly string[]
}

type MakeCloud = (caller: Caller, ledger: Ledger) => Cloud

const CLOUDS: readonly MakeCloud[] = [tencentCvm, tencentLighthouse, alibabaEcs, volcengineEcs]
const SAMPLE_MS = 5_000
/** Rows of calls are sealed half a second after their commit; a copy taken later has no seal under way. */
const SEALING_MS = 1_500
const MOST_LOOKS = 40

interface Client {
  readonly lane: Lane
  readonly ledger: Ledger
  readonly place: Place
}

/** Loads a site, kills its processes by chance and compares what clients were told with what there is. */
export async function soak(plan: SoakPlan): Promise<SoakReport> {
  const flaws: string[] = []
  const tally: Tally = { done: 0, refused: 0, unknown: 0, changes: 0 }
  const deeds: Deeds = { turns: 0, bindings: 0, loginsIn: 0, loginsRefused: 0, temporary: 0, rotations: 0 }
  const disturbances = new Map<string, number>()
  const complain = (flaw: string) => {
    flaws.push(flaw)
    plan.tell(`VIOLATION ${flaw}`)
  }
  mkdirSync(plan.folder, { recursive: true })
  const seedFile = writeSeed(plan.folder, plan.lanesPerCloud)
  await using site = await plan.open({ folder: plan.folder, seedFile, complain })
  const clients = openClients(plan, { site, tally, deeds, complain })
  await Promise.all(clients.map(({ lane }) => lane.open()))
  const beganMs = performance.now()
  const endMs = beganMs + plan.minutes * 60_000
  const random = new Random(plan.seed)
  let quietPoints = 0
  let figures = { audit: { accounts: 0, sealed: 0 }, operations: 0 }
  while (performance.now() < endMs) {
    const untilMs = Math.min(endMs, performance.now() + plan.roundMs)
    const isSecondHalf = performance.now() > (beganMs + endMs) / 2
    await playRound(plan, { site, clients, random, disturbances, untilMs, isSecondHalf })
    for (const { lane } of clients) await lane.check()
    await untilEnded(site, complain)
    await wait(SEALING_MS)
    figures = await site.look((rows) => checkRows(rows, clients, complain))
    quietPoints += 1
    plan.tell(`quiet point ${quietPoints}, ${tally.done} calls done, ${flaws.length} violations`)
  }
  const growths = growthsOf(site, complain)
  const minutes = (performance.now() - beganMs) / 60_000
  return { site: site.name, minutes, tally, deeds, disturbances, quietPoints, ...figures, growths, flaws }
}

function openClients(
  { seed, lanesPerCloud, thinkMs, keys }: SoakPlan,
  parts: {
    readonly site: Site
    readonly tally: Tally
    readonly deeds: Deeds
    readonly complain: (flaw: string) => void
  },
): readonly Client[] {
  const { site, tally, deeds, complain } = parts
  const api = () => site.api()
  return Array.from({ length: lanesPerCloud * CLOUDS.length }, (_, nth) => {
    const makeCloud = CLOUDS[nth % CLOUDS.length] ?? tencentCvm
    const ledger = new Ledger(tally, complain)
    const cloud = makeCloud({ api, ...keyOf(nth) }, ledger)
    const { dialect, region } = cloud
    const place = { account: accountOf(nth), dialect, region }
    const own = new OwnApi({ api, token: ADMIN_TOKEN, ledger, ...place })
    const name = `${dialect} ${place.account}`
    const random = new Random(seed + 1_000 * (nth + 1))
    const account = new Account(cloud, own, complain)
    const lane = new Lane({ name, account, random, keys, place: site, deeds, thinkMs, complain })
    return { lane, ledger, place }
  })
}

/** Load and kills until this moment; then nothing is under way, and every process is up. */
async function playRound(
  { killEveryMs: [shortest, longest], tell }: SoakPlan,
  parts: {
    readonly site: Site
    readonly clients: readonly Client[]
    readonly random: Random
    readonly disturbances: Map<string, number>
    readonly untilMs: number
    readonly isSecondHalf: boolean
  },
): Promise<void> {
  const { site, clients, random, disturbances, untilMs, isSecondHalf } = parts
  const signal = AbortSignal.timeout(Math.max(1, Math.round(untilMs - performance.now())))
  const pause = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined)
  const disturb = async () => {
    // Once in each round at least, however slow this machine is.
    for (let times = 0; times === 0 || !signal.aborted; times += 1) {
      await pause(shortest + random.below(longest - shortest))
      if (signal.aborted && times > 0) return
      const what = await site.disturb(random, isSecondHalf)
      if (what === undefined) continue
      disturbances.set(what, (disturbances.get(what) ?? 0) + 1)
      tell(what)
    }
  }
  const measure = async () => {
    while (!signal.aborted) {
      for (const member of site.members) await member.measure()
      await pause(SAMPLE_MS)
    }
  }
  await Promise.all([...clients.map(({ lane }) => lane.run(signal)), disturb(), measure()])
}

/** A binding that has ended is looked at once more, some seconds later, and then forgotten. */
async function untilEnded(site: Site, complain: (flaw: string) => void): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const left = await site.look(({ database }) => database.temporaryBindings.earliest(1))
    if (left.length === 0) return
    await wait(SEALING_MS)
  }
  complain('a temporary binding is there still')
}

async function checkRows(rows: Rows, clients: readonly Client[], complain: (flaw: string) => void) {
  const places = clients.map(({ place }) => place)
  for (const flaw of await findRowFlaws(rows, places)) complain(flaw)
  for (const { ledger, place } of clients)
    for (const flaw of await findAuditFlaws(rows, place.account, ledger))
      complain(`${place.dialect}: ${flaw}`)
  const audit = await checkChains(rows, complain)
  const { count } = await rows.db
    .selectFrom('operations')
    .select((all) => all.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return { audit, operations: count }
}

/** Of the processes that live at the end, those that lived long enough. */
function growthsOf({ members }: Site, complain: (flaw: string) => void): SoakReport['growths'] {
  return members.flatMap(({ name, life }) => {
    const growth = life && growthOf(life)
    if (!growth) return []
    for (const leak of leaksOf(growth)) complain(`${name} holds ever more: ${leak}`)
    return [{ name, ...growth }]
  })
}
