import type { Tag } from '../tags/tag.ts'

/** Where a key pair lives. `region` is empty where a cloud keeps pairs per account. */
export interface KeyPairScope {
  readonly account: string
  readonly dialect: string
  readonly region: string
}

/** A public key with id, name and fingerprint. The private half is never kept. */
export interface KeyPair extends KeyPairScope {
  readonly id: string
  readonly name: string
  /** Type and base64, without comment: `ssh-ed25519 AAAA…`. */
  readonly publicKey: string
  /** The line as it was imported, byte for byte; for a generated pair as its cloud writes it. */
  readonly importedText: string
  /** MD5 of the key blob, 32 lower-case hex digits (RFC 4716). */
  readonly fingerprint: string
  readonly description: string
  readonly project: string
  readonly tags: readonly Tag[]
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** A pair with the ids of the instances it is bound to; there may be very many. */
export interface BoundKeyPair extends KeyPair {
  readonly instanceIds: readonly string[]
}

/** A caller names a pair by id or by name. */
export type KeyPairReference = { readonly id: string } | { readonly name: string }

/** What differs between the clouds about key pairs. */
export interface KeyPairRules {
  newId(): string
  /** Pairs are shared by all regions of an account. */
  readonly isAccountWide: boolean
  /** Pairs an account may have, per scope. */
  readonly limit: number
  /** The same public key may be stored under one name only. */
  readonly isKeyUnique: boolean
  /** The line of a generated pair has the pair's id as its comment; otherwise it has none. */
  readonly isIdComment?: boolean
  /** SSH key types that may be imported. */
  readonly importTypes: ReadonlySet<string>
}
