import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Flex, Modal, Select } from 'antd'
import { useState } from 'react'

import { api, client } from '../../kit/api.ts'
import { useDialects } from '../../kit/dialects.ts'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import type { Holder } from './access-keys.tsx'
import { JsonInput, readObject } from './json-input.tsx'
import { type TemplateName, templateOf } from './policy-templates.ts'
import { texts } from './user-texts.ts'

const TEMPLATES: readonly TemplateName[] = ['read', 'bind', 'all']
const FIRST = 'tencent-cvm'

/** Attaches a policy that is typed; what the server finds wrong or without effect is shown with its place. */
export function PolicyDialog({ holder, onClose }: { readonly holder: Holder; readonly onClose: () => void }) {
  const say = useSay()
  const { choices } = useDialects()
  const [dialect, setDialect] = useState(FIRST)
  const [text, setText] = useState(() => templateOf(FIRST, 'read'))
  const queries = useQueryClient()
  const read = readObject(text)
  const attaching = useMutation({
    mutationFn: (document: Record<string, unknown>) =>
      client.policies.attach({ ...holder, dialect, document }),
    onSuccess: async ({ warnings }) => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: api.policies.key() }),
        queries.invalidateQueries({ queryKey: api.users.key() }),
      ])
      if (warnings.length === 0) onClose()
    },
  })
  const attached = attaching.data
  const change = (next: { readonly dialect?: string; readonly text: string }) => {
    attaching.reset()
    if (next.dialect !== undefined) setDialect(next.dialect)
    setText(next.text)
  }
  return (
    <Modal
      open
      width={720}
      title={say(texts.attach)}
      okText={say(texts.attach)}
      cancelText={say(texts.cancel)}
      confirmLoading={attaching.isPending}
      okButtonProps={{ disabled: !('value' in read) }}
      onOk={() => 'value' in read && attaching.mutate(read.value)}
      onCancel={onClose}
      {...(attached && { footer: <Button onClick={onClose}>{say(texts.close)}</Button> })}
    >
      <Flex vertical gap="middle">
        <Flex gap="middle" align="end" wrap>
          <Flex vertical gap={4}>
            <label htmlFor="policy-cloud">{say(texts.cloud)}</label>
            <Select
              id="policy-cloud"
              style={{ width: 200 }}
              options={choices}
              value={dialect}
              onChange={(value: string) => change({ dialect: value, text: templateOf(value, 'read') })}
            />
          </Flex>
          <Flex gap={4} align="center" wrap>
            <span>{say(texts.template)}</span>
            {TEMPLATES.map((name) => (
              <Button key={name} size="small" onClick={() => change({ text: templateOf(dialect, name) })}>
                {say(texts.templates[name])}
              </Button>
            ))}
          </Flex>
        </Flex>
        <JsonInput
          id="policy-document"
          label={say(texts.document)}
          rows={14}
          value={text}
          onChange={(value) => change({ text: value })}
        />
        {attached && <Warnings warnings={attached.warnings} />}
        <Refusal error={attaching.error} />
      </Flex>
    </Modal>
  )
}

function Warnings({
  warnings,
}: {
  readonly warnings: readonly { readonly path: string; readonly message: string }[]
}) {
  const say = useSay()
  const lines = warnings.map(({ path, message }) => (
    <li key={`${path} ${message}`}>
      <code className="mono">{path}</code>: {message}
    </li>
  ))
  return (
    <Alert
      type="warning"
      showIcon
      title={say(texts.attachedWith)}
      description={<ul className="plain-list">{lines}</ul>}
    />
  )
}
