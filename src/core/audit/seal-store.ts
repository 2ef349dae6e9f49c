/** The end of an account's chain. */
export interface AuditHead {
  readonly account: string
  readonly number: number
  readonly hash: string
  /** Rows up to this id are not looked for any more. */
  readonly settledId: string
  /** Sum over the fields above: who has only the database cannot put an earlier end in its place. */
  readonly sum: string
}

export interface AuditSeal {
  readonly number: number
  readonly rowId: string
  readonly hash: string
}

/** A row as the chain sees it. */
export interface SealableRow {
  readonly id: string
  /** Every column of the row but its own sum, as one text. */
  readonly text: string
  /** The sum that was made of the text when the row was written; empty in rows from before there were any. */
  readonly sum: string
}

/** A seal and the row it is of; undefined: there is no such row. */
export interface SealedRow extends AuditSeal {
  readonly row: SealableRow | undefined
}

/** Numbers and hashes of audit rows. They live beside the rows, which never change. */
export interface AuditSealStore {
  /**
   * The first account after the given one, of all for undefined, that has rows, seals or a head. Calls of nobody known are
   * under the account without a name.
   */
  accountAfter(account: string | undefined): Promise<string | undefined>
  head(account: string): Promise<AuditHead | undefined>
  /** Rows after an id that have no seal, in order. */
  unsealed(account: string, page: RowPage): Promise<readonly SealableRow[]>
  /** As {@link unsealed}, together with the last id that was looked at: at most `limit` rows are, sealed or not. */
  lookAt(
    account: string,
    page: RowPage,
  ): Promise<{ readonly unsealed: readonly SealableRow[]; readonly last: string | undefined }>
  /** Seals after a number, in order. */
  sealedAfter(account: string, number: number, limit: number): Promise<readonly SealedRow[]>
  insert(account: string, seals: readonly AuditSeal[]): Promise<void>
  /** Puts a head in place of the one that was seen (undefined: of none). False: another one is there by now. */
  moveHead(seen: AuditHead | undefined, head: AuditHead): Promise<boolean>
  /** The highest id up to which any account is settled. */
  newestSettledId(): Promise<string | undefined>
}

export interface RowPage {
  /** Id of the last row that is not asked for any more; empty: from the beginning. */
  readonly after: string
  readonly limit: number
}
