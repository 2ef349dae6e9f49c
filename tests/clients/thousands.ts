import { expect } from 'vitest'

import { generateKeyPair } from '../../src/core/key-pairs/generate.ts'
import type { Keyplane } from '../../src/keyplane.ts'

// What the scripted lives share: key pairs of the caller's own, and lists of thousands that change while they are read.

/** Rows that stay, of one kind. */
const STAYING = 1200
/** After so many rows that stay comes one that goes away while pages are read. */
const BETWEEN_LEAVERS = 10
/** Rows that leave and come between two pages. */
const TURNOVER = { behind: 3, ahead: 2, created: 2 }

const ED25519_HEAD = Buffer.from('0000000b7373682d6564323535313900000020', 'hex')

/** A key pair as `ssh-keygen -t rsa` makes it. */
export async function ownKeyPair(): Promise<{ readonly publicKey: string; readonly privateKey: string }> {
  const { publicKey, privateKey } = await generateKeyPair('rsa-2048')
  return { publicKey: `${publicKey.type} ${publicKey.base64} me@home`, privateKey: privateKey.reveal() }
}

/** A public key like no other number has. */
export function publicKeyLine(number: number): string {
  const material = Buffer.alloc(32)
  material.writeUInt32BE(number)
  return `ssh-ed25519 ${Buffer.concat([ED25519_HEAD, material]).toString('base64')}`
}

/** Very many of one kind, as a seed file brings them. */
export interface Crowd {
  readonly seed: string
  /** Never touched by anybody. */
  readonly staying: readonly string[]
  /** Stand between the others; each is taken out when it goes away, between two pages. */
  readonly leaving: Set<string>
}

interface CrowdRow {
  readonly id: string
  readonly number: number
  readonly fate: 'stays' | 'leaves'
}

/** `fields` are those of a seeded row beside what it is called: `{ id: ins-n0000007, … }`. */
export function crowdOf(
  { prefix, calledBy }: { readonly prefix: string; readonly calledBy: 'id' | 'name' },
  fields: (row: CrowdRow) => string,
): Crowd {
  const rows = Array.from({ length: STAYING + STAYING / BETWEEN_LEAVERS }, (_none, number): CrowdRow => {
    const fate = number % (BETWEEN_LEAVERS + 1) === BETWEEN_LEAVERS ? 'leaves' : 'stays'
    return { number, fate, id: `${prefix}n${String(number).padStart(7, '0')}` }
  })
  const idsOf = (wanted: string) => rows.filter(({ fate }) => fate === wanted).map(({ id }) => id)
  return {
    seed: rows.map((row) => `  - { ${calledBy}: ${row.id}, ${fields(row)} }\n`).join(''),
    staying: idsOf('stays'),
    leaving: new Set(idsOf('leaves')),
  }
}

/** One page as it was answered; the token is for the next one. */
export interface AnsweredPage {
  readonly ids: readonly (string | undefined)[]
  readonly isLast: boolean
  readonly token?: string | undefined
}

/** How a list is read, and what else happens to it. */
export interface Reading {
  /** Pages count from 0. */
  readPage(page: { readonly number: number; readonly token: string | undefined }): Promise<AnsweredPage>
  /** The id of one that was not there before. */
  create(this: void): Promise<string>
  remove(ids: readonly string[]): Promise<unknown>
}

/** What became of a list that was read page by page. */
export interface Outcome {
  /** Those that stay and were never seen. */
  readonly missing: readonly string[]
  /** Those that were seen more than once. */
  readonly repeated: readonly string[]
  /** Whether rows were there that went before, and after they were seen, and whether others came. */
  readonly changed: { readonly ahead: boolean; readonly behind: boolean; readonly grew: boolean }
}

/** Neither a gap nor a repeat, though the list did change on both sides of where it was being read. */
export const EACH_ONCE: Outcome = {
  ...{ missing: [], repeated: [] },
  changed: { ahead: true, behind: true, grew: true },
}

/** Reads a list to its end, with others coming and going between the pages. */
export async function readWhileItChanges({ staying, leaving }: Crowd, reading: Reading): Promise<Outcome> {
  const times = new Map<string, number>()
  const changed = { ahead: false, behind: false, grew: false }
  let created: readonly string[] = []
  let token: string | undefined
  for (let number = 0; ; number += 1) {
    const page = await reading.readPage({ number, token })
    for (const id of page.ids) times.set(id ?? '', (times.get(id ?? '') ?? 0) + 1)
    if (page.isLast) break
    ;({ token } = page)
    const { behind, ahead } = pick(leaving, times)
    for (const id of [...behind, ...ahead]) leaving.delete(id)
    await reading.remove([...behind, ...ahead, ...created])
    created = await createSome(reading.create)
    changed.behind ||= behind.length > 0
    changed.ahead ||= ahead.length > 0
    changed.grew ||= created.length > 0
  }
  return {
    missing: staying.filter((id) => !times.has(id)),
    repeated: [...times].flatMap(([id, count]) => (count > 1 ? id : [])),
    changed,
  }
}

/** Some of those that leave; of the unseen some from both ends, so that the next page has lost some too. */
function pick(leaving: ReadonlySet<string>, seen: { has(id: string): boolean }) {
  const behind = [...leaving].filter((id) => seen.has(id))
  const ahead = [...leaving].filter((id) => !seen.has(id))
  const ends = new Set([...ahead.slice(0, 1), ...ahead.slice(1 - TURNOVER.ahead)])
  return { behind: behind.slice(0, TURNOVER.behind), ahead: [...ends] }
}

async function createSome(create: Reading['create']): Promise<readonly string[]> {
  const created: string[] = []
  for (let count = 0; count < TURNOVER.created; count += 1) created.push(await create())
  return created
}

/** Adds a key pair where no call could: the quota, which does not bind seed files, is used up by far. */
export async function addKeyPair(
  { core }: Keyplane,
  place: { readonly account: string; readonly dialect: string; readonly region: string; readonly id: string },
): Promise<void> {
  const nowMs = core.clock.now()
  const publicKey = publicKeyLine(nowMs % 2 ** 32)
  const isNew = await core.database.transaction((tx) =>
    tx.keyPairs.insert({
      ...place,
      ...{ name: place.id, publicKey, importedText: publicKey, fingerprint: '' },
      ...{ description: '', project: '', tags: [], createdAtMs: nowMs, updatedAtMs: nowMs },
    }),
  )
  expect(isNew).toBe(true)
}
