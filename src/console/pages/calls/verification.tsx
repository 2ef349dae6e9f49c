import { Flex, Tag, Typography } from 'antd'

import { type Text, useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import type { WholeCall } from './call-page.tsx'
import { proofTexts as texts } from './calls-texts.ts'
import { STEP_TEXTS } from './step-texts.ts'

type Told = WholeCall['verification']

/** How the sender was known, and which checks the call passed. */
export function Verification({ verification }: { readonly verification: Told }) {
  const say = useSay()
  const { scheme, place, accessKeyId, signedHeaders, signedAt, isGenuine, hasToken, steps } = verification
  return (
    <Flex vertical gap="small">
      <div>
        {say(scheme === '' ? texts.unsigned : texts.signed(scheme, place))}
        {'; '}
        <strong>{say(judged(isGenuine))}</strong>
      </div>
      <table className="call-fields">
        <tbody>
          {accessKeyId !== '' && (
            <tr>
              <th scope="row">{say(texts.by)}</th>
              <td>
                {accessKeyId} {hasToken && `(${say(texts.token)})`}
              </td>
            </tr>
          )}
          {signedAt !== undefined && (
            <tr>
              <th scope="row">{say(texts.at)}</th>
              <td>
                <LocalTime time={signedAt} />
              </td>
            </tr>
          )}
          {signedHeaders.length > 0 && (
            <tr>
              <th scope="row">{say(texts.headers)}</th>
              <td>{signedHeaders.join(', ')}</td>
            </tr>
          )}
        </tbody>
      </table>
      <Typography.Text type="secondary">{say(texts.steps)}</Typography.Text>
      <ol className="call-lines" aria-label={say(texts.steps)}>
        {steps.map(({ step, state }) => (
          <li key={step}>
            <Tag color={COLOURS[state]}>{say(texts[state])}</Tag>
            <Typography.Text
              strong={state === 'refused'}
              {...(state === 'notReached' && { type: 'secondary' })}
            >
              {STEP_TEXTS[step] ? say(STEP_TEXTS[step].name) : step}
            </Typography.Text>
          </li>
        ))}
      </ol>
    </Flex>
  )
}

const COLOURS = { passed: 'green', refused: 'red', notReached: 'default' } as const

function judged(isGenuine: boolean | null): Text {
  if (isGenuine === null) return texts.notChecked
  return isGenuine ? texts.genuine : texts.notGenuine
}
