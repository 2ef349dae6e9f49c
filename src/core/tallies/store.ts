/** How many there are of what the server holds, over all accounts. */
export interface Tally {
  readonly accounts: number
  readonly keyPairs: number
  /** By cloud and state, in this order; none of which there are none. */
  readonly instances: readonly InstanceCount[]
  /** Instances whose access wanted is not the one in force. */
  readonly pending: number
}

export interface InstanceCount {
  readonly dialect: string
  readonly state: string
  readonly count: number
}

export interface TallyStore {
  /** Takes no longer where there are more instances; a little, where they are of more accounts. */
  read(): Promise<Tally>
}
