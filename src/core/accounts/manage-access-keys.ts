import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { Secret } from '../secret.ts'
import type { AccessKey } from './account.ts'
import { changeAccount, note, type Refused } from './change-account.ts'

// The account of the key's holder is `call.account`.

/** How a new key looks: a beginning, and characters of `0-9a-z` after it. */
export interface AccessKeyForm {
  readonly idPrefix: string
  /** Without the prefix. */
  readonly idLength: number
  readonly secretLength: number
}

/** Which key of which user. */
export interface OwnedKey {
  readonly user: string
  readonly id: string
}

/** Gives a user a key. Its secret is told here and never again. */
export async function createAccessKey(
  core: Core,
  call: Call,
  wanted: { readonly user: string; readonly id: string | undefined; readonly form: AccessKeyForm },
): Promise<
  { readonly outcome: 'done'; readonly key: AccessKey } | Refused<'userUnknown' | 'accessKeyExists'>
> {
  const { account } = call
  const { user, form } = wanted
  const id = wanted.id ?? `${form.idPrefix}${core.ids.suffix(form.idLength)}`
  const secret = new Secret(core.ids.suffix(form.secretLength))
  const key: AccessKey = { id, account, user, secret, isDisabled: false }
  const ending = await changeAccount(core, call, async ({ accounts, temporaryKeys }) => {
    if (!(await accounts.findUser(account, user))) return { outcome: 'userUnknown' as const }
    const isTaken = (await temporaryKeys.find(id)) || !(await accounts.insertNewAccessKey(key))
    if (isTaken) return { outcome: 'accessKeyExists' as const }
    note(call, 'accessKey', 'created', id)
    return { outcome: 'done' as const, key }
  })
  if (ending.outcome === 'done') core.accessKeys.forget(id)
  return ending
}

/** A key that is disabled is known, but signs nothing any more. */
export async function switchAccessKey(
  core: Core,
  call: Call,
  { user, id, isDisabled }: OwnedKey & { readonly isDisabled: boolean },
): Promise<Refused<'done' | 'accessKeyUnknown'>> {
  const ending = await changeAccount(core, call, async ({ accounts }) => {
    if (!(await accounts.switchAccessKey({ account: call.account, user }, id, isDisabled))) {
      return { outcome: 'accessKeyUnknown' as const }
    }
    const detail = isDisabled ? 'disabled' : 'enabled'
    call.trail.add({ what: 'accessKey', verb: 'modified', subject: id, detail })
    return { outcome: 'done' as const }
  })
  if (ending.outcome === 'done') core.accessKeys.forget(id)
  return ending
}

export async function deleteAccessKey(
  core: Core,
  call: Call,
  { user, id }: OwnedKey,
): Promise<Refused<'done' | 'accessKeyUnknown'>> {
  const ending = await changeAccount(core, call, async ({ accounts }) => {
    if (!(await accounts.removeAccessKey({ account: call.account, user }, id))) {
      return { outcome: 'accessKeyUnknown' as const }
    }
    note(call, 'accessKey', 'deleted', id)
    return { outcome: 'done' as const }
  })
  if (ending.outcome === 'done') core.accessKeys.forget(id)
  return ending
}
