import type { OwnContext } from './context.ts'
import { api } from './implementer.ts'
import { isoTime } from './texts.ts'

export const session = api.session.router({
  show: api.session.show.handler(({ context }) => tell(context)),

  open: api.session.open.handler(({ context }) => {
    context.cookie.keep()
    return tell(context)
  }),

  close: api.session.close.handler(({ context }) => context.cookie.end()),
})

function tell({ caller: { id, scope, expiresAtMs }, isStandIn }: OwnContext) {
  const until = expiresAtMs === undefined ? {} : { expiresAt: isoTime(expiresAtMs) }
  return { id, scope, ...until, mode: isStandIn ? ('stand-in' as const) : ('strict' as const) }
}
