import { createKeyPair, importKeyPair } from '../../core/key-pairs/add.ts'
import type { Instance } from '../../core/instances/instance.ts'
import type { KeyPair, KeyPairRules } from '../../core/key-pairs/key-pair.ts'
import { removeKeyPairs } from '../../core/key-pairs/remove.ts'
import { isFault } from '../../core/fault.ts'
import { ownCall, type OwnContext } from './context.ts'
import { keyFromCursor, nextPage } from './cursor.ts'
import { findKeyPair, findUsers, type KeyPairAddress } from './find-key-pair.ts'
import { begun } from './begun.ts'
import { rotateKeyPair } from './bind-rotate.ts'
import { api } from './implementer.ts'
import { orProblem } from './fault-problem.ts'
import { placeOf } from './place-key-pair.ts'
import { Problem } from './problem.ts'
import { fingerprintOf, inspectPublicKey, tellKeyPair } from './tell-key-pair.ts'
import { faultText } from './texts.ts'
import { Turns } from './turns.ts'

export const keyPairs = api.keyPairs.router({
  list: api.keyPairs.list.handler(({ context, input }) => listKeyPairs(context, input)),

  show: api.keyPairs.show.handler(async ({ context, input }) => {
    const keyPair = await findKeyPair(context, input)
    const users = await findUsers(context.core, keyPair, new Turns(context.gone))
    return { ...tellKeyPair(keyPair), usedBy: users.map(tellUser) }
  }),

  create: api.keyPairs.create.handler(async ({ context, input }) => {
    const { rules, call } = await placeOf(context, input, 'CreateKeyPair')
    const { type = rules.importTypes.has('ssh-ed25519') ? 'ed25519' : 'rsa-2048', name, description } = input
    checkType(input.dialect, type === 'ed25519' ? 'ssh-ed25519' : 'ssh-rsa', rules)
    const wanted = { name, type, ...(description === undefined ? {} : { description }) }
    const { keyPair, privateKey } = await orProblem(() => createKeyPair(context.core, call, rules, wanted))
    return { ...tellKeyPair(keyPair), privateKey: privateKey.reveal() }
  }),

  import: api.keyPairs.import.handler(async ({ context, input }) => {
    const { rules, call } = await placeOf(context, input, 'ImportKeyPair')
    const { name, description, publicKey } = input
    const wanted = { name, publicKey, ...(description === undefined ? {} : { description }) }
    return tellKeyPair(await orProblem(() => importKeyPair(context.core, call, rules, wanted)))
  }),

  inspect: api.keyPairs.inspect.handler(({ input }) => inspectPublicKey(input.publicKey)),

  remove: api.keyPairs.remove.handler(async ({ context, input }) => {
    await removeKeyPair(context, input)
  }),

  rotate: api.keyPairs.rotate.handler(({ context, input }) => begun(rotateKeyPair(context, input))),
})

/** Rows that filters are tried on, at most, for one page. */
const ROWS_AT_ONCE = 1_000
const MOST_TURNS = 10

interface Wanted {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly account?: string | undefined
  readonly dialect?: string | undefined
  readonly region?: string | undefined
  readonly text?: string | undefined
  readonly fingerprint?: string | undefined
}

async function listKeyPairs({ core }: OwnContext, { cursor, limit, account, dialect, ...filters }: Wanted) {
  const items: ReturnType<typeof tellKeyPair>[] = []
  let after = keyFromCursor(cursor)
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const rows = await core.database.keyPairs.walk({ after, account, dialect, limit: ROWS_AT_ONCE })
    for (const row of rows) {
      // Another one is there: the page ends before it.
      if (items.length === limit) return { items, ...nextPage(after) }
      const { account: owner, dialect: cloud, id } = row
      after = { account: owner, dialect: cloud, id }
      if (matches(row, filters)) items.push(tellKeyPair(row))
    }
    if (rows.length < ROWS_AT_ONCE) return { items }
  }
  return { items, ...nextPage(after) }
}

function matches(
  { name, id, region, fingerprint: md5, publicKey }: KeyPair,
  { region: place, text, fingerprint }: Pick<Wanted, 'region' | 'text' | 'fingerprint'>,
): boolean {
  if (place !== undefined && region !== place) return false
  const part = text?.toLowerCase()
  if (part !== undefined && !name.toLowerCase().includes(part) && !id.includes(part)) return false
  if (fingerprint === undefined) return true
  return fingerprint.startsWith('SHA256:')
    ? fingerprintOf(publicKey) === fingerprint
    : md5 === fingerprint.replace(/^MD5:/, '').replaceAll(':', '')
}

function tellUser({ dialect, account, id, name, state }: Instance) {
  return { dialect, account, id, name, state }
}

async function removeKeyPair(context: OwnContext, address: KeyPairAddress): Promise<void> {
  const keyPair = await findKeyPair(context, address)
  const { account, dialect, region, id, name } = keyPair
  const call = ownCall(context, { account, dialect, region, action: 'DeleteKeyPair' })
  const rules = { isAccountWide: region === '', mode: 'allOrNothing', unknown: 'refused' } as const
  try {
    await removeKeyPairs(context.core, call, rules, [{ id }])
  } catch (error) {
    if (!isFault(error)) throw error
    if (error.kind !== 'keyPairInUse') throw new Problem(409, faultText(error))
    const users = await findUsers(context.core, keyPair, new Turns(context.gone))
    throw new Problem(409, `the key pair ${name} is bound to ${users.map((user) => user.id).join(', ')}`)
  }
}

function checkType(dialect: string, type: string, { importTypes }: KeyPairRules): void {
  if (importTypes.has(type)) return
  throw new Problem(400, `type: ${dialect} takes ${[...importTypes].join(', ')}`)
}
