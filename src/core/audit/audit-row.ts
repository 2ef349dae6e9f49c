/** One thing a call changed, or was not permitted to touch. `subject` is an id; `detail` has no secrets. */
export interface Change {
  readonly what:
    | 'keyPair'
    | 'instance'
    | 'binding'
    | 'password'
    | 'permission'
    | 'mfaDevice'
    | 'roleSession'
    | 'account'
    | 'user'
    | 'accessKey'
    | 'policy'
    | 'apiToken'
  readonly verb:
    | 'created'
    | 'imported'
    | 'deleted'
    | 'bound'
    | 'unbound'
    | 'set'
    | 'modified'
    | 'accepted'
    | 'refused'
    | 'verified'
  readonly subject: string
  readonly detail?: string
}

/** What a step of an operation changed on one machine, or could not. Keys are told by fingerprint, `SHA256:…`. */
export interface MachineChange {
  readonly instance: string
  readonly driver: string
  /** Where the machine was reached. */
  readonly address: string
  /** The user whose keys these are. */
  readonly loginUser: string
  readonly step: string
  /** It went back to what was before an operation that failed. */
  readonly isUndoing: boolean
  /** Version of the access in force afterwards; of a failure the one that was wanted. */
  readonly version: number
  readonly cameKeys: readonly string[]
  readonly wentKeys: readonly string[]
  /** All managed keys that are there now; of a failure none are told. */
  readonly keys: readonly string[]
  /** What password login became; absent: it stayed as it was. */
  readonly password?: 'answered' | 'refused'
  /** Another password than before lets in now. */
  readonly isPasswordNew?: true
  /** Why it failed. */
  readonly message?: string
}

/** One row per call, refused or not, and one per change on a machine. */
export interface AuditRow {
  readonly atMs: number
  readonly dialect: string
  readonly account: string
  /** Empty in rows of machines: the row of the call with the same `requestId` says who asked. */
  readonly user: string
  readonly accessKeyId: string
  readonly region: string
  readonly action: string
  readonly requestId: string
  readonly sourceAddress: string
  /** `ok`, or the code the caller was refused with; of a machine `failed`. */
  readonly outcome: string
  readonly changes: readonly Change[]
  /** Present in rows that tell of a machine. */
  readonly machine?: MachineChange
}

/** A row as it stands in the log. */
export interface AuditEntry extends AuditRow {
  /** Ids of an account grow in the order in which rows were written. */
  readonly id: string
  /** Its place in the account's chain, from 1; absent until it is sealed. */
  readonly number?: number
  readonly hash?: string
}
