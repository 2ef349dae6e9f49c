import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import type { Listed } from '../page.ts'
import { scopeOf } from './add.ts'
import type { BoundKeyPair, KeyPair, KeyPairReference, KeyPairRules, KeyPairScope } from './key-pair.ts'
import type { KeyPairQuery } from './store.ts'

/** Lists the caller's key pairs, newest first. */
export function listKeyPairs(
  { database, pages }: Pick<Core, 'database' | 'pages'>,
  call: Call,
  rules: Pick<KeyPairRules, 'isAccountWide'>,
  query: KeyPairQuery,
): Promise<Listed<BoundKeyPair>> {
  return pages.read(call, { query, page: query.page }, (page) =>
    database.keyPairs.list(scopeOf(call, rules), { ...query, page }),
  )
}

/** The pairs a caller named, in his order, each once. Fault: keyPairNotFound with every name that is unknown. */
export async function resolveKeyPairs(
  stores: Stores,
  scope: KeyPairScope,
  references: readonly KeyPairReference[],
): Promise<readonly KeyPair[]> {
  const { found, missing } = await lookUp(stores, scope, references)
  if (missing.length > 0) throw new Fault('keyPairNotFound', { names: missing })
  return found
}

/** Like `resolveKeyPairs`, but tells the unknown names instead of refusing. */
export async function lookUp(
  stores: Stores,
  scope: KeyPairScope,
  references: readonly KeyPairReference[],
): Promise<{ found: readonly KeyPair[]; missing: readonly string[] }> {
  const ids = references.flatMap((reference) => ('id' in reference ? [reference.id] : []))
  const names = references.flatMap((reference) => ('name' in reference ? [reference.name] : []))
  const rows = [
    ...(ids.length > 0 ? await stores.keyPairs.findByIds(scope, ids) : []),
    ...(names.length > 0 ? await stores.keyPairs.findByNames(scope, names) : []),
  ]
  const found = new Map<string, KeyPair>()
  const missing = new Set<string>()
  for (const reference of references) {
    const row = rows.find((row) =>
      'id' in reference ? row.id === reference.id : row.name === reference.name,
    )
    if (row) found.set(row.id, row)
    else missing.add('id' in reference ? reference.id : reference.name)
  }
  return { found: [...found.values()], missing: [...missing] }
}
