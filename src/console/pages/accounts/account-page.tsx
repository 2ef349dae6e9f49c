import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Flex, Form, Input, Modal, type TableColumnsType, Typography } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'

import { api, client, routes } from '../../kit/api.ts'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { Copyable } from '../../kit/copyable.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { May, useMay } from '../../kit/session.tsx'
import { AccountDialog } from './account-dialog.tsx'
import { MfaTags } from './accounts-page.tsx'
import { texts } from './accounts-texts.ts'

type User = Awaited<ReturnType<typeof client.users.show>>

/** One account and its users. */
export function AccountPage() {
  const say = useSay()
  const { account: id = '' } = useParams()
  const [dialog, setDialog] = useState<'edit' | 'user'>()
  const found = useQuery(api.accounts.show.queryOptions({ input: { account: id } }))
  const users = useInfiniteQuery(
    api.users.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ account: id, ...(cursor !== undefined && { cursor }) }),
      ...byCursor,
    }),
  )
  const columns = useColumns(id)
  const close = () => setDialog(undefined)
  return (
    <>
      <PageTitle title={found.data?.name ?? id} above={<Link to="/accounts">{say(texts.accounts)}</Link>}>
        <May call={routes.accounts.update}>
          <Button disabled={!found.data} onClick={() => setDialog('edit')}>
            {say(texts.edit)}
          </Button>
        </May>
        <May call={routes.users.create}>
          <Button type="primary" onClick={() => setDialog('user')}>
            {say(texts.createUser)}
          </Button>
        </May>
      </PageTitle>
      <Refusal error={found.error} />
      <Flex gap={48} wrap style={{ marginBottom: 16 }}>
        <Flex vertical>
          <Typography.Text type="secondary">{say(texts.id)}</Typography.Text>
          <Copyable text={id} />
        </Flex>
        <Flex vertical gap={2}>
          <Typography.Text type="secondary">{say(texts.requireMfa)}</Typography.Text>
          <MfaTags actions={found.data?.requireMfa ?? []} />
        </Flex>
      </Flex>
      <Typography.Title level={2} style={{ fontSize: 18 }}>
        {say(texts.users)}
      </Typography.Title>
      {found.data && (
        <PageTable
          label={say(texts.users)}
          query={users}
          columns={columns}
          rowKey={({ name }) => name}
          width={720}
          empty={
            <FirstCall what={say(texts.usersEmpty)} command={`keyplane user create alice --account ${id}`} />
          }
        />
      )}
      {dialog === 'edit' && <AccountDialog account={found.data} onClose={close} />}
      {dialog === 'user' && <UserDialog account={id} onClose={close} />}
    </>
  )
}

function useColumns(account: string): TableColumnsType<User> {
  const say = useSay()
  const mayRemove = useMay(routes.users.remove)
  const queries = useQueryClient()
  const columns: TableColumnsType<User> = [
    {
      ...{ title: say(texts.user), width: 300, key: 'name' },
      render: (_, { name }) => (
        <Link className="wraps" to={`/accounts/${account}/users/${encodeURIComponent(name)}`}>
          {name}
        </Link>
      ),
    },
    {
      ...{ title: say(texts.policiesCount), width: 300, key: 'policies' },
      render: (_, { isRoot, policies }) => (isRoot ? say(texts.everything) : policies),
    },
  ]
  if (!mayRemove) return columns
  const remove = async (user: string) => {
    await client.users.remove({ account, user })
    await queries.invalidateQueries({ queryKey: api.users.list.key() })
  }
  const last = {
    ...{ title: <span className="unseen">{say(texts.actions)}</span>, width: 120, key: 'do' },
    render: (_: unknown, { name, isRoot }: User) =>
      // The account itself goes with the account.
      isRoot ? null : (
        <ConfirmButton
          label={say(texts.remove)}
          name={say(texts.removeOf(name))}
          question={say(texts.removeUser)}
          onConfirm={() => remove(name)}
        />
      ),
  }
  return [...columns, last]
}

function UserDialog({ account, onClose }: { readonly account: string; readonly onClose: () => void }) {
  const say = useSay()
  const [form] = Form.useForm<{ name: string }>()
  const queries = useQueryClient()
  const creating = useMutation({
    mutationFn: ({ name }: { readonly name: string }) => client.users.create({ account, name }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api.users.list.key() })
      onClose()
    },
  })
  return (
    <Modal
      open
      title={say(texts.createUser)}
      okText={say(texts.createUser)}
      cancelText={say(texts.cancel)}
      confirmLoading={creating.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} name="user" layout="vertical" requiredMark={false} onFinish={creating.mutate}>
        <Form.Item
          name="name"
          label={say(texts.name)}
          extra={say(texts.userHint)}
          rules={[{ required: true, whitespace: true, message: say(texts.nameNeeded) }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
      </Form>
      <Refusal error={creating.error} />
    </Modal>
  )
}
