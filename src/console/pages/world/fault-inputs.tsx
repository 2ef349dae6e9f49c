import { AutoComplete, Col, Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

import { fits, useDialects } from '../../kit/dialects.ts'
import { useSay } from '../../kit/language.tsx'
import type { FaultFields, Step } from './fault-fields.ts'
import { texts } from './fault-texts.ts'
import { texts as shared } from './world-texts.ts'

const STEPS: readonly Step[] = ['login', 'start', 'stop', 'reboot', 'applyAccess', 'reinstall', 'observe']
const WHOLE = { width: '100%' }

function Field({
  name,
  label,
  extra,
  isNeeded = false,
  span = 12,
  children,
}: {
  readonly name: keyof FaultFields
  readonly label: string
  readonly extra?: string
  readonly isNeeded?: boolean
  readonly span?: number
  readonly children: ReactNode
}) {
  const say = useSay()
  const rules = isNeeded ? [{ required: true, message: say(shared.needed) }] : []
  return (
    <Col xs={24} sm={span}>
      <Form.Item name={name} label={label} extra={extra} rules={rules} style={{ marginBottom: 14 }}>
        {children}
      </Form.Item>
    </Col>
  )
}

/** Which calls or machines a rule is about. */
export function MatchFields({ fields: { on, dialect } }: { readonly fields: FaultFields }) {
  const say = useSay()
  const { choices, actions } = useDialects()
  const any = say(texts.any)
  const steps = STEPS.map((value) => ({ value, label: value }))
  return (
    <>
      <Field name="dialect" label={say(shared.cloud)}>
        <Select allowClear placeholder={any} options={choices} />
      </Field>
      <Field name="account" label={say(shared.account)}>
        <Input placeholder={any} autoComplete="off" />
      </Field>
      {on === 'call' ? (
        <Field name="action" label={say(texts.action)} span={24}>
          <AutoComplete placeholder={any} options={actions(dialect)} showSearch={{ filterOption: fits }} />
        </Field>
      ) : (
        <>
          <Field name="instance" label={say(shared.instance)}>
            <Input placeholder={any} autoComplete="off" />
          </Field>
          <Field name="step" label={say(texts.step)}>
            <Select allowClear placeholder={any} options={steps} />
          </Field>
        </>
      )}
    </>
  )
}

/** What becomes of those that are hit. */
export function FateFields({ fields: { on, callKind, machineKind } }: { readonly fields: FaultFields }) {
  const say = useSay()
  const kinds = on === 'call' ? texts.callKinds : texts.machineKinds
  const options = Object.entries(kinds).map(([value, text]) => ({ value, label: say(text) }))
  const isError = on === 'call' && callKind === 'error'
  const isLate = on === 'call' ? callKind === 'delay' : machineKind === 'slow'
  return (
    <>
      <Field name={on === 'call' ? 'callKind' : 'machineKind'} label={say(texts.how)}>
        <Select options={options} />
      </Field>
      {isError && (
        <>
          <Field name="code" label={say(texts.code)} isNeeded>
            <Input autoComplete="off" />
          </Field>
          <Field name="status" label={say(texts.status)} span={8}>
            <InputNumber min={200} max={599} placeholder={say(texts.ofCode)} style={WHOLE} />
          </Field>
          <Field name="message" label={say(texts.message)} span={16}>
            <Input placeholder={say(texts.ofCode)} autoComplete="off" />
          </Field>
        </>
      )}
      {isLate && (
        <Field name="delayMs" label={say(texts.delay)} isNeeded>
          <InputNumber min={0} max={600_000} style={WHOLE} />
        </Field>
      )}
    </>
  )
}

/** Which of the matches are hit. */
export function OccasionFields() {
  const say = useSay()
  return (
    <>
      <Field name="nth" label={say(texts.nth)} extra={say(texts.nthHint)} span={8}>
        <InputNumber min={1} style={WHOLE} />
      </Field>
      <Field name="percent" label={say(texts.percent)} span={8}>
        <InputNumber min={0.01} max={100} style={WHOLE} />
      </Field>
      <Field name="times" label={say(texts.times)} span={8}>
        <InputNumber min={1} style={WHOLE} />
      </Field>
    </>
  )
}
