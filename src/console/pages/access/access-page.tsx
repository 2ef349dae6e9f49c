import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Flex, Select, Switch, Tooltip } from 'antd'

import { api, type client } from '../../kit/api.ts'
import { useDialects } from '../../kit/dialects.ts'
import { FilterInput } from '../../kit/filter-input.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { useUrlFilters } from '../../kit/use-url-filters.ts'
import { useAccessColumns } from './access-columns.tsx'
import { texts } from './access-texts.ts'
import { DownloadCsv } from './download-csv.tsx'

type Page = Awaited<ReturnType<typeof client.access.list>>
export type AccessLine = Page['items'][number]

const FILTERS = ['account', 'dialect', 'instance', 'fingerprint', 'look'] as const
type Filters = Readonly<Partial<Record<(typeof FILTERS)[number], string | undefined>>>

export interface Asked {
  readonly account?: string | undefined
  readonly dialect?: string | undefined
  readonly instance?: string | undefined
  readonly fingerprint?: string | undefined
  readonly look: boolean
}

/** Who can get into which machine: what is bound, and what the machines have besides. */
export function AccessPage() {
  const say = useSay()
  const [filters, setFilters] = useUrlFilters(FILTERS)
  const { look, ...others } = filters
  const asked: Asked = { ...others, look: look !== 'no' }
  const query = useInfiniteQuery({
    ...api.access.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...asked, cursor }),
      ...byCursor,
    }),
    // Machines are looked at when somebody asks for it.
    refetchOnWindowFocus: false,
  })
  const columns = useAccessColumns()
  const unseen = query.data?.pages.flatMap((page) => page.unseen) ?? []
  return (
    <>
      <PageTitle title={say(texts.title)}>
        <DownloadCsv asked={asked} />
      </PageTitle>
      <FilterBar filters={filters} onChange={setFilters} />
      {unseen.length > 0 && <Unseen machines={unseen} />}
      <PageTable
        label={say(texts.list)}
        query={query}
        columns={columns}
        rowKey={keyOf}
        width={1020}
        empty={<NoLines isFiltered={Object.keys(others).length > 0} />}
      />
    </>
  )
}

function keyOf(line: AccessLine): string {
  const { dialect, account, instanceId, source, fingerprint, keyPairId, comment } = line
  return [dialect, account, instanceId, source, fingerprint, keyPairId, comment].join(' ')
}

function NoLines({ isFiltered }: { readonly isFiltered: boolean }) {
  const say = useSay()
  if (isFiltered) return <FirstCall what={say(texts.noneFits)} />
  return (
    <FirstCall
      what={say(texts.none)}
      command="keyplane bind --key visitor --instances ins-1a2b3c4d --for 8h"
    />
  )
}

function Unseen({ machines }: { readonly machines: Page['unseen'] }) {
  const say = useSay()
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 12 }}
      title={say(texts.unseen(machines.length))}
      description={
        <ul style={{ margin: 0, paddingLeft: 20, maxHeight: 120, overflow: 'auto' }}>
          {machines.map(({ instance, message }) => (
            <li key={instance} className="wraps">
              {instance}: {message}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function FilterBar({
  filters,
  onChange,
}: {
  readonly filters: Filters
  readonly onChange: (changes: Filters) => void
}) {
  const say = useSay()
  const dialects = useDialects()
  const { account, dialect, instance, fingerprint, look } = filters
  return (
    <Flex gap="small" wrap align="center" style={{ marginBottom: 12 }}>
      <Select
        allowClear
        aria-label={say(texts.cloud)}
        placeholder={say(texts.anyCloud)}
        style={{ width: 180 }}
        options={dialects.choices}
        value={dialect ?? null}
        onChange={(value: string | null) => onChange({ dialect: value ?? undefined })}
      />
      <FilterInput
        label={say(texts.account)}
        value={account}
        width={150}
        onChange={(value) => onChange({ account: value })}
      />
      <FilterInput
        label={say(texts.instanceId)}
        value={instance}
        onChange={(value) => onChange({ instance: value })}
      />
      <FilterInput
        label={say(texts.fingerprint)}
        value={fingerprint}
        width={260}
        onChange={(value) => onChange({ fingerprint: value })}
      />
      <Tooltip title={say(texts.lookMeans)}>
        <Flex gap="small" align="center">
          <Switch
            id="look"
            size="small"
            aria-label={say(texts.look)}
            checked={look !== 'no'}
            onChange={(isOn) => onChange({ look: isOn ? undefined : 'no' })}
          />
          <label htmlFor="look">{say(texts.look)}</label>
        </Flex>
      </Tooltip>
    </Flex>
  )
}
