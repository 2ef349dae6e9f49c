import type { TableColumnsType } from 'antd'
import { Link } from 'react-router'

import { CloudName, OutcomeTag } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { texts } from './calls-texts.ts'
import type { CallSummary } from '../../kit/use-live-calls.ts'

export function useCallColumns(): TableColumnsType<CallSummary> {
  const say = useSay()
  return [
    { title: say(texts.time), width: 160, render: (_, { at }) => <LocalTime time={at} /> },
    { title: say(texts.cloud), width: 140, render: (_, { dialect }) => <CloudName dialect={dialect} /> },
    {
      title: say(texts.action),
      width: 240,
      ellipsis: true,
      render: (_, { action, requestId }) => (
        <Link to={`/calls/${encodeURIComponent(requestId)}`}>{action === '' ? requestId : action}</Link>
      ),
    },
    {
      title: say(texts.who),
      width: 170,
      ellipsis: true,
      render: (_, { account, user }) => (account === '' ? say(texts.nobody) : `${account} / ${user}`),
    },
    {
      title: say(texts.outcome),
      width: 225,
      ellipsis: true,
      render: (_, { outcome }) => <OutcomeTag outcome={outcome} />,
    },
    {
      title: say(texts.duration),
      width: 85,
      align: 'right',
      render: (_, { durationMs }) => durationText(durationMs),
    },
  ]
}

/** `0.42 ms`, `12 ms`, `1.3 s`. */
export function durationText(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`
  return `${ms.toFixed(ms < 1 ? 2 : ms < 10 ? 1 : 0)} ms`
}
