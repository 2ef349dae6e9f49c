import { Button, Card, Checkbox, Collapse, Flex, Form, Typography } from 'antd'
import type { ReactNode } from 'react'

import { useSay } from '../../../kit/language.tsx'
import { PublicHalf } from '../management-key.tsx'
import type { HostDraft } from './enrol-request.ts'
import { NEW_HOP } from './enrol-request.ts'
import { texts } from './enrol-texts.ts'
import { HopFields } from './hop-fields.tsx'
import { InstanceFields } from './instance-fields.tsx'

/** Where the host is, how to get in, and what it becomes. */
export function HostForm({
  draft,
  isBusy,
  refusal,
  onChange,
  onLook,
}: {
  readonly draft: HostDraft
  readonly isBusy: boolean
  /** What went wrong the last time. */
  readonly refusal: ReactNode
  readonly onChange: (draft: HostDraft) => void
  readonly onLook: () => void
}) {
  const say = useSay()
  const [form] = Form.useForm<HostDraft>()
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      // What is being looked at stays as it is.
      disabled={isBusy}
      scrollToFirstError
      initialValues={draft}
      // With what is hidden at the moment, which is there again when it is shown again.
      // Every field of the form is one of the draft.
      onValuesChange={() => onChange(form.getFieldsValue(true) as HostDraft)}
      onFinish={onLook}
    >
      <Flex vertical gap="middle">
        <Card size="small" title={<h2 className="card-title">{say(texts.where)}</h2>}>
          <HopFields at={[]} />
          <ManagementKeyThere />
          <Jumps />
        </Card>
        <Card size="small" title={<h2 className="card-title">{say(texts.becomes)}</h2>}>
          <InstanceFields />
        </Card>
      </Flex>
      <div style={AROUND}>{refusal}</div>
      <Flex gap="middle" align="center" wrap>
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {say(texts.look)}
        </Button>
        <Typography.Text type="secondary">{say(texts.looking)}</Typography.Text>
      </Flex>
    </Form>
  )
}

const AROUND = { marginTop: 16 }

/** Shown to who needs it there, or put there by Keyplane. */
function ManagementKeyThere() {
  const say = useSay()
  const kind = Form.useWatch<string | undefined>(['login', 'kind'])
  if (kind === 'management') {
    const items = [{ key: 'key', label: say(texts.showKey), children: <PublicHalf /> }]
    return <Collapse size="small" items={items} style={BELOW} />
  }
  return (
    <Form.Item name="installKey" valuePropName="checked" extra={say(texts.installHint)}>
      <Checkbox>{say(texts.install)}</Checkbox>
    </Form.Item>
  )
}

const BELOW = { marginBottom: 16 }
const MOST_JUMPS = 8
const PLAIN = { margin: 0, padding: 0, border: 0, minWidth: 0 }

function Jumps() {
  const say = useSay()
  return (
    <Form.List name="jump">
      {(fields, { add, remove }) => (
        <Flex vertical gap="small" align="stretch">
          {fields.map(({ key, name }) => (
            <fieldset key={key} aria-label={say(texts.jump(name + 1))} style={PLAIN}>
              <Card
                size="small"
                title={say(texts.jump(name + 1))}
                extra={
                  <Button
                    size="small"
                    aria-label={say(texts.removeJump(name + 1))}
                    onClick={() => remove(name)}
                  >
                    ✕
                  </Button>
                }
              >
                <HopFields at={[name]} from={['jump']} />
              </Card>
            </fieldset>
          ))}
          {fields.length < MOST_JUMPS && (
            <Flex gap="middle" align="center" wrap>
              <Button onClick={() => add(NEW_HOP)}>{say(texts.addJump)}</Button>
              <Typography.Text type="secondary">{say(texts.jumpsHint)}</Typography.Text>
            </Flex>
          )}
        </Flex>
      )}
    </Form.List>
  )
}
