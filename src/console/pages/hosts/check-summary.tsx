import { Button, Flex, Progress, Typography } from 'antd'

import { routes } from '../../kit/api.ts'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { May } from '../../kit/session.tsx'
import { isUnsettled } from './host.ts'
import { texts } from './hosts-texts.ts'
import type { HostChecks } from './use-host-checks.ts'

/** How far a check is and what it has found; nothing before the first one. */
export function CheckSummary({
  checks: { run },
  onSettle,
}: {
  readonly checks: HostChecks
  readonly onSettle: () => void
}) {
  const say = useSay()
  if (!run) return null
  const { done, total, isOver, error } = run
  const drifted = done.filter(isUnsettled).length
  const unreachable = done.filter(({ state }) => state === 'unreachable').length
  const percent = total === 0 ? 100 : Math.floor((100 * done.length) / total)
  return (
    <div style={BELOW}>
      <Refusal error={error} />
      <Flex align="center" gap="middle" wrap component="output">
        {!isOver && (
          <Progress percent={percent} showInfo={false} style={BAR} aria-label={say(texts.progress)} />
        )}
        <Typography.Text strong>{say(texts.checking(done.length, total))}</Typography.Text>
        <span>{say(texts.counted(done.length - drifted - unreachable, drifted, unreachable))}</span>
        {isOver && drifted > 0 && (
          <May call={routes.hosts.check}>
            <Button size="small" onClick={onSettle}>
              {say(texts.settle)}
            </Button>
          </May>
        )}
      </Flex>
    </div>
  )
}

const BELOW = { marginBottom: 12 }
const BAR = { width: 160, margin: 0 }
