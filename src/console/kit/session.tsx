import type { AnyContractProcedure } from '@orpc/contract'
import type { QueryClient } from '@tanstack/react-query'
import { createContext, type PropsWithChildren, type ReactNode, useContext } from 'react'

import { covers, type Scope } from '../../own-api/contract/scopes.ts'
import { statusOf } from './api.ts'

/** Whose token the browser has. */
export interface Session {
  readonly id: string
  readonly scope: Scope
  readonly expiresAt?: string | undefined
  readonly mode: 'stand-in' | 'strict'
}

/** Where TanStack Query keeps it; null is there for who has to sign in. */
export const SESSION_KEY = ['session'] as const

/** Nobody is signed in any more; whoever signs in next is shown nothing that was read for somebody else. */
export function forgetSession(queries: QueryClient): void {
  queries.setQueryData(SESSION_KEY, null)
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] })
}

/** Whose token has ended is asked for another, wherever it is noticed. */
export function askForToken(queries: QueryClient, error: unknown): void {
  if (statusOf(error) === 401) forgetSession(queries)
}

export const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('nobody is signed in here')
  return session
}

/** Whether the token is good for a route: nobody is shown a button that would be refused. */
export function useMay(route: AnyContractProcedure): boolean {
  return covers(useSession().scope, scopeOf(route))
}

/** Shows its children to those whose token is good for the route. */
export function May({
  call,
  children,
}: PropsWithChildren<{ readonly call: AnyContractProcedure }>): ReactNode {
  return useMay(call) ? children : null
}

export function scopeOf(route: AnyContractProcedure): Scope {
  // Every route of the contract is made by `route()`, which says its scope.
  const meta = route['~orpc'].meta as { readonly scope: Scope }
  return meta.scope
}
