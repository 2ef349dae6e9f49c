import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Form, Input, Typography } from 'antd'

import { api, client } from '../../kit/api.ts'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './world-texts.ts'

type World = Awaited<ReturnType<typeof client.world.show>>
type Snapshot = World['snapshots'][number]

/** States of the world that were kept under a name. */
export function SnapshotsCard({ snapshots }: { readonly snapshots: readonly Snapshot[] }) {
  const say = useSay()
  const queries = useQueryClient()
  const [form] = Form.useForm<{ name: string }>()
  const save = useMutation({
    mutationFn: ({ name }: { readonly name: string }) => client.world.snapshots.save({ name: name.trim() }),
    onSuccess: async () => {
      form.resetFields()
      await queries.invalidateQueries({ queryKey: api.world.key() })
    },
  })
  return (
    <Card title={<h2 className="card-title">{say(texts.snapshots)}</h2>} size="small">
      <Flex vertical gap="middle">
        <Form form={form} name="snapshot" size="small" onFinish={save.mutate}>
          <Flex gap="small">
            <Form.Item name="name" noStyle rules={[{ required: true, whitespace: true }]}>
              <Input
                aria-label={say(texts.snapshotName)}
                placeholder={say(texts.snapshotName)}
                autoComplete="off"
              />
            </Form.Item>
            <Button htmlType="submit" loading={save.isPending}>
              {say(texts.save)}
            </Button>
          </Flex>
        </Form>
        <Refusal error={save.error} />
        <Flex component="ul" vertical gap="small" className="plain-list">
          {snapshots.map((snapshot) => (
            <SnapshotRow key={snapshot.name} snapshot={snapshot} />
          ))}
        </Flex>
      </Flex>
    </Card>
  )
}

function SnapshotRow({ snapshot: { name, takenAt, rows } }: { readonly snapshot: Snapshot }) {
  const say = useSay()
  const queries = useQueryClient()
  const load = async () => {
    await client.world.snapshots.load({ name })
    // Whatever was read is of another world.
    await queries.invalidateQueries()
  }
  const remove = async () => {
    await client.world.snapshots.remove({ name })
    await queries.invalidateQueries({ queryKey: api.world.key() })
  }
  return (
    <Flex component="li" gap="small" align="center" justify="space-between" wrap>
      <Flex vertical>
        <strong className="wraps">{name}</strong>
        <Typography.Text type="secondary">
          <LocalTime time={takenAt} /> · {say(texts.rows(rows))}
        </Typography.Text>
      </Flex>
      <Flex gap="small">
        <ConfirmButton
          isPlain
          label={say(texts.load)}
          name={say(texts.loadOf(name))}
          question={say(texts.loadQuestion)}
          onConfirm={load}
        />
        <ConfirmButton
          label={say(texts.remove)}
          name={say(texts.removeOf(name))}
          question={say(texts.removeSnapshot)}
          onConfirm={remove}
        />
      </Flex>
    </Flex>
  )
}
