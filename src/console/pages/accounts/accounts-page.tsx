import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Flex, type TableColumnsType, Tag, Typography } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'

import { api, client, routes } from '../../kit/api.ts'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { May, useMay } from '../../kit/session.tsx'
import { type Account, AccountDialog } from './account-dialog.tsx'
import { texts } from './accounts-texts.ts'

/** Tenants: created, renamed, taken away. */
export function AccountsPage() {
  const say = useSay()
  const [dialog, setDialog] = useState<{ readonly account?: Account }>()
  const query = useInfiniteQuery(
    api.accounts.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...(cursor !== undefined && { cursor }) }),
      ...byCursor,
    }),
  )
  const columns = useColumns((account) => setDialog({ account }))
  const create = (
    <May call={routes.accounts.create}>
      <Button type="primary" onClick={() => setDialog({})}>
        {say(texts.createAccount)}
      </Button>
    </May>
  )
  return (
    <>
      <PageTitle title={say(texts.accounts)}>{create}</PageTitle>
      <PageTable
        label={say(texts.accounts)}
        query={query}
        columns={columns}
        rowKey={({ id }) => id}
        width={960}
        empty={<FirstCall what={say(texts.accountsEmpty)} command="keyplane account create acme" />}
      />
      {dialog && <AccountDialog {...dialog} onClose={() => setDialog(undefined)} />}
    </>
  )
}

function useColumns(onEdit: (account: Account) => void): TableColumnsType<Account> {
  const say = useSay()
  const mayChange = useMay(routes.accounts.update)
  const columns: TableColumnsType<Account> = [
    {
      ...{ title: say(texts.name), width: 230, key: 'name' },
      render: (_, { id, name }) => (
        <Link className="wraps" to={`/accounts/${encodeURIComponent(id)}`}>
          {name}
        </Link>
      ),
    },
    {
      ...{ title: say(texts.id), width: 180, key: 'id' },
      render: (_, { id }) => <code className="mono">{id}</code>,
    },
    {
      ...{ title: say(texts.requireMfa), width: 370, key: 'mfa' },
      render: (_, { requireMfa }) => <MfaTags actions={requireMfa} />,
    },
  ]
  if (!mayChange) return columns
  const last = {
    ...{ title: <span className="unseen">{say(texts.actions)}</span>, width: 180, key: 'do' },
    render: (_: unknown, account: Account) => <Actions account={account} onEdit={onEdit} />,
  }
  return [...columns, last]
}

/** Actions that need a second factor. */
export function MfaTags({ actions }: { readonly actions: readonly string[] }) {
  const say = useSay()
  if (actions.length === 0) return <Typography.Text type="secondary">{say(texts.none)}</Typography.Text>
  return (
    <Flex gap={4} wrap>
      {actions.map((action) => (
        <Tag key={action}>{action}</Tag>
      ))}
    </Flex>
  )
}

function Actions({
  account,
  onEdit,
}: {
  readonly account: Account
  readonly onEdit: (account: Account) => void
}) {
  const say = useSay()
  const queries = useQueryClient()
  const { id, name } = account
  const remove = async () => {
    await client.accounts.remove({ account: id })
    await queries.invalidateQueries({ queryKey: api.accounts.list.key() })
  }
  return (
    <Flex gap="small">
      <Button size="small" aria-label={say(texts.editOf(name))} onClick={() => onEdit(account)}>
        {say(texts.edit)}
      </Button>
      <ConfirmButton
        label={say(texts.remove)}
        name={say(texts.removeOf(name))}
        question={say(texts.removeAccount)}
        onConfirm={remove}
      />
    </Flex>
  )
}
