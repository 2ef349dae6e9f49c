import type { AccessKey } from '../../core/accounts/account.ts'
import {
  type AccessKeyForm,
  createAccessKey,
  deleteAccessKey,
  switchAccessKey,
} from '../../core/accounts/manage-access-keys.ts'
import type { ACCESS_KEY_FORMS } from '../contract/access-keys.ts'
import { accountProblem } from './account-problems.ts'
import { ownCall } from './context.ts'
import { api } from './implementer.ts'
import { pageByKey } from './stretch.ts'
import { knownUser } from './users.ts'

export const accessKeys = api.accessKeys.router({
  list: api.accessKeys.list.handler(async ({ context: { core }, input: { account, user, ...page } }) => {
    await knownUser(core, account, user)
    return pageByKey(page, (stretch) => core.database.accounts.listAccessKeys({ account, user }, stretch), {
      keyOf: ({ id }) => id,
      tell,
    })
  }),

  create: api.accessKeys.create.handler(async ({ context, input: { account, user, id, form } }) => {
    const call = ownCall(context, { account, action: 'CreateAccessKey' })
    const ending = await createAccessKey(context.core, call, { user, id, form: FORMS[form] })
    if (ending.outcome !== 'done') throw accountProblem(ending.outcome, { account, user })
    return { ...tell(ending.key), secret: ending.key.secret.reveal() }
  }),

  show: api.accessKeys.show.handler(async ({ context: { core }, input: { account, user, id } }) => {
    const found = await core.database.accounts.findAccessKey(id)
    if (found?.account !== account || found.user !== user)
      throw accountProblem('accessKeyUnknown', { account })
    return tell(found)
  }),

  update: api.accessKeys.update.handler(async ({ context, input: { account, user, id, isDisabled } }) => {
    const call = ownCall(context, { account, action: 'UpdateAccessKey' })
    const { outcome } = await switchAccessKey(context.core, call, { user, id, isDisabled })
    if (outcome !== 'done') throw accountProblem(outcome, { account, user })
    return { id, isDisabled }
  }),

  remove: api.accessKeys.remove.handler(async ({ context, input: { account, user, id } }) => {
    const call = ownCall(context, { account, action: 'DeleteAccessKey' })
    const { outcome } = await deleteAccessKey(context.core, call, { user, id })
    if (outcome !== 'done') throw accountProblem(outcome, { account, user })
  }),
})

/**
 * As the samples of the documentation look: spec/tencent.md §1.4, spec/alibaba.md §3.4, spec/volcengine.md §1.5. Of
 * 36 characters each, secrets of 32 cannot be guessed.
 */
const FORMS: Readonly<Record<(typeof ACCESS_KEY_FORMS)[number], AccessKeyForm>> = {
  keyplane: { idPrefix: 'KPAK', idLength: 20, secretLength: 40 },
  tencent: { idPrefix: 'AKID', idLength: 32, secretLength: 32 },
  alibaba: { idPrefix: 'LTAI', idLength: 20, secretLength: 32 },
  volcengine: { idPrefix: 'AKLT', idLength: 44, secretLength: 60 },
}

function tell({ id, isDisabled }: Pick<AccessKey, 'id' | 'isDisabled'>) {
  return { id, isDisabled }
}
