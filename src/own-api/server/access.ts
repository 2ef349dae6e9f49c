import { readForeignLine } from '../../core/access/foreign-line.ts'
import { type AccessCheck, checkAccess } from '../../core/drift/check-access.ts'
import { type Instance, machineIdOf } from '../../core/instances/instance.ts'
import { eachBounded } from '../../core/each-bounded.ts'
import { bindingsOf } from './bindings.ts'
import type { OwnContext } from './context.ts'
import { keyFromCursor, nextPage } from './cursor.ts'
import { findInstances } from './find-instances.ts'
import { api } from './implementer.ts'
import { fingerprintOf } from './tell-key-pair.ts'
import { Turns } from './turns.ts'

const MOST_LOOKS_AT_A_TIME = 32

interface Line {
  readonly source: 'binding' | 'leftover' | 'foreign'
  readonly isOpen: boolean | null
  readonly fingerprint: string
  readonly keyPairId: string
  readonly keyPairName: string
  readonly comment: string
  readonly since?: string
  readonly expiresAt?: string
}

export const access = api.access.router({
  list: api.access.list.handler(async ({ context, input }) => {
    const { cursor, limit, account, dialect, instance, fingerprint, look } = input
    const { rows, next } =
      instance === undefined
        ? await context.core.database.instances.walk({
            ...{ after: keyFromCursor(cursor), limit, account, dialect },
          })
        : { rows: await findInstances(context, [instance]), next: undefined }
    const items: (Line & ReturnType<typeof placeOf>)[] = []
    const unseen: { instance: string; message: string }[] = []
    const passwords: { instance: string; isAnswered: boolean }[] = []
    const turns = new Turns(context.gone)
    const lookInTurn = async (row: Instance) => {
      await turns.take()
      return lookAt(context, row, look)
    }
    for await (const seen of eachBounded(rows, MOST_LOOKS_AT_A_TIME, lookInTurn)) {
      if (seen.message !== '') unseen.push({ instance: machineIdOf(seen.instance), message: seen.message })
      if (seen.isAnswered !== undefined)
        passwords.push({ instance: machineIdOf(seen.instance), isAnswered: seen.isAnswered })
      const place = placeOf(seen.instance)
      const wanted = seen.lines.filter(
        (line) => fingerprint === undefined || line.fingerprint === fingerprint,
      )
      items.push(...wanted.map((line) => ({ ...place, ...line })))
    }
    return { items: items.toSorted(byPlace), unseen, passwords, ...nextPage(next) }
  }),
})

function placeOf({ dialect, account, id, name, loginUser }: Instance) {
  return { dialect, account, instanceId: id, instanceName: name, loginUser }
}

function byPlace(a: ReturnType<typeof placeOf>, b: ReturnType<typeof placeOf>): number {
  const text = (one: typeof a) => `${one.account} ${one.dialect} ${one.instanceId}`
  return text(a) < text(b) ? -1 : Number(text(a) > text(b))
}

/** Every key of one instance: what is bound, and what its machine has besides. */
async function lookAt(context: OwnContext, instance: Instance, isLooked: boolean) {
  const bound = await bindingsOf(context, instance)
  const check = isLooked ? await checkAccess(context.core, instance, context.gone) : undefined
  const seen = check?.state === 'unreachable' ? undefined : check
  const open = new Set(seen?.keys.map(fingerprintOf))
  const lines: Line[] = bound.map(({ fingerprint, keyPairId, keyPairName, boundAt, expiresAt }) => ({
    ...{ source: 'binding' as const, isOpen: seen ? open.has(fingerprint) : null },
    ...{ fingerprint, keyPairId, keyPairName, comment: '' },
    ...(boundAt === undefined ? {} : { since: boundAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }))
  return {
    ...{ instance, lines: [...lines, ...strangers(seen)], message: check?.message ?? '' },
    isAnswered: seen?.allowsPassword,
  }
}

function strangers(seen: AccessCheck | undefined): readonly Line[] {
  const none = { keyPairId: '', keyPairName: '' }
  const leftovers = seen?.extraKeys.map((key): Line => ({
    ...{ source: 'leftover', isOpen: true, fingerprint: fingerprintOf(key), ...none, comment: '' },
  }))
  const foreign = seen?.foreignKeys.map((line): Line => ({
    ...{ source: 'foreign', isOpen: true, ...none, ...readForeignLine(line) },
  }))
  return [...(leftovers ?? []), ...(foreign ?? [])]
}
