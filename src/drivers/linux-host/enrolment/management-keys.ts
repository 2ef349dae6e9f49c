import { generateKeyPair } from '../../../core/key-pairs/generate.ts'
import type { Secret } from '../../../core/secret.ts'

/** One key that Keyplane itself logs in with. */
export interface ManagementKey {
  /** OpenSSH text. */
  readonly privateKey: Secret
  /** Type and base64. */
  readonly publicKey: string
}

/** The deployment's own keys. More than one only while a rotation is not over. */
export interface KeyRing {
  /** What every connection logs in with. */
  readonly current: ManagementKey
  /** Being brought to the hosts; becomes `current` when all of them have it. */
  readonly next?: ManagementKey
  /** No longer used, not yet taken away from every host. */
  readonly previous?: ManagementKey
}

/** Keeps the ring; what `write` was given is there after a crash as a whole, or the one before it. */
export interface KeyRingStore {
  read(): KeyRing | undefined
  write(ring: KeyRing): void
}

/**
 * The deployment's management key, made when it is first asked for. A rotation goes `begin`, `commit`, `finish`, each
 * safe to repeat; a crash in between leaves a ring whose `current` key opens every host.
 */
export class ManagementKeys {
  readonly #store: KeyRingStore
  /** Of two first callers only one makes the key. */
  #first: Promise<KeyRing> | undefined

  constructor(store: KeyRingStore) {
    this.#store = store
  }

  async current(): Promise<ManagementKey> {
    return (await this.#ring()).current
  }

  /** The key that a rotation brings to the hosts; the same one when an earlier rotation did not end. */
  async begin(): Promise<ManagementKey> {
    const { current, next, previous } = await this.#ring()
    if (next) return next
    const made = await newKey()
    this.#store.write({ current, next: made, ...(previous && { previous }) })
    return made
  }

  /** Every host has proven the next key: from now on it is used. Resolves to the key to take away. */
  async commit(): Promise<ManagementKey> {
    const { current, next } = await this.#ring()
    if (!next) throw new Error('there is no rotation to commit')
    this.#store.write({ current: next, previous: current })
    return current
  }

  /** The key of an earlier rotation that some host may still have. */
  async leftOver(): Promise<ManagementKey | undefined> {
    return (await this.#ring()).previous
  }

  /** The previous key is gone from every host. */
  async finish(): Promise<void> {
    const { current, next } = await this.#ring()
    this.#store.write({ current, ...(next && { next }) })
  }

  async #ring(): Promise<KeyRing> {
    const ring = this.#store.read()
    if (ring) return ring
    this.#first ??= this.#makeRing()
    return this.#first
  }

  async #makeRing(): Promise<KeyRing> {
    const ring = { current: await newKey() }
    this.#store.write(ring)
    return ring
  }
}

async function newKey(): Promise<ManagementKey> {
  const { publicKey, privateKey } = await generateKeyPair('ed25519')
  return { privateKey, publicKey: `${publicKey.type} ${publicKey.base64}` }
}

/** The whole line on a host, by which it is found again; the comment tells people whose it is. */
export function managementLine({ publicKey }: Pick<ManagementKey, 'publicKey'>): string {
  return `${publicKey} keyplane-management`
}
