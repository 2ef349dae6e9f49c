/** One thing a call changed, or was not permitted to touch. `subject` is an id; `detail` has no secrets. */
export interface Change {
  readonly what: 'keyPair' | 'instance' | 'binding' | 'password' | 'permission' | 'mfaDevice' | 'roleSession'
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

/** One row per call, refused or not. */
export interface AuditRow {
  readonly atMs: number
  readonly dialect: string
  readonly account: string
  readonly user: string
  readonly accessKeyId: string
  readonly region: string
  readonly action: string
  readonly requestId: string
  readonly sourceAddress: string
  /** `ok`, or the code the caller was refused with. */
  readonly outcome: string
  readonly changes: readonly Change[]
}
