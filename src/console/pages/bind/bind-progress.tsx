import { Alert, Flex, Progress, Table, type TableColumnsType, Tag } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'

import { client } from '../../kit/api.ts'
import { fullName, instancePath, type Named, OutcomeTag } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { useStream } from '../../kit/use-stream.ts'
import { MOST_ROWS, WhichInstance } from './bind-preview.tsx'
import { soFar, STEPS, texts } from './bind-texts.ts'
import type { Binding, Bound } from './use-binding.ts'

/** How far a binding has come, and what became of it at each instance. */
export function BindProgress({
  binding,
  names,
}: {
  readonly binding: Binding
  /** Of the instances, by full name. */
  readonly names: ReadonlyMap<string, string>
}) {
  const say = useSay()
  const { asked, results, isRunning, error, isLineBroken } = binding
  const top = useRef<HTMLDivElement>(null)
  // The button that was pressed is gone: the focus stays in the dialog.
  useEffect(() => top.current?.focus(), [isRunning])
  const outcomes = [...results.values()].map(({ outcome }) => outcome)
  const countOf = (...kinds: readonly string[]) => outcomes.filter((each) => kinds.includes(each)).length
  const all = asked?.instances.length ?? 0
  const failed = countOf('failed', 'refused')
  const counts = { all, done: outcomes.length, failed, pending: countOf('pending') }
  const status = failed > 0 ? 'exception' : isRunning ? 'active' : 'success'
  return (
    <Flex vertical gap="small">
      <div ref={top} tabIndex={-1} style={{ outline: 'none' }}>
        <Progress
          aria-label={say(texts.progress)}
          percent={all === 0 ? 0 : Math.round((outcomes.length / all) * 100)}
          status={status}
        />
        <output>{say(soFar(counts))}</output>
      </div>
      {isRunning && <Alert type="info" showIcon title={say(texts.goesOn)} />}
      {isLineBroken && <Alert type="error" showIcon title={say(texts.lineBroke)} />}
      <Refusal error={error} />
      <ResultTable binding={binding} names={names} />
    </Flex>
  )
}

function ResultTable({
  binding: { asked, results, isRunning },
  names,
}: {
  readonly binding: Binding
  readonly names: ReadonlyMap<string, string>
}) {
  const say = useSay()
  const rows = asked?.instances.length ?? 0
  const [steps, setSteps] = useState<ReadonlyMap<string, string>>(new Map())
  const columns: TableColumnsType<Named> = [
    {
      title: say(texts.instance),
      key: 'instance',
      width: 280,
      render: (_, instance) => (
        <Link to={instancePath(instance)}>
          <WhichInstance {...instance} name={names.get(fullName(instance)) ?? ''} />
        </Link>
      ),
    },
    {
      title: say(texts.outcome),
      key: 'outcome',
      width: 160,
      render: (_, instance) => <Outcome result={results.get(fullName(instance))} isRunning={isRunning} />,
    },
    {
      title: say(texts.result),
      key: 'message',
      render: (_, instance) => {
        const result = results.get(fullName(instance))
        const step = steps.get(fullName(instance))
        if (result) return result.outcome === 'pending' ? null : result.message
        return step && STEPS[step] ? say(STEPS[step]) : null
      },
    },
  ]
  return (
    <>
      {isRunning && (
        <HearSteps
          onStep={(instance, step) => setSteps((before) => new Map(before).set(fullName(instance), step))}
        />
      )}
      <Table<Named>
        size="small"
        aria-label={say(texts.results)}
        columns={columns}
        dataSource={[...(asked?.instances ?? [])]}
        rowKey={fullName}
        pagination={rows > MOST_ROWS ? { pageSize: MOST_ROWS, showSizeChanger: false } : false}
      />
    </>
  )
}

function Outcome({ result, isRunning }: { readonly result: Bound | undefined; readonly isRunning: boolean }) {
  const say = useSay()
  if (result) return <OutcomeTag outcome={result.outcome} />
  return isRunning ? <OutcomeTag outcome="running" /> : <Tag>{say(texts.waiting)}</Tag>
}

/** Hears at which step the operations of instances are, as long as it is shown. */
function HearSteps({ onStep }: { readonly onStep: (instance: Named, step: string) => void }) {
  useStream('steps', (signal) => client.operations.events({}, { signal }), {
    onEvent: ({ dialect, account, instanceId, steps, step }) => {
      const name = steps[step]
      if (name !== undefined) onStep({ dialect, account, id: instanceId }, name)
    },
  })
  return null
}
