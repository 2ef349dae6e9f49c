import { Button, Typography } from 'antd'
import { Link, useRouteError } from 'react-router'

import { useSay } from '../kit/language.tsx'
import { Notice } from './notice.tsx'
import { texts } from './shell-texts.ts'

export function NotFound() {
  const say = useSay()
  return (
    <Notice title={say(texts.notFound)}>
      <Link to="/">{say(texts.toOverview)}</Link>
    </Notice>
  )
}

/** What a page that threw leaves behind: the rest of the console goes on. */
export function Broken() {
  const say = useSay()
  const error = useRouteError()
  return (
    <Notice title={say(texts.broken)}>
      <Typography.Text type="secondary">
        {error instanceof Error ? error.message : String(error)}
      </Typography.Text>
      <Button onClick={() => location.reload()}>{say(texts.reload)}</Button>
    </Notice>
  )
}
