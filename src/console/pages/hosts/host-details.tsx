import { Alert, Button, Descriptions, Drawer, Empty, Flex, Typography } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'

import { routes } from '../../kit/api.ts'
import { cloudText, instancePath, keyPairPath, StateTag } from '../../kit/cloud-words.tsx'
import { asIs, type Text, useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { May } from '../../kit/session.tsx'
import { type CheckedHost, type Host, nameOfHost } from './host.ts'
import { FoundTag, Keys, Way } from './host-words.tsx'
import { MODES, texts } from './hosts-texts.ts'
import type { Checked, HostChecks } from './use-host-checks.ts'

/** One host: how it is reached, and what was found there. */
export function HostDetails({
  host,
  checks: { results, run, check },
  onRemove,
  onClose,
}: {
  readonly host: Host
  readonly checks: HostChecks
  readonly onRemove: () => void
  readonly onClose: () => void
}) {
  const say = useSay()
  const name = nameOfHost(host)
  const isBusy = run?.isOver === false && run.names.has(name) && !results.has(name)
  return (
    <Drawer open size={640} title={host.name} onClose={onClose} aria-label={say(texts.details(host.name))}>
      <Flex gap="small" wrap style={BELOW}>
        <May call={routes.hosts.check}>
          <Button type="primary" loading={isBusy} onClick={() => check([host], 'report')}>
            {say(texts.check)}
          </Button>
        </May>
        <May call={routes.hosts.remove}>
          <Button danger onClick={onRemove}>
            {say(texts.remove)}
          </Button>
        </May>
      </Flex>
      <About host={host} />
      <Typography.Title level={2} style={HEADING}>
        {say(texts.onHost)}
      </Typography.Title>
      <Found checked={results.get(name)} />
    </Drawer>
  )
}

const BELOW = { marginBottom: 16 }
const HEADING = { fontSize: 18, marginTop: 24 }

function About({ host }: { readonly host: Host }) {
  const say = useSay()
  const { dialect, account, id, region, loginUser, state, drift, way } = host
  const { columns, loginKinds } = texts
  const kind = way.at(-1)?.login ?? ''
  const kinds: Readonly<Record<string, Text>> = loginKinds
  const said = (label: Text, children: ReactNode) => ({ key: label.en, label: say(label), children })
  return (
    <Descriptions
      size="small"
      column={1}
      bordered
      items={[
        said(texts.instancePage, <Link to={instancePath(host)}>{id}</Link>),
        said(texts.place, `${say(cloudText(dialect))} · ${region} · ${account}`),
        said(columns.way, <Way way={way} />),
        said(texts.logsIn, say(kinds[kind] ?? asIs(kind))),
        said(columns.login, loginUser),
        said(columns.state, <StateTag state={state} />),
        said(columns.mode, `${say(MODES[drift].name)}: ${say(MODES[drift].does)}`),
        said(texts.boundPairs, <BoundPairs host={host} />),
      ]}
    />
  )
}

function BoundPairs({ host: { dialect, account, keyPairIds } }: { readonly host: Host }) {
  const say = useSay()
  if (keyPairIds.length === 0) return say(texts.none)
  return keyPairIds.map((id) => (
    <div key={id}>
      <Link to={keyPairPath({ dialect, account, id })}>{id}</Link>
    </div>
  ))
}

function Found({ checked }: { readonly checked: Checked | undefined }) {
  const say = useSay()
  if (!checked) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.notLooked)} />
  const { message, state, atMs } = checked
  return (
    <Flex vertical gap="middle">
      <Flex gap="small" align="center">
        <FoundTag checked={checked} />
        <LocalTime time={new Date(atMs).toISOString()} />
      </Flex>
      {message !== '' && <Alert type="error" showIcon title={message} />}
      {state !== 'unreachable' && <Access checked={checked} />}
    </Flex>
  )
}

function Access({ checked: { keys, foreign, password } }: { readonly checked: CheckedHost }) {
  const say = useSay()
  const differences = [
    [texts.missing, keys.missing],
    [texts.extra, keys.extra],
  ] as const
  const lists = [
    ...differences.filter(([, lines]) => lines.length > 0),
    [texts.ours, keys.ours],
    [texts.foreign, foreign],
  ] as const
  const found = password.isAnswered === null ? texts.unknown : answer(password.isAnswered)
  const wanted = password.shouldBe === null ? texts.hostsOwn : answer(password.shouldBe)
  return (
    <Descriptions
      size="small"
      column={1}
      bordered
      layout="vertical"
      items={[
        ...lists.map(([label, lines]) => ({
          key: label.en,
          label: `${say(label)} (${lines.length})`,
          children: lines.length === 0 ? say(texts.none) : <Keys keys={lines} />,
        })),
        {
          key: 'password',
          label: say(texts.password),
          children: `${say(texts.passwordFound)}: ${say(found)} · ${say(texts.passwordWanted)}: ${say(wanted)}`,
        },
      ]}
    />
  )
}

function answer(isAnswered: boolean): Text {
  return isAnswered ? texts.answered : texts.refused
}
