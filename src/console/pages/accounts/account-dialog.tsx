import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'

import { api, client } from '../../kit/api.ts'
import { useDialects } from '../../kit/dialects.ts'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './accounts-texts.ts'

export type Account = Awaited<ReturnType<typeof client.accounts.show>>

interface Fields {
  readonly id?: string
  readonly name: string
  readonly requireMfa?: string[]
}

/** Takes an account in or, with `account`, changes one. */
export function AccountDialog({
  account,
  onClose,
}: {
  readonly account?: Account | undefined
  readonly onClose: () => void
}) {
  const say = useSay()
  const [form] = Form.useForm<Fields>()
  const { mfaActions } = useDialects()
  const queries = useQueryClient()
  const saving = useMutation({
    mutationFn: ({ id, name, requireMfa = [] }: Fields) =>
      account
        ? client.accounts.update({ account: account.id, name, requireMfa })
        : client.accounts.create({ name, requireMfa, ...(id !== undefined && id !== '' && { id }) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api.accounts.key() })
      onClose()
    },
  })
  return (
    <Modal
      open
      title={say(account ? texts.editOf(account.name) : texts.createAccount)}
      okText={say(account ? texts.save : texts.createAccount)}
      cancelText={say(texts.cancel)}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        name="account"
        layout="vertical"
        requiredMark={false}
        onFinish={saving.mutate}
        initialValues={account ?? {}}
      >
        <Form.Item
          name="name"
          label={say(texts.name)}
          rules={[{ required: true, whitespace: true, message: say(texts.nameNeeded) }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        {!account && (
          <Form.Item name="id" label={say(texts.idNew)} extra={say(texts.idMade)}>
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="requireMfa" label={say(texts.requireMfa)} extra={say(texts.requireMfaHint)}>
          <Select mode="multiple" options={mfaActions} />
        </Form.Item>
      </Form>
      <Refusal error={saving.error} />
    </Modal>
  )
}
