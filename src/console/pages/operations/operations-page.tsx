import { useInfiniteQuery } from '@tanstack/react-query'
import { Flex, Select, type TableColumnsType, Tag, Typography } from 'antd'
import { Link } from 'react-router'

import { api } from '../../kit/api.ts'
import { CloudName, instancePath, OutcomeTag } from '../../kit/cloud-words.tsx'
import { useDialects } from '../../kit/dialects.ts'
import { FilterInput } from '../../kit/filter-input.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { useUrlFilters } from '../../kit/use-url-filters.ts'
import { type Operation, OperationSteps } from './operation-steps.tsx'
import { texts } from './operations-texts.ts'
import { useLiveOperations } from './use-live-operations.ts'

const OUTCOMES = ['running', 'succeeded', 'failed'] as const

/** What goes on at machines, and what went on, as it happens. */
export function OperationsPage() {
  const say = useSay()
  const [filters, setFilters] = useUrlFilters(['dialect', 'account', 'instance', 'outcome'])
  const outcome = OUTCOMES.find((each) => each === filters.outcome)
  const { outcome: _, ...others } = filters
  const wanted = { ...others, ...(outcome && { outcome }) }
  const list = api.operations.list.infiniteOptions({
    input: (cursor: string | undefined) => ({ ...wanted, ...(cursor !== undefined && { cursor }) }),
    ...byCursor,
  })
  const query = useInfiniteQuery(list)
  const { isLive } = useLiveOperations(list.queryKey, wanted)
  const isFiltered = Object.keys(wanted).length > 0
  return (
    <>
      <PageTitle title={say(texts.title)}>
        <Tag color={isLive ? 'green' : 'default'}>{say(isLive ? texts.live : texts.notLive)}</Tag>
      </PageTitle>
      <Filters filters={filters} onChange={setFilters} />
      <PageTable
        label={say(texts.title)}
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        width={1_010}
        empty={
          isFiltered ? (
            <FirstCall what={say(texts.none)} />
          ) : (
            <FirstCall what={say(texts.empty)} command="keyplane instance reboot INSTANCE" />
          )
        }
      />
    </>
  )
}

type FilterName = 'dialect' | 'account' | 'instance' | 'outcome'

function Filters({
  filters,
  onChange,
}: {
  readonly filters: Readonly<Partial<Record<FilterName, string>>>
  readonly onChange: (changes: Partial<Record<FilterName, string | undefined>>) => void
}) {
  const say = useSay()
  const { choices } = useDialects()
  const outcomes = OUTCOMES.map((value) => ({ value, label: say(texts[value]) }))
  return (
    <Flex gap="small" wrap style={{ marginBottom: 12 }}>
      <Select
        allowClear
        aria-label={say(texts.cloud)}
        placeholder={say(texts.cloud)}
        style={{ width: 180 }}
        options={choices}
        value={filters.dialect ?? null}
        onChange={(dialect: string | null | undefined) => onChange({ dialect: dialect ?? undefined })}
      />
      <Select
        allowClear
        aria-label={say(texts.outcome)}
        placeholder={say(texts.outcome)}
        style={{ width: 140 }}
        options={outcomes}
        value={filters.outcome ?? null}
        onChange={(outcome: string | null | undefined) => onChange({ outcome: outcome ?? undefined })}
      />
      <FilterInput
        label={say(texts.account)}
        value={filters.account}
        onChange={(account) => onChange({ account })}
      />
      <FilterInput
        label={say(texts.instance)}
        value={filters.instance}
        onChange={(instance) => onChange({ instance })}
      />
    </Flex>
  )
}

function useColumns(): TableColumnsType<Operation> {
  const say = useSay()
  const { columns } = texts
  return [
    {
      ...{ title: say(columns.begun), width: 165, key: 'begun' },
      render: (_, { createdAt }) => <LocalTime time={createdAt} />,
    },
    {
      ...{ title: say(columns.instance), width: 230, key: 'instance' },
      render: (_, row) => <Place {...row} />,
    },
    { ...{ title: say(columns.call), width: 280, key: 'call' }, render: (_, row) => <Asked {...row} /> },
    {
      ...{ title: say(columns.steps), width: 230, key: 'steps' },
      render: (_, row) => <OperationSteps operation={row} />,
    },
    {
      ...{ title: say(columns.outcome), width: 105, key: 'outcome' },
      render: (_, { outcome }) => <OutcomeTag outcome={outcome} />,
    },
  ]
}

function Place({ dialect, account, instanceId }: Operation) {
  return (
    <Flex vertical>
      <Link className="mono wraps" to={instancePath({ dialect, account, id: instanceId })}>
        {instanceId}
      </Link>
      <Typography.Text type="secondary">
        <CloudName dialect={dialect} /> · {account}
      </Typography.Text>
    </Flex>
  )
}

function Asked({ action, requestId }: Operation) {
  return (
    <Flex vertical>
      <span className="wraps">{action}</span>
      {requestId !== '' && (
        <Link className="mono" to={`/calls/${encodeURIComponent(requestId)}`} style={{ fontSize: 11 }}>
          {requestId}
        </Link>
      )}
    </Flex>
  )
}
