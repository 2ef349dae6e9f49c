import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Flex, Form, Input, Modal, Radio, Typography } from 'antd'

import { api, client } from '../../kit/api.ts'
import { Copyable } from '../../kit/copyable.tsx'
import { type Text, useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import type { Holder } from './access-keys.tsx'
import { texts } from './user-texts.ts'
import './accounts.css'

type IdForm = NonNullable<Parameters<typeof client.accessKeys.create>[0]['form']>
type NewKey = Awaited<ReturnType<typeof client.accessKeys.create>>

/** How ids of new keys may look, with how each begins. */
const FORMS: Readonly<Record<IdForm, Text>> = {
  keyplane: { en: 'Keyplane, KPAK…', zh: 'Keyplane，KPAK…' },
  tencent: { en: 'Tencent, AKID…', zh: '腾讯云，AKID…' },
  alibaba: { en: 'Alibaba, LTAI…', zh: '阿里云，LTAI…' },
  volcengine: { en: 'Volcengine, AKLT…', zh: '火山引擎，AKLT…' },
}

interface Fields {
  readonly form: IdForm
  readonly id?: string
}

/** Makes an access key; its secret is on the screen until the dialog is closed, and never again. */
export function AccessKeyDialog({
  holder,
  onClose,
}: {
  readonly holder: Holder
  readonly onClose: () => void
}) {
  const say = useSay()
  const [form] = Form.useForm<Fields>()
  const queries = useQueryClient()
  const creating = useMutation({
    mutationFn: ({ form: idForm, id }: Fields) =>
      client.accessKeys.create({ ...holder, form: idForm, ...(id !== undefined && id !== '' && { id }) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: api.accessKeys.key() }),
    // The secret is forgotten with this dialog.
    gcTime: 0,
  })
  const made = creating.data
  const forms = Object.entries(FORMS).map(([value, text]) => ({ value, label: say(text) }))
  const footer = made && (
    <Button type="primary" onClick={onClose}>
      {say(texts.kept)}
    </Button>
  )
  return (
    <Modal
      open
      title={say(texts.createKey)}
      okText={say(texts.createKey)}
      cancelText={say(texts.cancel)}
      confirmLoading={creating.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      // What is shown once is not lost by accident.
      closable={made === undefined}
      keyboard={made === undefined}
      mask={{ closable: made === undefined }}
      {...(footer && { footer })}
    >
      {made ? (
        <Made made={made} />
      ) : (
        <Form
          form={form}
          name="access-key"
          layout="vertical"
          requiredMark={false}
          initialValues={{ form: 'keyplane' }}
          onFinish={creating.mutate}
        >
          <Form.Item name="form" label={say(texts.form)}>
            <Radio.Group options={forms} className="in-columns" />
          </Form.Item>
          <Form.Item name="id" label={say(texts.ownId)} extra={say(texts.ownIdHint)}>
            <Input autoComplete="off" />
          </Form.Item>
        </Form>
      )}
      <Refusal error={creating.error} />
    </Modal>
  )
}

function Made({ made: { id, secret } }: { readonly made: NewKey }) {
  const say = useSay()
  return (
    <Flex vertical gap="small">
      <Alert type="warning" showIcon title={say(texts.secretOnce)} />
      <Typography.Text type="secondary">{say(texts.accessKeyId)}</Typography.Text>
      <Copyable text={id} isBlock />
      <Typography.Text type="secondary">{say(texts.secret)}</Typography.Text>
      <Copyable text={secret} isBlock />
    </Flex>
  )
}
