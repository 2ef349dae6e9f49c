import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Flex, Table, type TableColumnsType, Typography } from 'antd'

import { api, routes } from '../../kit/api.ts'
import { fullName } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { localTime } from '../../kit/local-time.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { useMay } from '../../kit/session.tsx'
import { FoundCell, InForceCell, KeyCell, WantedCell } from './access-cells.tsx'
import { type AccessRow, accessRows } from './access-rows.ts'
import type { Instance } from './instance-columns.tsx'
import { texts } from './instance-texts.ts'
import { UnbindButton } from './unbind-button.tsx'

/** Looking reaches for the machine: it is done when the page opens, when an operation ends, and when asked. */
const SEEN_FOR_MS = 60_000

/** Which keys are wanted, in force and found on the machine, side by side. */
export function AccessTable({
  instance,
  onChange,
}: {
  readonly instance: Instance
  readonly onChange: () => void
}) {
  const say = useSay()
  const mayUnbind = useMay(routes.bindings.remove)
  const input = { instance: fullName(instance) }
  const bindings = useQuery(api.bindings.list.queryOptions({ input }))
  const seen = useQuery({ ...api.access.list.queryOptions({ input }), staleTime: SEEN_FOR_MS })
  const rows = accessRows(instance, bindings.data?.items ?? [], seen.data)
  const columns: TableColumnsType<AccessRow> = [
    {
      title: say(texts.key),
      key: 'key',
      width: 300,
      render: (_, row) => <KeyCell row={row} account={instance} />,
    },
    { title: say(texts.wanted), key: 'wanted', render: (_, row) => <WantedCell row={row} /> },
    {
      title: say(texts.inForce),
      key: 'inForce',
      render: (_, row) => <InForceCell row={row} instance={instance} />,
    },
    {
      title: say(texts.found),
      key: 'found',
      render: (_, row) => <FoundCell row={row} isLooking={seen.isFetching} />,
    },
  ]
  if (mayUnbind && rows.some(({ kind }) => kind === 'binding')) {
    columns.push({
      ...{
        title: <span className="unseen">{say(texts.actions)}</span>,
        key: 'actions',
        align: 'end',
        width: 90,
      },
      render: (_, { kind, keyPairId, name }) =>
        kind === 'binding' && (
          <UnbindButton instance={instance} keyPairId={keyPairId} name={name} onDone={onChange} />
        ),
    })
  }
  return (
    <section aria-labelledby="access">
      <Flex align="center" justify="space-between" gap="small" wrap className="section-head">
        <Typography.Title level={2} id="access">
          {say(texts.access)}
        </Typography.Title>
        <Flex align="center" gap="small">
          <Typography.Text type="secondary">
            {seen.dataUpdatedAt > 0 && say(texts.seenAt(localTime(seen.dataUpdatedAt).slice(-8)))}
          </Typography.Text>
          <Button loading={seen.isFetching} onClick={() => void seen.refetch()}>
            {say(texts.lookAgain)}
          </Button>
        </Flex>
      </Flex>
      <Refusal error={bindings.error ?? seen.error} />
      {seen.data?.unseen.map(({ message }) => (
        <Alert
          key={message}
          type="warning"
          showIcon
          title={say(texts.unseen(message))}
          className="section-note"
        />
      ))}
      <Table<AccessRow>
        size="small"
        aria-label={say(texts.access)}
        columns={columns}
        dataSource={rows}
        rowKey="key"
        pagination={false}
        scroll={{ x: 760 }}
        loading={{ spinning: bindings.isPending, delay: 300 }}
      />
    </section>
  )
}
