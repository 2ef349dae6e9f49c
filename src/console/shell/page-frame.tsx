import { type PropsWithChildren, useEffect } from 'react'

import { useSay } from '../kit/language.tsx'
import { useSession } from '../kit/session.tsx'
import { isFor, type Page } from '../pages/pages.ts'
import { NotFound } from './dead-ends.tsx'

/** What every page has around it: the title of the tab, and nothing for whom it is not. */
export function PageFrame({ page, children }: PropsWithChildren<{ readonly page: Page }>) {
  const say = useSay()
  const title = say(page.title)
  useEffect(() => {
    document.title = `${title} · Keyplane`
  }, [title])
  return isFor(page, useSession()) ? children : <NotFound />
}
