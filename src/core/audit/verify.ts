import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Database } from '../database.ts'
import { isHeadOurs, isOfOlder, rowSum, sealAfter, trueSum } from './chain.ts'
import type { AuditSeal, AuditSealStore, SealedRow } from './seal-store.ts'

/** Read at a time. */
const PAGE = 500

/**
 * What is wrong where a chain breaks. `changed`: the row, its id or its seal is not what was sealed. `missing`: the row or
 * its seal is not there. `extra`: a row that nobody with the master key wrote, or that was changed before it was
 * sealed. `head`: the end that was noted is not the end, is not there, or was not noted by us. `anchor`: the chain is another
 * one than that of which an end was kept elsewhere.
 */
export type BreakReason = 'changed' | 'missing' | 'extra' | 'head' | 'anchor'

type Chained = Pick<Database, 'auditSeals' | 'sum'>

/** An end of a chain that was told earlier and kept where the database's owner cannot reach. */
export type Anchor = Pick<AuditSeal, 'number' | 'hash'>

/** What became of the chain of one account. */
export interface ChainCheck {
  readonly account: string
  /** Seals that were found right, from the first one on. */
  readonly sealed: number
  /** Number and hash of the last right one; undefined: there is none. */
  readonly end: Anchor | undefined
  /** Rows that wait for their seal, as every row does for a moment. */
  readonly unsealed: number
  /** Rows that processes of an older version wrote during an upgrade: nothing protects them. */
  readonly unprotected: number
  /** The first thing that is wrong; undefined: nothing is. */
  readonly broken: { readonly number: number; readonly why: BreakReason; readonly rowId?: string } | undefined
}

type Broken = NonNullable<ChainCheck['broken']>

/** Checks the chains of all accounts, one after the other; rows written meanwhile do no harm. */
export async function* verifyAudit(
  database: Chained,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<ChainCheck, void, undefined> {
  const { auditSeals } = database
  let account = await auditSeals.accountAfter(undefined)
  while (account !== undefined) {
    yield await verifyAccount(database, account, { signal })
    account = await auditSeals.accountAfter(account)
  }
}

/** @param options `anchor`: an end that the chain must have had. */
export async function verifyAccount(
  database: Chained,
  account: string,
  {
    anchor,
    signal,
  }: { readonly anchor?: Anchor | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<ChainCheck> {
  const walk = new Walk(database, account, anchor)
  let broken = await walk.toHead(signal)
  const rest = await lookForExtra(database, account, signal)
  if (!broken && rest.extraId !== undefined) {
    broken = { number: walk.end.number + 1, why: 'extra', rowId: rest.extraId }
  }
  if (!broken && anchor && anchor.number > walk.end.number) broken = { number: anchor.number, why: 'anchor' }
  const { number: sealed } = walk.end
  return {
    account,
    sealed,
    end: sealed === 0 ? undefined : walk.end,
    unsealed: rest.unsealed,
    unprotected: rest.unprotected,
    broken,
  }
}

/** Goes along a chain from its beginning. */
class Walk {
  end: Anchor = { number: 0, hash: '' }
  readonly #seals: AuditSealStore
  readonly #sum: Database['sum']
  readonly #account: string
  readonly #anchor: Anchor | undefined

  constructor({ auditSeals, sum }: Chained, account: string, anchor: Anchor | undefined) {
    this.#seals = auditSeals
    this.#sum = sum
    this.#account = account
    this.#anchor = anchor
  }

  /** Until the head; one that moves on meanwhile is followed. */
  async toHead(signal: AbortSignal | undefined): Promise<Broken | undefined> {
    for (;;) {
      const head = await this.#seals.head(this.#account)
      if (head && !isHeadOurs(this.#sum, head)) return this.#broken('head')
      const broken = await this.#toNumber(head?.number ?? 0, signal)
      if (broken) return broken
      if (head && head.hash !== this.end.hash) return this.#broken('head', head.number)
      const [beyond] = await this.#seals.sealedAfter(this.#account, this.end.number, 1)
      if (!beyond) return undefined
      // Seals and head are committed together: whoever has seen the one sees the other.
      const later = await this.#seals.head(this.#account)
      if (later?.number === head?.number) return this.#broken('head', beyond.number)
    }
  }

  async #toNumber(number: number, signal: AbortSignal | undefined): Promise<Broken | undefined> {
    while (this.end.number < number) {
      signal?.throwIfAborted()
      const limit = Math.min(PAGE, number - this.end.number)
      const page = await this.#seals.sealedAfter(this.#account, this.end.number, limit)
      if (page.length === 0) return this.#broken('missing', this.end.number + 1)
      for (const seal of page) {
        const broken = this.#step(seal)
        if (broken) return broken
      }
      await nextTurn()
    }
    return undefined
  }

  #step({ row, ...seal }: SealedRow): Broken | undefined {
    const number = this.end.number + 1
    if (seal.number !== number) return this.#broken('missing', number)
    if (!row) return { number, why: 'missing', rowId: seal.rowId }
    const written = { id: row.id, sum: rowSum(this.#sum, row.text) }
    const right = sealAfter(this.#sum, this.#account, { previous: this.end, row: written })
    if (right.hash !== seal.hash) return { number, why: 'changed', rowId: seal.rowId }
    if (this.#anchor?.number === number && this.#anchor.hash !== seal.hash)
      return this.#broken('anchor', number)
    this.end = { number, hash: seal.hash }
    return undefined
  }

  #broken(why: BreakReason, number = this.end.number): Broken {
    return { number, why }
  }
}

async function lookForExtra(
  { auditSeals, sum }: Chained,
  account: string,
  signal: AbortSignal | undefined,
): Promise<{ unsealed: number; unprotected: number; extraId: string | undefined }> {
  let unsealed = 0
  let unprotected = 0
  let extraId: string | undefined
  let after: string | undefined = ''
  while (after !== undefined) {
    signal?.throwIfAborted()
    const page = await auditSeals.lookAt(account, { after, limit: PAGE })
    for (const row of page.unsealed) {
      if (trueSum(sum, row) !== undefined) unsealed += 1
      else if (isOfOlder(row)) unprotected += 1
      else extraId ??= row.id
    }
    after = page.last
    await nextTurn()
  }
  return { unsealed, unprotected, extraId }
}
