import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Flex, Form, Input, Modal, Radio, Select, Typography } from 'antd'

import { SCOPES, type Scope } from '../../../own-api/contract/scopes.ts'
import { api } from '../../kit/api.ts'
import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { LIVES, SCOPE_TEXTS, texts } from './tokens-texts.ts'

interface Fields {
  readonly name: string
  readonly scope: Scope
  readonly life: string
}

const AT_FIRST: Partial<Fields> = { scope: 'reader', life: '30d' }

/** Asks what a token is for, makes it, and shows it this once. */
export function CreateToken({ onClose }: { readonly onClose: () => void }) {
  const say = useSay()
  const queries = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const create = useMutation(
    api.tokens.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.tokens.key() }),
      // The token is forgotten with this dialog.
      gcTime: 0,
    }),
  )
  if (create.data) return <MadeToken token={create.data.token} onClose={onClose} />
  const send = ({ name, scope, life }: Fields) => {
    const seconds = LIVES.find(({ id }) => id === life)?.seconds
    create.mutate({ name, scope, ...(seconds !== undefined && { expiresInSeconds: seconds }) })
  }
  return (
    <Modal
      open
      title={say(texts.create)}
      okText={say(texts.create)}
      okButtonProps={{ loading: create.isPending }}
      cancelText={say(texts.cancel)}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Refusal error={create.error} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={AT_FIRST} onFinish={send}>
        <TokenFields />
      </Form>
    </Modal>
  )
}

function TokenFields() {
  const say = useSay()
  return (
    <>
      <Form.Item
        name="name"
        label={say(texts.name)}
        extra={say(texts.nameHint)}
        rules={[{ required: true, pattern: /^[\w.@-]{1,64}$/, message: say(texts.nameWrong) }]}
      >
        <Input autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="scope" label={say(texts.scope)}>
        <Radio.Group aria-label={say(texts.scope)}>
          <Flex vertical gap="small">
            {SCOPES.map((scope) => (
              <Radio key={scope} value={scope}>
                <strong>{say(SCOPE_TEXTS[scope].name)}</strong>
                <br />
                <Typography.Text type="secondary">{say(SCOPE_TEXTS[scope].may)}</Typography.Text>
              </Radio>
            ))}
          </Flex>
        </Radio.Group>
      </Form.Item>
      <Form.Item name="life" label={say(texts.end)}>
        <Select options={LIVES.map(({ id, text }) => ({ value: id, label: say(text) }))} />
      </Form.Item>
    </>
  )
}

/** Only here the token can be seen; closing by accident would lose it. */
function MadeToken({ token, onClose }: { readonly token: string; readonly onClose: () => void }) {
  const say = useSay()
  return (
    <Modal
      open
      title={say(texts.madeTitle)}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      okText={say(texts.kept)}
      onOk={onClose}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      <Flex vertical gap="middle">
        <Alert type="warning" showIcon title={say(texts.madeOnce)} />
        <Copyable text={token} isBlock />
        <Typography.Text>{say(texts.howToUse)}</Typography.Text>
        <Copyable
          text={`export KEYPLANE_URL=${location.origin}\nexport KEYPLANE_ADMIN_TOKEN=${token}`}
          isBlock
        />
      </Flex>
    </Modal>
  )
}
