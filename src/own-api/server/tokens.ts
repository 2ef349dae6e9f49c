import type { ApiToken } from '../../core/api-tokens/api-token.ts'
import { changeAccount, note } from '../../core/accounts/change-account.ts'
import { makeApiToken } from '../../core/api-tokens/make-token.ts'
import { type OwnContext, ownCall } from './context.ts'
import { api } from './implementer.ts'
import { Problem } from './problem.ts'
import { pageByKey } from './stretch.ts'
import { isoTime } from './texts.ts'

export const tokens = api.tokens.router({
  list: api.tokens.list.handler(({ context: { core }, input }) =>
    pageByKey(input, (stretch) => core.database.apiTokens.list(stretch), { keyOf: ({ id }) => id, tell }),
  ),

  create: api.tokens.create.handler(async ({ context, input }) => {
    const { name, scope, expiresInSeconds } = input
    const lifeMs = expiresInSeconds === undefined ? undefined : expiresInSeconds * 1_000
    const { clock } = context.core
    const call = callOf(context, 'CreateToken')
    const { made, token } = await changeAccount(context.core, call, async (tx) => {
      const made = await makeApiToken({ database: tx, clock }, { name, scope, lifeMs })
      call.trail.add({ what: 'apiToken', verb: 'created', subject: made.made.id, detail: `${scope} ${name}` })
      return { outcome: 'done', ...made }
    })
    return { ...tell(made), token: token.reveal() }
  }),

  remove: api.tokens.remove.handler(async ({ context, input: { id } }) => {
    const call = callOf(context, 'RemoveToken')
    const { outcome } = await changeAccount(context.core, call, async ({ apiTokens }) => {
      if (!(await apiTokens.remove(id))) return { outcome: 'tokenUnknown' }
      note(call, 'apiToken', 'deleted', id)
      return { outcome: 'done' }
    })
    if (outcome !== 'done') throw new Problem(404, `there is no token ${JSON.stringify(id)}`)
  }),
})

/** Tokens belong to no account. */
function callOf(context: OwnContext, action: string) {
  return ownCall(context, { account: '', action })
}

function tell({ id, name, scope, createdAtMs, expiresAtMs }: ApiToken) {
  const until = expiresAtMs === undefined ? {} : { expiresAt: isoTime(expiresAtMs) }
  return { id, name, scope, createdAt: isoTime(createdAtMs), ...until }
}
