import { AutoComplete, Badge, Button, Flex, Select, Tooltip } from 'antd'
import { useState } from 'react'

import { FilterInput } from '../../kit/filter-input.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { fits, useDialects } from '../../kit/dialects.ts'
import { useUrlFilters } from '../../kit/use-url-filters.ts'
import { useCallColumns } from './call-columns.tsx'
import { texts } from './calls-texts.ts'
import { useLiveCalls } from '../../kit/use-live-calls.ts'

const FILTERS = ['cloud', 'action', 'account', 'outcome'] as const
type Filters = Readonly<Partial<Record<(typeof FILTERS)[number], string>>>

/** The last calls of the clouds' APIs, and those that come while one looks. */
export function CallsPage() {
  const say = useSay()
  const [filters, setFilters] = useUrlFilters(FILTERS)
  const { cloud: dialect, ...others } = filters
  const [isPaused, setIsPaused] = useState(false)
  const asked = { ...others, ...(dialect !== undefined && { dialect }) }
  const { query, isLive, waiting } = useLiveCalls(asked, isPaused)
  const columns = useCallColumns()
  const said = isPaused ? texts.paused(waiting) : isLive ? texts.live : texts.notLive
  return (
    <>
      <PageTitle title={say(texts.title)}>
        <Flex align="center" gap="middle">
          <Badge status={isPaused ? 'warning' : isLive ? 'success' : 'default'} text={say(said)} />
          <Button onClick={() => setIsPaused(!isPaused)}>{say(isPaused ? texts.resume : texts.pause)}</Button>
        </Flex>
      </PageTitle>
      <FilterBar filters={filters} onChange={setFilters} />
      <PageTable
        label={say(texts.list)}
        query={query}
        columns={columns}
        rowKey={({ number }) => String(number)}
        width={1020}
        empty={<NoCalls isFiltered={Object.keys(filters).length > 0} />}
      />
    </>
  )
}

function NoCalls({ isFiltered }: { readonly isFiltered: boolean }) {
  const say = useSay()
  if (isFiltered) return <FirstCall what={say(texts.noneFits)} />
  const { origin } = location
  const command = `eval "$(keyplane env tencent --endpoint ${origin})"\ntccli cvm DescribeKeyPairs --endpoint ${origin}`
  return <FirstCall what={say(texts.none)} command={command} />
}

function FilterBar({
  filters,
  onChange,
}: {
  readonly filters: Filters
  readonly onChange: (changes: Partial<Record<keyof Filters, string | undefined>>) => void
}) {
  const say = useSay()
  const dialects = useDialects()
  const { cloud, action, account, outcome } = filters
  return (
    <Flex gap="small" wrap style={{ marginBottom: 12 }}>
      <Select
        allowClear
        aria-label={say(texts.cloud)}
        placeholder={say(texts.anyCloud)}
        style={{ width: 180 }}
        options={dialects.choices}
        value={cloud ?? null}
        onChange={(value: string | null) => onChange({ cloud: value ?? undefined })}
      />
      <Select
        allowClear
        showSearch={{ filterOption: fits }}
        aria-label={say(texts.action)}
        placeholder={say(texts.action)}
        style={{ width: 260 }}
        options={dialects.actions(cloud)}
        value={action ?? null}
        onChange={(value: string | null) => onChange({ action: value ?? undefined })}
      />
      <FilterInput
        label={say(texts.account)}
        value={account}
        onChange={(value) => onChange({ account: value })}
        width={160}
      />
      <OutcomeFilter value={outcome} onChange={(value) => onChange({ outcome: value })} />
    </Flex>
  )
}

/** `ok`, `refused` for every refusal, or a code. */
function OutcomeFilter({
  value,
  onChange,
}: {
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}) {
  const say = useSay()
  const [typed, setTyped] = useState(value ?? '')
  const tell = (text: string) => onChange(text.trim() === '' ? undefined : text.trim())
  return (
    <Tooltip title={say(texts.outcomeHint)}>
      <AutoComplete
        allowClear
        aria-label={say(texts.outcome)}
        placeholder={say(texts.anyOutcome)}
        style={{ width: 240 }}
        options={[
          { value: 'ok', label: say(texts.ok) },
          { value: 'refused', label: say(texts.refused) },
        ]}
        value={typed}
        onChange={(text?: string) => {
          setTyped(text ?? '')
          if (!text) tell('')
        }}
        onSelect={(text) => tell(text ?? '')}
        onBlur={() => tell(typed)}
        onInputKeyDown={({ key }) => {
          if (key === 'Enter') tell(typed)
        }}
      />
    </Tooltip>
  )
}
