import { Flex, Tag, Typography } from 'antd'

import type { client } from '../../kit/api.ts'
import { useSay } from '../../kit/language.tsx'
import { texts } from './check-texts.ts'
import './accounts.css'

export type VerdictOf = Awaited<ReturnType<typeof client.policies.check>>
type Policy = Awaited<ReturnType<typeof client.policies.show>>
type Deciding = VerdictOf['statements'][number]

/** Allowed or denied, why, and the statements that decided, quoted from their documents. */
export function Verdict({
  verdict: { decision, why, statements, resource },
  policies,
}: {
  readonly verdict: VerdictOf
  readonly policies: readonly Policy[]
}) {
  const say = useSay()
  return (
    <output aria-label={say(texts[decision])} className="verdict">
      <Flex gap="small" align="center">
        <Tag color={decision === 'allow' ? 'green' : 'red'} style={{ fontSize: 15, padding: '4px 12px' }}>
          {decision === 'allow' ? '✓' : '✕'} {say(texts[decision])}
        </Tag>
      </Flex>
      <span>{say(texts.why[why])}</span>
      {resource !== undefined && statements.length === 0 && (
        <div>
          {say(texts.resource)}: <code className="mono wraps">{resource}</code>
        </div>
      )}
      {statements.map((statement) => (
        <Quote
          key={`${statement.resource} ${statement.policy} ${statement.statement}`}
          deciding={statement}
          policy={policies.find(({ id }) => id === statement.policy)}
        />
      ))}
    </output>
  )
}

function Quote({ deciding, policy }: { readonly deciding: Deciding; readonly policy: Policy | undefined }) {
  const say = useSay()
  const { effect, resource, place, statement } = deciding
  return (
    <Flex vertical gap={4}>
      <span>
        <strong>{say(texts.decidedBy(statement + 1, place))}</strong>{' '}
        {say(effect === 'allow' ? texts.allows : texts.denies)} <code className="mono wraps">{resource}</code>
      </span>
      {policy ? (
        <pre className={`mono quote quote-${effect}`} style={{ margin: 0 }}>
          {JSON.stringify(statementOf(policy.document, statement), null, 2)}
        </pre>
      ) : (
        <Typography.Text type="secondary">{say(texts.gone)}</Typography.Text>
      )}
    </Flex>
  )
}

/** Tencent writes `statement`, the others `Statement`; one alone may stand without a list. Source: spec/policies.md §1. */
function statementOf(document: Readonly<Record<string, unknown>>, index: number): unknown {
  const [, list] = Object.entries(document).find(([name]) => name.toLowerCase() === 'statement') ?? []
  return Array.isArray(list) ? (list as readonly unknown[])[index] : list
}
