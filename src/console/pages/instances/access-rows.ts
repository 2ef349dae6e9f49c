import type { Instance } from './instance-columns.tsx'
import type { Pending } from './pending-tag.tsx'

/** One key, or password login, as it is wanted, in force and found. */
export interface AccessRow {
  readonly key: string
  readonly kind: 'binding' | 'leftover' | 'foreign' | 'password'
  readonly keyPairId: string
  readonly name: string
  readonly fingerprint: string
  readonly comment: string
  readonly since?: string | undefined
  readonly expiresAt?: string | undefined
  readonly isWanted: boolean
  /** Null: nobody can tell, a change is under way. */
  readonly isApplied: boolean | null
  /** Null: the machine was not seen. */
  readonly isOpen: boolean | null
  readonly pending: Pending
}

interface Binding {
  readonly keyPairId: string
  readonly keyPairName: string
  readonly fingerprint: string
  readonly applied: boolean | null
  readonly boundAt?: string | undefined
  readonly expiresAt?: string | undefined
}

interface Line {
  readonly source: 'binding' | 'leftover' | 'foreign'
  readonly isOpen: boolean | null
  readonly fingerprint: string
  readonly keyPairId: string
  readonly comment: string
}

/**
 * What is bound, then what the machine has besides, then passwords. `found` is absent until the machine was seen.
 */
export function accessRows(
  { allowsPassword, pending }: Instance,
  bindings: readonly Binding[],
  found:
    | { readonly items: readonly Line[]; readonly passwords: readonly { readonly isAnswered: boolean }[] }
    | undefined,
): AccessRow[] {
  const bound = bindings.map((binding): AccessRow => {
    const { keyPairId, keyPairName, fingerprint, applied, boundAt, expiresAt } = binding
    const line = found?.items.find((one) => one.source === 'binding' && one.keyPairId === keyPairId)
    return {
      ...{ key: keyPairId, kind: 'binding', keyPairId, fingerprint, comment: '', expiresAt, pending },
      ...{ name: keyPairName === '' ? keyPairId : keyPairName, since: boundAt },
      ...{ isWanted: true, isApplied: applied, isOpen: line?.isOpen ?? null },
    }
  })
  const besides = (found?.items ?? []).flatMap(
    ({ source, fingerprint, comment, isOpen }, index): AccessRow[] =>
      source === 'binding'
        ? []
        : [
            {
              ...{ key: `${source} ${index}`, kind: source, keyPairId: '', name: '', fingerprint, comment },
              ...{ isWanted: false, isApplied: false, isOpen, pending: null },
            },
          ],
  )
  const password: AccessRow = {
    ...{ key: 'password', kind: 'password', keyPairId: '', name: '', fingerprint: '', comment: '', pending },
    ...{ isWanted: allowsPassword, isApplied: pending ? null : allowsPassword },
    isOpen: found?.passwords[0]?.isAnswered ?? null,
  }
  return [...bound, ...besides, password]
}
