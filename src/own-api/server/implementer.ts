import { implement } from '@orpc/server'

import { contract } from '../contract/index.ts'
import { covers } from '../contract/scopes.ts'
import type { OwnContext } from './context.ts'
import { Problem } from './problem.ts'

/** What routes are implemented with: each looks first whether the caller's token is good for it. */
export const api = implement(contract)
  .$context<OwnContext>()
  .use(({ context, procedure, next }) => {
    const { scope, isEndless } = procedure['~orpc'].meta
    if (!covers(context.caller.scope, scope)) {
      throw new Problem(403, `the token is good for ${context.caller.scope}; this needs ${scope}`)
    }
    if (isEndless === true && context.takesJsonAlone)
      throw new Problem(406, 'this has no end, and is told as it comes only: accept text/event-stream')
    return next()
  })
