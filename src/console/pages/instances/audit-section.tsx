import { useQuery } from '@tanstack/react-query'
import { Flex, Table, type TableColumnsType, Typography } from 'antd'
import { Link } from 'react-router'

import { api } from '../../kit/api.ts'
import { type Named, OutcomeTag } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './instance-texts.ts'

const SHOWN = 10
const LOOK_MS = 5_000

interface Row {
  readonly id: string
  readonly at: string
  readonly user: string
  readonly action: string
  readonly outcome: string
  readonly requestId: string
}

/** Who asked what of this instance, and what changed on its machine. */
export function AuditSection({ instance: { account, id } }: { readonly instance: Named }) {
  const say = useSay()
  const input = { account, subject: id, limit: SHOWN }
  const { data, error, isPending } = useQuery(
    api.audit.list.queryOptions({ input, refetchInterval: LOOK_MS }),
  )
  const columns: TableColumnsType<Row> = [
    { title: say(texts.at), key: 'at', width: 160, render: (_, { at }) => <LocalTime time={at} /> },
    {
      ...{ title: say(texts.action), key: 'action' },
      render: (_, { action, user, requestId }) => (
        <div className="two-lines">
          <Link to={`/audit?account=${account}&requestId=${encodeURIComponent(requestId)}`} title={action}>
            {action}
          </Link>
          {user !== '' && <Typography.Text type="secondary">{user}</Typography.Text>}
        </div>
      ),
    },
    {
      ...{ title: say(texts.outcome), key: 'outcome', width: 130 },
      render: (_, { outcome }) => <OutcomeTag outcome={outcome} />,
    },
  ]
  const rows = data?.items ?? []
  return (
    <section aria-labelledby="audit">
      <Flex align="center" justify="space-between" gap="small" className="section-head">
        <Typography.Title level={2} id="audit">
          {say(texts.audit)}
        </Typography.Title>
        <Link to={`/audit?account=${account}&subject=${encodeURIComponent(id)}`}>{say(texts.allAudit)}</Link>
      </Flex>
      <Refusal error={error} />
      {!isPending && rows.length === 0 ? (
        <Typography.Text type="secondary">{say(texts.noAudit)}</Typography.Text>
      ) : (
        <Table<Row>
          size="small"
          aria-label={say(texts.audit)}
          columns={columns}
          dataSource={rows}
          rowKey="id"
          pagination={false}
          scroll={{ x: 440 }}
          tableLayout="fixed"
        />
      )}
    </section>
  )
}
