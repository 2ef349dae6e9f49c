import type { Database } from '../database.ts'
import type { AuditHead, AuditSeal, SealableRow } from './seal-store.ts'

/** What a chain begins with. */
const NOTHING: Pick<AuditSeal, 'number' | 'hash'> = { number: 0, hash: '' }

/** Sums that only who has the master key can make. */
type Sum = Database['sum']

/** The sum of a row by itself; written with it, so that whoever seals it later knows that it is still the same. */
export function rowSum(sum: Sum, text: string): string {
  return sum(`audit row\n${text}`)
}

/** The seal of a row behind another one, or of the first row of an account; `row.sum` is its `trueSum`. */
export function sealAfter(
  sum: Sum,
  account: string,
  {
    previous = NOTHING,
    row,
  }: { previous?: Pick<AuditSeal, 'number' | 'hash'> | undefined; row: Pick<SealableRow, 'id' | 'sum'> },
): AuditSeal {
  const number = previous.number + 1
  const facts = JSON.stringify([account, number, previous.hash, row.id, row.sum])
  return { number, rowId: row.id, hash: sum(`audit seal\n${facts}`) }
}

export function headOf(sum: Sum, facts: Omit<AuditHead, 'sum'>): AuditHead {
  return { ...facts, sum: headSum(sum, facts) }
}

export function isHeadOurs(sum: Sum, head: AuditHead): boolean {
  return head.sum === headSum(sum, head)
}

function headSum(sum: Sum, { account, number, hash, settledId }: Omit<AuditHead, 'sum'>): string {
  return sum(`audit head\n${JSON.stringify([account, number, hash, settledId])}`)
}

/**
 * The sum of a row that is as it was written by who has the master key; undefined: it is not. Rows from before there were
 * sums pass.
 */
export function trueSum(sum: Sum, row: SealableRow): string | undefined {
  const right = rowSum(sum, row.text)
  const isOurs = row.sum === '' ? row.id.startsWith(BEFORE_SUMS) : row.sum === right
  return isOurs ? right : undefined
}

/** Whether a process of an older version wrote the row, or somebody who wants it to look so: it is never sealed. */
export function isOfOlder({ sum, id }: SealableRow): boolean {
  return sum === '' && id.startsWith(BESIDE_SUMS)
}

/** How ids begin that migration 0011 gave to rows that were there before. */
const BEFORE_SUMS = '00-0'
/** The same of rows that processes of an older version write beside newer ones. */
const BESIDE_SUMS = '00-1'
