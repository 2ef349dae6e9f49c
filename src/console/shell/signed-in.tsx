import { useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { lazy, type PropsWithChildren, Suspense } from 'react'

import { client, statusOf } from '../kit/api.ts'
import { useSay } from '../kit/language.tsx'
import { type Session, SESSION_KEY, SessionContext } from '../kit/session.tsx'
import { Notice } from './notice.tsx'
import { texts } from './shell-texts.ts'

/** Most visits never see it. */
const SignIn = lazy(async () => ({ default: (await import('./sign-in.tsx')).SignIn }))

/** Shows its children to those whose browser has a token, the others where to enter one. */
export function SignedIn({ children }: PropsWithChildren) {
  const say = useSay()
  const session = useQuery({
    queryKey: SESSION_KEY,
    queryFn: findSession,
    staleTime: Infinity,
  })
  if (session.isPending) return <Spin fullscreen delay={300} />
  if (session.isError) {
    const again = <Button onClick={() => void session.refetch()}>{say(texts.retry)}</Button>
    return <Notice title={say(texts.noServer)}>{again}</Notice>
  }
  if (session.data === null) {
    return (
      <Suspense>
        <SignIn />
      </Suspense>
    )
  }
  return <SessionContext value={session.data}>{children}</SessionContext>
}

async function findSession(): Promise<Session | null> {
  try {
    return await client.session.show({})
  } catch (error) {
    if (statusOf(error) === 401) return null
    throw error
  }
}
