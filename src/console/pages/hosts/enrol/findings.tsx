import { Alert, Button, Flex, Table, Tag } from 'antd'
import type { ReactNode } from 'react'

import { asIs, useSay } from '../../../kit/language.tsx'
import { type Finding, isObstacle } from './enrol-request.ts'
import { SUBJECTS, texts, VERDICTS } from './enrol-texts.ts'

/** What will work on the host and what will not; from here it is looked at again, or taken in. */
export function Findings({
  findings,
  doing,
  refusal,
  onBack,
  onLook,
  onEnrol,
}: {
  readonly findings: readonly Finding[]
  readonly doing: 'looking' | 'enrolling' | undefined
  readonly refusal: ReactNode
  readonly onBack: () => void
  readonly onLook: () => void
  readonly onEnrol: () => void
}) {
  const say = useSay()
  const isBusy = doing !== undefined
  const { type, text } = judge(findings)
  const remedies = { title: say(texts.remedy), dataIndex: 'remedy', className: 'wraps' }
  return (
    <Flex vertical gap="middle">
      <Alert type={type} showIcon title={say(text)} />
      <Table<Finding>
        size="small"
        aria-label={say(texts.findings)}
        pagination={false}
        dataSource={[...findings]}
        rowKey={({ subject, why }) => `${subject} ${why}`}
        columns={[
          {
            title: say(texts.subject),
            width: 140,
            render: (_, { subject }) => say(SUBJECTS[subject] ?? asIs(subject)),
          },
          {
            title: say(texts.verdict),
            width: 110,
            render: (_, { verdict }) => <Verdict verdict={verdict} />,
          },
          { title: say(texts.why), dataIndex: 'why', className: 'wraps' },
          ...(findings.some(({ remedy }) => remedy !== '') ? [remedies] : []),
        ]}
      />
      {refusal}
      <Flex gap="small" wrap>
        <Button disabled={isBusy} onClick={onBack}>
          {say(texts.back)}
        </Button>
        <Button disabled={isBusy && doing !== 'looking'} loading={doing === 'looking'} onClick={onLook}>
          {say(texts.again)}
        </Button>
        <Button
          type="primary"
          disabled={findings.some(isObstacle) || doing === 'looking'}
          loading={doing === 'enrolling'}
          onClick={onEnrol}
        >
          {say(texts.enrol)}
        </Button>
      </Flex>
    </Flex>
  )
}

function judge(findings: readonly Finding[]) {
  if (findings.some(isObstacle)) return { type: 'error', text: texts.obstacles } as const
  if (findings.some(({ verdict }) => verdict === 'fails'))
    return { type: 'warning', text: texts.noPassword } as const
  if (findings.some(({ verdict }) => verdict === 'limited'))
    return { type: 'warning', text: texts.someLimited } as const
  return { type: 'success', text: texts.allWorks } as const
}

function Verdict({ verdict }: { readonly verdict: Finding['verdict'] }) {
  const say = useSay()
  const { sign, colour, text } = VERDICTS[verdict]
  return (
    <Tag color={colour}>
      <span aria-hidden="true">{sign} </span>
      {say(text)}
    </Tag>
  )
}
