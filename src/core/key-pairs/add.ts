import { type Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import type { Secret } from '../secret.ts'
import type { Tag } from '../tags/tag.ts'
import { type GeneratedKeyType, generateKeyPair } from './generate.ts'
import type { BoundKeyPair, KeyPair, KeyPairRules, KeyPairScope } from './key-pair.ts'
import { md5Fingerprint, parsePublicKey } from './public-key.ts'

export interface NewKeyPair {
  readonly name: string
  readonly description?: string
  readonly project?: string
  readonly tags?: readonly Tag[]
}

/** What a made key pair is; RSA-2048 where nothing is said, as every cloud makes it. */
export interface MadeKeyPair extends NewKeyPair {
  readonly type?: GeneratedKeyType
}

/**
 * Generates a pair. The private key is in the answer and nowhere else.
 * Faults: keyPairNameTaken, quotaExceeded.
 */
export async function createKeyPair(
  core: Core,
  call: Call,
  rules: KeyPairRules,
  wanted: MadeKeyPair,
): Promise<{ keyPair: BoundKeyPair; privateKey: Secret }> {
  const scope = scopeOf(call, rules)
  // Generating takes a hundred milliseconds: a name that is taken is refused before, and again in the transaction.
  await checkRoom(core.database, scope, { rules, name: wanted.name })
  const { publicKey, privateKey } = await generateKeyPair(wanted.type ?? 'rsa-2048', core.ids.keyBytes?.())
  const line = `${publicKey.type} ${publicKey.base64}`
  const plain = newKeyPair(call, rules, {
    ...wanted,
    publicKey: line,
    importedText: line,
    fingerprint: md5Fingerprint(publicKey.blob),
  })
  const keyPair = rules.isIdComment ? { ...plain, importedText: `${line} ${plain.id}` } : plain
  await change(core, call, async (tx) => {
    await insertKeyPair(tx, rules, keyPair)
    call.trail.add({ what: 'keyPair', verb: 'created', subject: keyPair.id, detail: keyPair.name })
  })
  return { keyPair: { ...keyPair, instanceIds: [] }, privateKey }
}

/**
 * Stores a public key that the caller has the private half of.
 * Faults: publicKeyMalformed, keyPairNameTaken, publicKeyTaken, quotaExceeded.
 */
export async function importKeyPair(
  core: Core,
  call: Call,
  rules: KeyPairRules,
  wanted: NewKeyPair & { readonly publicKey: string },
): Promise<KeyPair> {
  const keyPair = newKeyPair(call, rules, { ...wanted, ...readPublicKey(wanted.publicKey, rules) })
  await change(core, call, async (tx) => {
    const scope = scopeOf(call, rules)
    if (rules.isKeyUnique) {
      const twin = await tx.keyPairs.findByPublicKey(scope, keyPair.publicKey)
      if (twin) throw new Fault('publicKeyTaken', { keyPairId: twin.id })
    }
    await insertKeyPair(tx, rules, keyPair)
    call.trail.add({ what: 'keyPair', verb: 'imported', subject: keyPair.id, detail: keyPair.name })
  })
  return keyPair
}

/** Parses a public key; with rules, refuses types the cloud does not take. Fault: publicKeyMalformed. */
export function readPublicKey(
  text: string,
  rules?: Pick<KeyPairRules, 'importTypes'>,
): Pick<KeyPair, 'publicKey' | 'importedText' | 'fingerprint'> {
  const parsed = parsePublicKey(text)
  if ('problem' in parsed) throw new Fault('publicKeyMalformed', { reason: parsed.detail })
  if (rules && !rules.importTypes.has(parsed.type)) {
    throw new Fault('publicKeyMalformed', { reason: `keys of type ${parsed.type} cannot be imported` })
  }
  const publicKey = `${parsed.type} ${parsed.base64}`
  return { publicKey, importedText: text, fingerprint: md5Fingerprint(parsed.blob) }
}

export function scopeOf(call: Call, rules: Pick<KeyPairRules, 'isAccountWide'>): KeyPairScope {
  const { account, dialect } = call
  return { account, dialect, region: rules.isAccountWide ? '' : call.region }
}

function newKeyPair(
  call: Call,
  rules: KeyPairRules,
  wanted: NewKeyPair & Pick<KeyPair, 'publicKey' | 'importedText' | 'fingerprint'>,
): KeyPair {
  return {
    ...scopeOf(call, rules),
    id: rules.newId(),
    name: wanted.name,
    publicKey: wanted.publicKey,
    importedText: wanted.importedText,
    fingerprint: wanted.fingerprint,
    description: wanted.description ?? '',
    project: wanted.project ?? '',
    tags: wanted.tags ?? [],
    createdAtMs: call.nowMs,
    updatedAtMs: call.nowMs,
  }
}

async function insertKeyPair(tx: Stores, rules: KeyPairRules, keyPair: KeyPair): Promise<void> {
  await checkRoom(tx, keyPair, { rules, name: keyPair.name })
  // A rival call may have taken the name since: the unique index has the last word.
  if (!(await tx.keyPairs.insert(keyPair))) throw new Fault('keyPairNameTaken', { name: keyPair.name })
  if (keyPair.tags.length > 0) await tx.tags.put({ ...keyPair, kind: 'keyPair' }, keyPair.id, keyPair.tags)
}

async function checkRoom(
  stores: Stores,
  scope: KeyPairScope,
  { rules, name }: { rules: KeyPairRules; name: string },
): Promise<void> {
  const [taken] = await stores.keyPairs.findByNames(scope, [name])
  if (taken) throw new Fault('keyPairNameTaken', { name })
  if ((await stores.keyPairs.count(scope)) >= rules.limit) {
    throw new Fault('quotaExceeded', { what: 'keyPairs', limit: rules.limit })
  }
}
