import { Flex, Progress, theme, Typography } from 'antd'

import type { client } from '../../kit/api.ts'
import { asIs, type Text, useSay } from '../../kit/language.tsx'
import { texts } from './operations-texts.ts'

export type Operation = Awaited<ReturnType<typeof client.operations.show>>

const STEP_WIDTH_PX = 22

/** How far an operation is: a bar for each step, and in words which one it is at. */
export function OperationSteps({ operation }: { readonly operation: Operation }) {
  const say = useSay()
  const { token } = theme.useToken()
  const { steps, outcome, message } = operation
  const done = doneOf(operation)
  const isFailed = outcome === 'failed' || operation.isUndoing
  return (
    <Flex vertical>
      <Flex align="center" gap="small" wrap>
        {steps.length > 0 && (
          <Progress
            size={[STEP_WIDTH_PX, 6]}
            steps={steps.length}
            percent={(100 * done) / steps.length}
            showInfo={false}
            aria-label={say(texts.progress(done, steps.length))}
            strokeColor={isFailed ? token.colorError : token.colorPrimary}
          />
        )}
        <span>{say(whereItIs(operation))}</span>
      </Flex>
      {message !== '' && (
        <Typography.Text type={outcome === 'failed' ? 'danger' : 'secondary'} className="wraps">
          {message}
        </Typography.Text>
      )}
    </Flex>
  )
}

function doneOf({ outcome, step, steps }: Operation): number {
  return outcome === 'succeeded' ? steps.length : Math.max(0, Math.min(step, steps.length))
}

function whereItIs({ outcome, step, steps, isUndoing, attempt }: Operation): Text {
  if (outcome === 'succeeded') return texts.done
  if (outcome === 'failed') return texts.undone
  const now = steps[Math.max(0, Math.min(step, steps.length - 1))]
  if (now === undefined) return texts.open
  const name = stepText(now)
  const at = isUndoing ? { en: texts.undoing(name.en).en, zh: texts.undoing(name.zh).zh } : name
  if (attempt === 0) return at
  const again = texts.attempt(attempt + 1)
  return { en: `${at.en}, ${again.en}`, zh: `${at.zh}，${again.zh}` }
}

const STEPS: Readonly<Record<string, Text>> = texts.steps

function stepText(name: string): Text {
  return STEPS[name] ?? asIs(name)
}
