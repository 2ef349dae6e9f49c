import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { api, type client } from '../../kit/api.ts'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { useUrlFilters } from '../../kit/use-url-filters.ts'
import { AuditFilterBar, FILTERS, NOBODY } from './audit-filters.tsx'
import { texts } from './audit-texts.ts'
import { AuditRowDrawer } from './audit-row-drawer.tsx'
import { ExportAudit } from './export-audit.tsx'
import { useAuditColumns } from './audit-columns.tsx'
import { VerifyAudit } from './verify-audit.tsx'

type Page = Awaited<ReturnType<typeof client.audit.list>>
export type AuditRow = Page['items'][number]

/** Who did what, and which keys changed on which machine, account by account. */
export function AuditPage() {
  const say = useSay()
  const [filters, setFilters] = useUrlFilters(FILTERS)
  const accounts = useQuery(api.accounts.list.queryOptions({ input: { limit: 500 } }))
  const account = filters.account ?? accounts.data?.items[0]?.id
  const asked = { ...filters, account: account === NOBODY ? '' : account }
  const query = useInfiniteQuery({
    ...api.audit.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...asked, cursor }),
      ...byCursor,
    }),
    enabled: account !== undefined,
  })
  const [opened, setOpened] = useState<AuditRow>()
  const columns = useAuditColumns(setOpened)
  const isFiltered = Object.keys(filters).some((name) => name !== 'account')
  if (accounts.data?.items.length === 0 && account === undefined) {
    return (
      <>
        <PageTitle title={say(texts.title)} />
        <FirstCall what={say(texts.noAccounts)} command="keyplane account create acme" />
      </>
    )
  }
  return (
    <>
      <PageTitle title={say(texts.title)}>
        <VerifyAudit />
        <ExportAudit asked={asked} />
      </PageTitle>
      <AuditFilterBar
        accounts={accounts.data?.items ?? []}
        filters={{ ...filters, account }}
        onChange={setFilters}
      />
      <PageTable
        label={say(texts.list)}
        query={query}
        columns={columns}
        rowKey={({ id }) => id}
        width={1020}
        empty={
          isFiltered ? (
            <FirstCall what={say(texts.noneFits)} />
          ) : (
            <FirstCall what={say(texts.none)} command="keyplane audit export" />
          )
        }
      />
      <AuditRowDrawer
        row={opened}
        onClose={() => setOpened(undefined)}
        onOnly={(requestId) => setFilters({ requestId })}
      />
    </>
  )
}
