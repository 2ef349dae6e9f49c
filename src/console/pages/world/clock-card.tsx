import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Form, Input, InputNumber, Tag, Typography } from 'antd'

import { api, client } from '../../kit/api.ts'
import { useSay } from '../../kit/language.tsx'
import { localTime } from '../../kit/local-time.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './world-texts.ts'

type Clock = Awaited<ReturnType<typeof client.world.clock.set>>

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const STEPS = [
  { text: texts.minute, byMs: MINUTE_MS },
  { text: texts.hour, byMs: 60 * MINUTE_MS },
  { text: texts.day, byMs: 24 * 60 * MINUTE_MS },
]

/** What the world takes for now; held, set and moved. */
export function ClockCard({ clock: { mode, now } }: { readonly clock: Clock }) {
  const say = useSay()
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: api.world.key() })
  const set = useMutation({
    mutationFn: (wanted: { readonly mode: Clock['mode']; readonly at?: string }) =>
      client.world.clock.set(wanted),
    onSuccess,
  })
  const advance = useMutation({
    mutationFn: (byMs: number) => client.world.clock.advance({ byMs }),
    onSuccess,
  })
  const isHeld = mode === 'held'
  return (
    <Card title={<h2 className="card-title">{say(texts.clock)}</h2>} size="small">
      <Flex vertical gap="middle">
        <Flex align="center" gap="middle" wrap>
          <time dateTime={now} title={now} className="world-now">
            {localTime(now)}
          </time>
          <Tag color={isHeld ? 'orange' : 'green'}>{say(isHeld ? texts.held : texts.real)}</Tag>
          <Button
            size="small"
            loading={set.isPending}
            onClick={() => set.mutate({ mode: isHeld ? 'real' : 'held' })}
          >
            {say(isHeld ? texts.release : texts.holdNow)}
          </Button>
        </Flex>
        <Typography.Text type="secondary">{say(texts.clockHint)}</Typography.Text>
        {isHeld && <Advance isAdvancing={advance.isPending} onAdvance={advance.mutate} />}
        <HoldAt isSetting={set.isPending} onSet={(at) => set.mutate({ mode: 'held', at })} />
        <Refusal error={set.error ?? advance.error} />
      </Flex>
    </Card>
  )
}

function Advance({
  isAdvancing,
  onAdvance,
}: {
  readonly isAdvancing: boolean
  readonly onAdvance: (byMs: number) => void
}) {
  const say = useSay()
  return (
    <Flex gap="small" align="center" wrap>
      <span>{say(texts.advance)}</span>
      {STEPS.map(({ text, byMs }) => (
        <Button key={byMs} size="small" disabled={isAdvancing} onClick={() => onAdvance(byMs)}>
          {say(text)}
        </Button>
      ))}
      <Form
        name="advance"
        layout="inline"
        size="small"
        initialValues={{ seconds: 90 }}
        onFinish={({ seconds }: { readonly seconds: number | null }) => onAdvance((seconds ?? 0) * SECOND_MS)}
      >
        <Flex gap="small" align="center">
          <Form.Item name="seconds" noStyle>
            <InputNumber
              min={0}
              precision={0}
              aria-label={say(texts.seconds)}
              suffix="s"
              style={{ width: 100 }}
            />
          </Form.Item>
          <Button htmlType="submit" loading={isAdvancing}>
            {say(texts.go)}
          </Button>
        </Flex>
      </Form>
    </Flex>
  )
}

function HoldAt({ isSetting, onSet }: { readonly isSetting: boolean; readonly onSet: (at: string) => void }) {
  const say = useSay()
  return (
    <Form
      name="clock"
      layout="vertical"
      size="small"
      requiredMark={false}
      onFinish={({ at }: { readonly at: string }) => onSet(at.trim())}
    >
      <Form.Item label={say(texts.instant)} htmlFor="clock_at" style={{ marginBottom: 0 }}>
        <Flex gap="small">
          <Form.Item name="at" noStyle rules={[{ required: true, message: say(texts.needed) }]}>
            <Input placeholder="2026-12-24T18:00:00Z" autoComplete="off" style={{ maxWidth: 220 }} />
          </Form.Item>
          <Button htmlType="submit" loading={isSetting}>
            {say(texts.set)}
          </Button>
        </Flex>
      </Form.Item>
    </Form>
  )
}
