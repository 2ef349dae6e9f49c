import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Modal, Select, Table, Tag, Typography } from 'antd'
import { useState } from 'react'

import { api, client } from '../../kit/api.ts'
import { asIs, useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { type Host, hopText, nameOfHost } from './host.ts'
import { texts as hostTexts } from './hosts-texts.ts'
import { OUTCOMES, STEPS, texts } from './key-texts.ts'

interface Told {
  readonly host: string
  readonly step: string
  readonly outcome: string
  readonly message: string
}

/** Replaces the management key on every host but those left out, and tells how far it is. */
export function RotateKey({
  hosts,
  onBusy,
}: {
  readonly hosts: readonly Host[]
  readonly onBusy: (isBusy: boolean) => void
}) {
  const say = useSay()
  const queries = useQueryClient()
  const [skip, setSkip] = useState<string[]>([])
  const [told, setTold] = useState<readonly Told[]>([])
  const [isAsking, setIsAsking] = useState(false)
  const rotate = useMutation({
    mutationFn: () => readRotation(skip, (one) => setTold((before) => [...before, one])),
    onMutate: () => {
      setTold([])
      onBusy(true)
    },
    onSettled: () => {
      onBusy(false)
      return queries.invalidateQueries({ queryKey: api.hosts.key.key() })
    },
  })
  const begin = () => {
    setIsAsking(false)
    rotate.mutate()
  }
  return (
    <>
      <Typography.Title level={2} style={HEADING}>
        {say(texts.rotate)}
      </Typography.Title>
      <Typography.Paragraph>{say(texts.rotateWhy)}</Typography.Paragraph>
      <LeftOut hosts={hosts} skip={skip} onChange={setSkip} />
      <Button danger loading={rotate.isPending} onClick={() => setIsAsking(true)}>
        {say(texts.begin)}
      </Button>
      <Progress told={told} isPending={rotate.isPending} isSuccess={rotate.isSuccess} />
      <Refusal error={rotate.error} />
      <Modal
        open={isAsking}
        title={say(questionOf(hosts.length - skip.length))}
        okText={say(texts.begin)}
        okButtonProps={{ danger: true }}
        cancelText={say(hostTexts.cancel)}
        onOk={begin}
        onCancel={() => setIsAsking(false)}
      >
        <p>{say(texts.rotateWhy)}</p>
        {skip.length > 0 && <Alert type="warning" showIcon title={say(texts.skipWhy)} />}
      </Modal>
    </>
  )
}

const HEADING = { fontSize: 16, marginTop: 24 }

async function readRotation(skip: string[], tell: (told: Told) => void): Promise<void> {
  for await (const told of await client.hosts.rotateKey({ skip })) tell(told)
}

function questionOf(count: number) {
  if (count === 0) return texts.questionNone
  return count === 1 ? texts.questionOne : texts.question(count)
}

function LeftOut({
  hosts,
  skip,
  onChange,
}: {
  readonly hosts: readonly Host[]
  readonly skip: string[]
  readonly onChange: (skip: string[]) => void
}) {
  const say = useSay()
  if (hosts.length === 0) return null
  const options = hosts.map((host) => {
    const self = host.way.at(-1)
    return { value: nameOfHost(host), label: `${host.name} · ${self ? hopText(self) : host.id}` }
  })
  return (
    <Form layout="vertical">
      <Form.Item label={say(texts.skip)} extra={say(texts.skipWhy)} htmlFor="skipped-hosts">
        <Select
          id="skipped-hosts"
          mode="multiple"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={options}
          value={skip}
          onChange={onChange}
        />
      </Form.Item>
    </Form>
  )
}

function Progress({
  told,
  isPending,
  isSuccess,
}: {
  readonly told: readonly Told[]
  readonly isPending: boolean
  readonly isSuccess: boolean
}) {
  const say = useSay()
  const { columns } = texts
  if (!isPending && !isSuccess) return null
  const end = told.some(({ outcome }) => outcome === 'failed')
    ? ({ type: 'error', text: texts.failed } as const)
    : told.some(({ outcome }) => outcome === 'skipped')
      ? ({ type: 'warning', text: texts.doneSkipped } as const)
      : ({ type: 'success', text: texts.done } as const)
  return (
    <div aria-live="polite" style={AROUND}>
      {isPending ? (
        <Alert type="info" showIcon title={say(texts.running)} />
      ) : (
        <Alert type={end.type} showIcon title={say(end.text)} />
      )}
      <Table<Told>
        size="small"
        aria-label={say(texts.progress)}
        pagination={false}
        dataSource={told}
        rowKey={({ host, step }) => `${step} ${host}`}
        columns={[
          { title: say(columns.host), render: (_, { host }) => <span className="mono wraps">{host}</span> },
          { title: say(columns.step), render: (_, { step }) => say(STEPS[step] ?? asIs(step)) },
          { title: say(columns.outcome), render: (_, { outcome }) => <OutcomeOfStep outcome={outcome} /> },
          { title: say(columns.message), dataIndex: 'message', className: 'wraps' },
        ]}
      />
    </div>
  )
}

const AROUND = { marginTop: 16, marginBottom: 16 }

function OutcomeOfStep({ outcome }: { readonly outcome: string }) {
  const say = useSay()
  const { sign, colour, text } = OUTCOMES[outcome] ?? { sign: '?', colour: 'default', text: asIs(outcome) }
  return (
    <Tag color={colour}>
      <span aria-hidden="true">{sign} </span>
      {say(text)}
    </Tag>
  )
}
