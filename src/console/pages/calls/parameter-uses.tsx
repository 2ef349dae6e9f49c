import { Flex, Tag, Typography } from 'antd'

import { useSay } from '../../kit/language.tsx'
import type { WholeCall } from './call-page.tsx'
import { parameterTexts as texts } from './calls-texts.ts'

const USES = ['read', 'ignored', 'unknown'] as const
const MEANS = {
  read: texts.readMeans,
  ignored: texts.ignoredMeans,
  unknown: texts.unknownMeans,
} as const
const COLOURS = { read: 'green', ignored: 'default', unknown: 'orange' } as const

/** What became of each parameter that was sent. */
export function ParameterUses({ call: { parameters, verification } }: { readonly call: WholeCall }) {
  const say = useSay()
  const used = USES.filter((use) => parameters[use].length > 0)
  if (used.length === 0) {
    const looked = verification.steps.some(
      ({ step, state }) => step === 'parameters' && state !== 'notReached',
    )
    return <Typography.Text type="secondary">{say(looked ? texts.none : texts.notLooked)}</Typography.Text>
  }
  return (
    <Flex vertical gap="small">
      {used.map((use) => (
        <div key={use}>
          <strong>{say(texts[use])}</strong>{' '}
          <Typography.Text type="secondary">{say(MEANS[use])}</Typography.Text>
          <Flex wrap gap={4} style={{ marginTop: 4 }}>
            {parameters[use].map((name) => (
              <Tag key={name} color={COLOURS[use]} className="mono wraps">
                {name}
              </Tag>
            ))}
          </Flex>
        </div>
      ))}
    </Flex>
  )
}
