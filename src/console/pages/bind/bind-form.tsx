import { Checkbox, Flex, Form, InputNumber, Radio, Select, Typography } from 'antd'
import { useState } from 'react'

import { useSay } from '../../kit/language.tsx'
import { texts } from './bind-texts.ts'
import { type Choices, DURATIONS_S } from './choices.ts'
import { PickInstances } from './pick-instances.tsx'
import { PickKeyPair } from './pick-key-pair.tsx'

/** What is bound where and how. */
export function BindForm({
  choices,
  canPickInstances,
  onChange,
}: {
  readonly choices: Choices
  /** Nobody chose instances before the dialog was opened. */
  readonly canPickInstances: boolean
  readonly onChange: (changes: Partial<Choices>) => void
}) {
  const say = useSay()
  return (
    <Form layout="vertical" requiredMark={false} component="div">
      {canPickInstances && (
        <Form.Item label={say(texts.instances)} htmlFor="bind-instances">
          <PickInstances
            id="bind-instances"
            value={choices.instances}
            onChange={(instances) => onChange({ instances })}
          />
        </Form.Item>
      )}
      <Form.Item label={say(texts.keyPair)} htmlFor="bind-key-pair" extra={say(texts.eachLooks)}>
        <PickKeyPair
          id="bind-key-pair"
          value={choices.key}
          instances={choices.instances}
          onChange={(key) => onChange({ key })}
        />
      </Form.Item>
      <Flex gap="large" wrap>
        <Keep choices={choices} onChange={onChange} />
        <HowLong forSeconds={choices.forSeconds} onChange={(forSeconds) => onChange({ forSeconds })} />
      </Flex>
      {choices.forSeconds > 0 ? (
        <Typography.Text type="secondary">{say(texts.forAWhile)}</Typography.Text>
      ) : (
        <Checkbox checked={choices.force} onChange={({ target }) => onChange({ force: target.checked })}>
          {say(texts.force)}
        </Checkbox>
      )}
    </Form>
  )
}

function Keep({
  choices: { keep, forSeconds },
  onChange,
}: {
  readonly choices: Choices
  readonly onChange: (changes: Partial<Choices>) => void
}) {
  const say = useSay()
  const isTemporary = forSeconds > 0
  return (
    <Form.Item label={say(texts.bound)}>
      <Radio.Group
        aria-label={say(texts.bound)}
        optionType="button"
        disabled={isTemporary}
        value={isTemporary ? 'onTop' : keep}
        options={(['asTheCloud', 'onTop', 'replace'] as const).map((value) => ({
          value,
          label: say(texts[value]),
        }))}
        // It has no other values than those above.
        onChange={({ target }) => onChange({ keep: target.value as Choices['keep'] })}
      />
    </Form.Item>
  )
}

const HOUR_S = 3_600
const LONGEST_H = 365 * 24
/** What one probably wants who wants none of the others. */
const OWN_AT_FIRST_S = 2 * HOUR_S
const NAMES = ['noEnd', 'oneHour', 'eightHours', 'oneDay'] as const

function HowLong({
  forSeconds,
  onChange,
}: {
  readonly forSeconds: number
  readonly onChange: (forSeconds: number) => void
}) {
  const say = useSay()
  const [isOwn, setOwn] = useState(false)
  const choose = (value: number) => {
    setOwn(value < 0)
    onChange(value < 0 ? OWN_AT_FIRST_S : value)
  }
  return (
    <Form.Item label={say(texts.howLong)} htmlFor="bind-how-long">
      <Flex gap="small">
        <Select<number>
          id="bind-how-long"
          value={isOwn ? -1 : forSeconds}
          onChange={choose}
          style={{ width: 150 }}
          options={[
            ...NAMES.map((name) => ({ value: DURATIONS_S[name], label: say(texts[name]) })),
            { value: -1, label: say(texts.own) },
          ]}
        />
        {isOwn && (
          <InputNumber
            aria-label={say(texts.hours)}
            min={1}
            max={LONGEST_H}
            precision={0}
            value={forSeconds / HOUR_S}
            suffix={say(texts.hours)}
            onChange={(hours) => onChange((hours ?? 1) * HOUR_S)}
            style={{ width: 130 }}
          />
        )}
      </Flex>
    </Form.Item>
  )
}
