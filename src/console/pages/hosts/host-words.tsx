import { Flex, Tag, Typography } from 'antd'

import { useSay } from '../../kit/language.tsx'
import { type CheckedHost, type DriftMode, type Host, hopText, shortKey, stateOf } from './host.ts'
import { MODES, STATES, texts } from './hosts-texts.ts'

/** What a check found, or what was done about it. */
export function FoundTag({ checked }: { readonly checked: CheckedHost }) {
  const say = useSay()
  const { sign, colour, text } = STATES[stateOf(checked)]
  return (
    <Tag color={colour}>
      <span aria-hidden="true">{sign} </span>
      {say(text)}
    </Tag>
  )
}

export function ModeName({ mode }: { readonly mode: DriftMode }) {
  const say = useSay()
  return <span title={say(MODES[mode].does)}>{say(MODES[mode].name)}</span>
}

/** How a host is reached: itself first, then what lies before it. */
export function Way({ way }: { readonly way: Host['way'] }) {
  const say = useSay()
  const self = way.at(-1)
  const before = way.slice(0, -1)
  if (!self) return null
  return (
    <Flex vertical>
      <span className="mono wraps">{hopText(self)}</span>
      {before.length > 0 && (
        <Typography.Text type="secondary" className="wraps">
          {say(texts.via(before.map(hopText).join(', ')))}
        </Typography.Text>
      )}
    </Flex>
  )
}

/** Public keys or lines of key files, one below the other. */
export function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <ul className="plain-list">
      {keys.map((key) => (
        <li key={key}>
          <code className="mono wraps" title={key}>
            {shortKey(key)}
          </code>
        </li>
      ))}
    </ul>
  )
}
