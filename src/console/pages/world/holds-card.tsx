import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Form, Input, Select, Typography } from 'antd'
import { Link } from 'react-router'

import { api, client } from '../../kit/api.ts'
import { CloudName, instancePath } from '../../kit/cloud-words.tsx'
import { useDialects } from '../../kit/dialects.ts'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './world-texts.ts'

type World = Awaited<ReturnType<typeof client.world.show>>
type Held = World['holds'][number]

interface Place {
  readonly dialect: string
  readonly account: string
  readonly instance: string
}

/** Instances whose operations wait until they are released. */
export function HoldsCard({ holds }: { readonly holds: readonly Held[] }) {
  const say = useSay()
  const queries = useQueryClient()
  const { choices } = useDialects()
  const onSuccess = () => queries.invalidateQueries({ queryKey: api.world.key() })
  const hold = useMutation({
    mutationFn: (place: Place) => client.world.holds.hold(trimmed(place)),
    onSuccess,
  })
  const release = useMutation({
    mutationFn: (place: Place) => client.world.holds.release(trimmed(place)),
    onSuccess,
  })
  const [form] = Form.useForm<Place>()
  const needed = [{ required: true, whitespace: true, message: say(texts.needed) }]
  const releaseTyped = async () => release.mutate(await form.validateFields())
  return (
    <Card title={<h2 className="card-title">{say(texts.holds)}</h2>} size="small">
      <Flex vertical gap="middle">
        <Typography.Text type="secondary">{say(texts.holdsHint)}</Typography.Text>
        <Flex component="ul" vertical gap="small" className="plain-list">
          {holds.map((held) => (
            <HeldRow
              key={`${held.dialect}/${held.account}/${held.instance}`}
              held={held}
              onRelease={() => release.mutate(held)}
            />
          ))}
        </Flex>
        <Form
          form={form}
          name="hold"
          layout="vertical"
          size="small"
          requiredMark={false}
          initialValues={{ dialect: 'tencent-cvm' }}
          onFinish={hold.mutate}
        >
          <div className="world-columns">
            <Form.Item name="dialect" label={say(texts.cloud)}>
              <Select options={choices} />
            </Form.Item>
            <Form.Item name="account" label={say(texts.account)} rules={needed}>
              <Input autoComplete="off" />
            </Form.Item>
            <Form.Item name="instance" label={say(texts.instance)} rules={needed}>
              <Input autoComplete="off" />
            </Form.Item>
          </div>
          <Flex gap="small">
            <Button htmlType="submit" loading={hold.isPending}>
              {say(texts.hold)}
            </Button>
            <Button loading={release.isPending} onClick={() => void releaseTyped().catch(shownByTheForm)}>
              {say(texts.letGo)}
            </Button>
          </Flex>
        </Form>
        <Refusal error={hold.error ?? release.error} />
      </Flex>
    </Card>
  )
}

/** What is missing is told below its field. */
function shownByTheForm(): void {}

function trimmed({ dialect, account, instance }: Place): Place {
  return { dialect, account: account.trim(), instance: instance.trim() }
}

function HeldRow({ held, onRelease }: { readonly held: Held; readonly onRelease: () => void }) {
  const say = useSay()
  const { dialect, account, instance, action } = held
  return (
    <Flex component="li" gap="small" align="center" justify="space-between">
      <span>
        <Link className="mono wraps" to={instancePath({ dialect, account, id: instance })}>
          {instance}
        </Link>{' '}
        <Typography.Text type="secondary">
          <CloudName dialect={dialect} /> ·{' '}
          {say(action === undefined ? texts.heldNext : texts.heldIn(action))}
        </Typography.Text>
      </span>
      <Button size="small" aria-label={say(texts.letGoOf(instance))} onClick={onRelease}>
        {say(texts.letGo)}
      </Button>
    </Flex>
  )
}
