export interface TurnStore {
  /**
   * Waits until no other transaction has a turn that meets this one, and has it until the end of its own: the turn of
   * some instances of an account, or of all that the account has. Transactions that take one first of all come to the
   * same as one after the other as far as they meet, so what they read there stays true until they commit. The embedded
   * engine runs one transaction at a time anyway.
   */
  take(turn: Turn): Promise<void>
}

/** Whose rows a transaction reads and relies on. */
export interface Turn {
  readonly account: string
  /** Only what belongs to these instances is changed. Key pairs may be relied on too: they go in turns of the account. */
  readonly instanceIds?: readonly string[] | undefined
}

/** Turns of one account that instances are spread over: so many transactions on different ones run side by side. */
const TURNS_PER_ACCOUNT = 16

/** The numbers of the turns to take, ascending: who takes several takes them in one order. */
export function turnNumbers({ instanceIds }: Turn): readonly number[] {
  if (instanceIds === undefined) return Array.from({ length: TURNS_PER_ACCOUNT }, (_, number) => number)
  return [...new Set(instanceIds.map(numberOf))].toSorted((a, b) => a - b)
}

/** The same in every process. */
function numberOf(instanceId: string): number {
  let sum = 0
  for (const unit of instanceId) sum = (sum * 31 + (unit.codePointAt(0) ?? 0)) % 1_000_003
  return sum % TURNS_PER_ACCOUNT
}
