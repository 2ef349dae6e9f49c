import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Button, Flex, Typography } from 'antd'
import { lazy, Suspense, useState } from 'react'

import { api, routes } from '../../kit/api.ts'
import { fullName, type Named } from '../../kit/cloud-words.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { useMay } from '../../kit/session.tsx'
import { useUrlFilters } from '../../kit/use-url-filters.ts'
import { COLUMNS_WIDTH, type Instance, instanceColumns } from './instance-columns.tsx'
import { FILTERS, InstanceFilters, SORTS } from './instance-filters.tsx'
import { texts } from './instances-texts.ts'
import './instances.css'

const BindDialog = lazy(async () => ({ default: (await import('../bind/bind-dialog.tsx')).BindDialog }))

const AT_ONCE = 100
/** States and pending changes move: what is shown is read again so often, as long as that is one page or a few. */
const LOOK_MS = 5_000
const MOST_PAGES_TO_LOOK_AT = 3
const SELECT_WIDTH = 44

/** Every instance of every cloud. */
export function InstancesPage() {
  const say = useSay()
  const [filters, setFilters] = useUrlFilters(FILTERS)
  const { pending, sort: wanted, ...same } = filters
  const sort = SORTS.find((one) => one === wanted) ?? 'id'
  const query = useInfiniteQuery(
    api.instances.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...{ ...same, sort, limit: AT_ONCE, cursor },
        ...(pending === 'true' ? { pending: true } : {}),
      }),
      ...byCursor,
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) =>
        (state.data?.pages.length ?? 0) <= MOST_PAGES_TO_LOOK_AT ? LOOK_MS : false,
    }),
  )
  const [selected, setSelected] = useState<readonly Named[]>([])
  const [isBinding, setIsBinding] = useState(false)
  const isSelectable = useMay(routes.bindings.add)
  const isNarrowed = FILTERS.some((name) => name !== 'sort' && filters[name] !== undefined)
  const clear = () => setFilters(Object.fromEntries(FILTERS.map((name) => [name, undefined])))
  return (
    <>
      <PageTitle title={say(texts.title)}>
        {isSelectable && (
          <Selection
            count={selected.length}
            onClear={() => setSelected([])}
            onBind={() => setIsBinding(true)}
          />
        )}
      </PageTitle>
      <InstanceFilters filters={filters} onChange={setFilters} />
      <PageTable<Instance>
        label={say(texts.title)}
        query={query}
        columns={instanceColumns(say)}
        rowKey={fullName}
        width={COLUMNS_WIDTH + (isSelectable ? SELECT_WIDTH : 0)}
        empty={isNarrowed ? <NothingMatches onClear={clear} /> : <None />}
        {...(isSelectable && { rowSelection: selectionOf({ selected, setSelected, say }) })}
      />
      {isBinding && (
        <Suspense>
          <BindDialog open onClose={() => setIsBinding(false)} instances={selected} />
        </Suspense>
      )}
    </>
  )
}

function selectionOf({
  selected,
  setSelected,
  say,
}: {
  readonly selected: readonly Named[]
  readonly setSelected: (selected: readonly Named[]) => void
  readonly say: ReturnType<typeof useSay>
}) {
  const known = new Map(selected.map((one) => [fullName(one), one]))
  return {
    selectedRowKeys: [...known.keys()],
    // Those that a filter hides stay chosen: the number beside the button tells.
    preserveSelectedRowKeys: true,
    columnWidth: SELECT_WIDTH,
    fixed: true,
    getCheckboxProps: (row: Instance) => ({
      'aria-label': say(texts.select(row.name === '' ? row.id : row.name)),
    }),
    onChange: (_: unknown, rows: (Instance | undefined)[]) =>
      setSelected(
        rows.flatMap((row) => (row ? [{ dialect: row.dialect, account: row.account, id: row.id }] : [])),
      ),
  }
}

function Selection({
  count,
  onClear,
  onBind,
}: {
  readonly count: number
  readonly onClear: () => void
  readonly onBind: () => void
}) {
  const say = useSay()
  return (
    <Flex align="center" gap="small">
      <output>
        {count > 0 && <Typography.Text type="secondary">{say(texts.selected(count))}</Typography.Text>}
      </output>
      {count > 0 && <Button onClick={onClear}>{say(texts.unselect)}</Button>}
      <Button type="primary" disabled={count === 0} onClick={onBind}>
        {say(texts.bind)}
      </Button>
    </Flex>
  )
}

function None() {
  return (
    <FirstCall
      what={useSay()(texts.none)}
      command={`eval "$(keyplane env alibaba --endpoint ${location.origin})"`}
    />
  )
}

function NothingMatches({ onClear }: { readonly onClear: () => void }) {
  const say = useSay()
  return (
    <FirstCall what={say(texts.nothingMatches)}>
      <Button onClick={onClear}>{say(texts.clear)}</Button>
    </FirstCall>
  )
}
