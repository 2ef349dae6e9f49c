import { Card, Typography } from 'antd'
import { Link } from 'react-router'

import { CloudName, OutcomeTag } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { localTime } from '../../kit/local-time.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { useLiveCalls } from '../../kit/use-live-calls.ts'
import { texts } from './overview-texts.ts'

const SHOWN = 12

/** The calls that clients just made, as they come. */
export function LastCalls() {
  const say = useSay()
  const { query } = useLiveCalls({}, false)
  const { data, error } = query
  const calls = data?.pages.flatMap(({ items }) => items).slice(0, SHOWN) ?? []
  return (
    <Card
      size="small"
      title={<h2 className="overview-heading">{say(texts.calls)}</h2>}
      extra={<Link to="/calls">{say(texts.allCalls)}</Link>}
    >
      <Refusal error={error} />
      {data && calls.length === 0 && <Typography.Text type="secondary">{say(texts.noCalls)}</Typography.Text>}
      <ul className="last-calls" aria-label={say(texts.calls)}>
        {calls.map(({ number, at, action, dialect, requestId, outcome }) => (
          <li key={number}>
            <Typography.Text type="secondary">
              <time dateTime={at} title={at}>
                {localTime(at).slice(-8)}
              </time>
            </Typography.Text>
            <Link to={`/calls/${encodeURIComponent(requestId)}`} className="last-call-action">
              {action === '' ? '–' : action}
            </Link>
            <Typography.Text type="secondary" className="last-call-cloud">
              <CloudName dialect={dialect} />
            </Typography.Text>
            <OutcomeTag outcome={outcome} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
