import { useInfiniteQuery } from '@tanstack/react-query'
import { Badge, Button, Flex, Timeline, Typography } from 'antd'
import { Link } from 'react-router'

import { api } from '../../kit/api.ts'
import { type Named, OutcomeTag } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './instance-texts.ts'

const AT_ONCE = 10
const COLOURS = { running: 'blue', succeeded: 'green', failed: 'red' } as const

/** What was done on the machine, the newest first, as it goes on. */
export function OperationsSection({
  instance,
  isLive,
}: {
  readonly instance: Named
  readonly isLive: boolean
}) {
  const say = useSay()
  const { dialect, account, id } = instance
  const query = useInfiniteQuery(
    api.operations.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ dialect, account, instance: id, limit: AT_ONCE, cursor }),
      ...byCursor,
    }),
  )
  const operations = query.data?.pages.flatMap(({ items }) => items) ?? []
  const isEmpty = !query.isPending && operations.length === 0 && !query.hasNextPage
  return (
    <section aria-labelledby="operations">
      <Flex align="center" gap="small" className="section-head">
        <Typography.Title level={2} id="operations">
          {say(texts.operations)}
        </Typography.Title>
        {isLive && <Badge status="success" text={say(texts.live)} />}
      </Flex>
      <Refusal error={query.error} />
      {isEmpty && <Typography.Text type="secondary">{say(texts.noOperations)}</Typography.Text>}
      <Timeline
        items={operations.map((operation) => ({
          key: operation.id,
          color: COLOURS[operation.outcome],
          content: <Operation {...operation} />,
        }))}
      />
      {query.hasNextPage && (
        <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {say(texts.more)}
        </Button>
      )}
    </section>
  )
}

function Operation({
  account,
  action,
  kind,
  outcome,
  createdAt,
  requestId,
  message,
  step,
  steps,
  isUndoing,
}: {
  readonly account: string
  readonly action: string
  readonly kind: string
  readonly outcome: string
  readonly createdAt: string
  readonly requestId: string
  readonly message: string
  readonly step: number
  readonly steps: readonly string[]
  readonly isUndoing: boolean
}) {
  const say = useSay()
  return (
    <div className="operation">
      <Flex align="center" gap="small" wrap>
        <strong>{action === '' ? kind : action}</strong>
        <OutcomeTag outcome={outcome} />
        <Typography.Text type="secondary">
          <LocalTime time={createdAt} />
        </Typography.Text>
      </Flex>
      <Typography.Text type="secondary" className="wraps">
        {steps.join(' → ')}
        {outcome === 'running' && ` · ${say(texts.steps(step, steps.length))}`}
        {isUndoing && ` · ${say(texts.undoing)}`}
        {' · '}
        <Link to={`/audit?account=${account}&requestId=${encodeURIComponent(requestId)}`}>
          {say(texts.request)} <span className="mono">{requestId}</span>
        </Link>
      </Typography.Text>
      {message !== '' && (
        <Typography.Text type={outcome === 'failed' ? 'danger' : 'secondary'} className="wraps">
          {message}
        </Typography.Text>
      )}
    </div>
  )
}
