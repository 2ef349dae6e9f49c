import { Flex, Modal, Radio, Typography } from 'antd'
import { useState } from 'react'

import { type Text, useSay } from '../../kit/language.tsx'
import { type CheckedHost, type DriftMode, type Host, isUnsettled, nameOfHost, shortKey } from './host.ts'
import { foreignStay, MODES, texts as hostTexts } from './hosts-texts.ts'
import { texts } from './settle-texts.ts'
import type { HostChecks } from './use-host-checks.ts'

const CHOICES = ['enforce', 'adopt', 'each'] as const
type Choice = (typeof CHOICES)[number]

/** Says what each mode would do to what was found, and does it when told to. */
export function SettleDialog({
  checks: { run, check },
  hosts,
  onClose,
}: {
  readonly checks: HostChecks
  readonly hosts: readonly Host[]
  readonly onClose: () => void
}) {
  const say = useSay()
  const [choice, setChoice] = useState<Choice>('adopt')
  const found = new Map((run?.done ?? []).filter(isUnsettled).map((each) => [nameOfHost(each), each]))
  const drifted = hosts.filter((host) => found.has(nameOfHost(host)))
  const settle = () => {
    check(drifted, choice === 'each' ? undefined : choice)
    onClose()
  }
  return (
    <Modal
      open
      width={680}
      title={say(texts.title)}
      okText={say(texts.actions[choice])}
      okButtonProps={{ danger: choice !== 'adopt', disabled: drifted.length === 0 }}
      cancelText={say(hostTexts.cancel)}
      onOk={settle}
      onCancel={onClose}
    >
      <Choices choice={choice} onChange={setChoice} />
      <Typography.Title level={2} style={HEADING}>
        {say(drifted.length === 1 ? texts.whatOne : texts.what(drifted.length))}
      </Typography.Title>
      <section style={SCROLLED} tabIndex={0} aria-label={say(texts.what(drifted.length))}>
        {drifted.map((host) => (
          <Changes
            key={nameOfHost(host)}
            host={host}
            checked={found.get(nameOfHost(host))}
            mode={choice === 'each' ? host.drift : choice}
          />
        ))}
      </section>
      <Typography.Paragraph type="secondary" style={AFTER}>
        {say(texts.checksAgain)} {say(foreignStay)}
      </Typography.Paragraph>
    </Modal>
  )
}

const HEADING = { fontSize: 16, marginTop: 16 }
const SCROLLED = { maxHeight: 280, overflow: 'auto' } as const
const AFTER = { marginTop: 12, marginBottom: 0 }

function Choices({
  choice,
  onChange,
}: {
  readonly choice: Choice
  readonly onChange: (choice: Choice) => void
}) {
  const say = useSay()
  const said = (one: Choice): readonly [Text, Text] =>
    one === 'each' ? [texts.each, texts.eachDoes] : [MODES[one].name, MODES[one].does]
  return (
    <Radio.Group
      aria-label={say(texts.how)}
      value={choice}
      // The values are those of the choices below.
      onChange={({ target }) => onChange(target.value as Choice)}
    >
      <Flex vertical gap="small">
        {CHOICES.map((one) => (
          <Radio key={one} value={one}>
            <strong>{say(said(one)[0])}</strong>
            <br />
            <Typography.Text type="secondary">{say(said(one)[1])}</Typography.Text>
          </Radio>
        ))}
      </Flex>
    </Radio.Group>
  )
}

/** What a mode does about one host, line by line. */
function Changes({
  host,
  checked,
  mode,
}: {
  readonly host: Host
  readonly checked: CheckedHost | undefined
  readonly mode: DriftMode
}) {
  const say = useSay()
  if (!checked) return null
  const { missing, extra } = checked.keys
  const lines: readonly (readonly [string, Text])[] = [
    ...extra.map((key) => [key, mode === 'enforce' ? texts.goes : texts.notMine] as const),
    ...missing.map((key) => [key, mode === 'enforce' ? texts.comes : texts.unbound] as const),
  ]
  const password = passwordText(checked.password, mode)
  return (
    <div style={BELOW}>
      <strong>{host.name}</strong> <Typography.Text type="secondary">{checked.address}</Typography.Text>
      {mode === 'report' ? (
        <div>{say(texts.stays)}</div>
      ) : (
        <ul className="plain-list">
          {lines.map(([key, text]) => (
            <li key={key}>
              <code className="mono wraps">{shortKey(key)}</code> <strong>{say(text)}</strong>
            </li>
          ))}
          {password && <li>{say(password)}</li>}
        </ul>
      )}
    </div>
  )
}

const BELOW = { marginBottom: 8 }

function passwordText({ isAnswered, shouldBe }: CheckedHost['password'], mode: DriftMode): Text | undefined {
  if (isAnswered === null || shouldBe === null || isAnswered === shouldBe) return undefined
  if (mode === 'enforce') return shouldBe ? texts.passwordOn : texts.passwordOff
  return texts.passwordIs(isAnswered)
}
