import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Typography } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'

import { everyPage } from '../../../own-api/contract/every-page.ts'
import { api, client, routes } from '../../kit/api.ts'
import { FilterInput } from '../../kit/filter-input.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { May, useMay } from '../../kit/session.tsx'
import { useUrlFilters } from '../../kit/use-url-filters.ts'
import { CheckSummary } from './check-summary.tsx'
import { fitsFilter, type Host, nameOfHost } from './host.ts'
import { useHostColumns } from './host-columns.tsx'
import { HostDetails } from './host-details.tsx'
import { texts } from './hosts-texts.ts'
import { ManagementKey } from './management-key.tsx'
import { RemoveHost } from './remove-host.tsx'
import { SettleDialog } from './settle-dialog.tsx'
import { type HostChecks, useHostChecks } from './use-host-checks.ts'

const POLL_MS = 5_000

/** Every enrolled host, and how each was found by the last check. */
export function HostList() {
  const say = useSay()
  const [{ text = '', host: opened, key }, setFilters] = useUrlFilters(['text', 'host', 'key'])
  const [selected, setSelected] = useState<readonly string[]>([])
  // It is asked about, and told of, also when it is in the list no more.
  const [removed, setRemoved] = useState<Host>()
  const [isSettling, setIsSettling] = useState(false)
  const mayCheck = useMay(routes.hosts.check)
  const checks = useHostChecks()
  const { query, hosts } = useHosts(text)
  const columns = useHostColumns({ results: checks.results, open: (host) => setFilters({ host }) })
  const shown = hosts.find((host) => nameOfHost(host) === opened)
  return (
    <>
      <PageTitle title={say(texts.title)}>
        <Button onClick={() => setFilters({ key: 'yes' })}>{say(texts.key)}</Button>
        <CheckButton {...{ checks, hosts, selected }} />
        <May call={routes.hosts.enrol}>
          <EnrolLink />
        </May>
      </PageTitle>
      <Typography.Paragraph type="secondary">{say(texts.intro)}</Typography.Paragraph>
      {hosts.length > 0 && (
        <div style={BELOW}>
          <FilterInput
            label={say(texts.filter)}
            value={text}
            width={320}
            onChange={(wanted) => setFilters({ text: wanted })}
          />
        </div>
      )}
      <CheckSummary checks={checks} onSettle={() => setIsSettling(true)} />
      <PageTable<Host>
        label={say(texts.table)}
        query={query}
        columns={columns}
        rowKey={nameOfHost}
        width={1015}
        empty={hosts.length > 0 ? <p>{say(texts.noneFits)}</p> : <NoHosts />}
        {...(mayCheck && {
          rowSelection: {
            columnWidth: 40,
            selectedRowKeys: [...selected],
            onChange: (names) => setSelected(names.map(String)),
          },
        })}
      />
      {shown && (
        <HostDetails
          host={shown}
          checks={checks}
          onRemove={() => setRemoved(shown)}
          onClose={() => setFilters({ host: undefined })}
        />
      )}
      {removed && (
        <RemoveHost
          host={removed}
          onClose={() => setRemoved(undefined)}
          onGone={() => {
            setRemoved(undefined)
            setFilters({ host: undefined })
          }}
        />
      )}
      {isSettling && <SettleDialog checks={checks} hosts={hosts} onClose={() => setIsSettling(false)} />}
      {key !== undefined && <ManagementKey hosts={hosts} onClose={() => setFilters({ key: undefined })} />}
    </>
  )
}

const BELOW = { marginBottom: 12 }

/** All pages are read at once: the filter, checks and the key are about all hosts. What the filter fits is shown. */
function useHosts(filter: string) {
  const queryKey = api.hosts.list.key({ type: 'infinite' })
  const shared = { queryKey, queryFn: readAll, ...byCursor }
  const all = useInfiniteQuery({ ...shared, refetchInterval: POLL_MS })
  const query = useInfiniteQuery({
    ...shared,
    select: ({ pages, pageParams }) => ({
      pageParams,
      pages: pages.map(({ items }) => ({ items: items.filter((host) => fitsFilter(host, filter)) })),
    }),
  })
  return { query, hosts: all.data?.pages.flatMap(({ items }) => items) ?? [] }
}

interface AllHosts {
  readonly items: readonly Host[]
  readonly next?: string
}

async function readAll({ signal }: { readonly signal: AbortSignal }): Promise<AllHosts> {
  return everyPage((page) => client.hosts.list(page, { signal }))
}

/** Only looks; what to do about differences is asked afterwards. */
function CheckButton({
  checks: { run, check, stop },
  hosts,
  selected,
}: {
  readonly checks: HostChecks
  readonly hosts: readonly Host[]
  readonly selected: readonly string[]
}) {
  const say = useSay()
  const mayCheck = useMay(routes.hosts.check)
  if (!mayCheck || hosts.length === 0) return null
  if (run && !run.isOver) return <Button onClick={stop}>{say(texts.stop)}</Button>
  const some = hosts.filter((host) => selected.includes(nameOfHost(host)))
  const label = some.length === 0 ? texts.checkAll : texts.checkSome(some.length)
  return <Button onClick={() => check(some.length === 0 ? hosts : some, 'report')}>{say(label)}</Button>
}

function NoHosts() {
  const say = useSay()
  return (
    <FirstCall
      what={say(texts.empty)}
      command="keyplane host add root@HOST --account ID --install-key --identity ~/.ssh/id_ed25519"
    />
  )
}

function EnrolLink() {
  const say = useSay()
  const navigate = useNavigate()
  return (
    <Button type="primary" onClick={() => void navigate('/hosts?enrol=yes')}>
      {say(texts.enrol)}
    </Button>
  )
}
