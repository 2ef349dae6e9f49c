import { type TableColumnsType, Tag, Tooltip, Typography } from 'antd'
import { Link } from 'react-router'

import { CloudName, instancePath, keyPairPath } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import type { AccessLine } from './access-page.tsx'
import { SOURCE_MEANS, SOURCES, texts } from './access-texts.ts'

export function useAccessColumns(): TableColumnsType<AccessLine> {
  const say = useSay()
  return [
    { title: say(texts.instance), width: 180, render: (_, line) => <Instance line={line} /> },
    { title: say(texts.cloud), width: 125, render: (_, { dialect }) => <CloudName dialect={dialect} /> },
    { title: say(texts.user), width: 90, ellipsis: true, dataIndex: 'loginUser' },
    { title: say(texts.key), width: 235, render: (_, line) => <Key line={line} /> },
    { title: say(texts.through), width: 115, render: (_, { source }) => <Source source={source} /> },
    { title: say(texts.open), width: 110, render: (_, { isOpen }) => <Opens isOpen={isOpen} /> },
    { title: say(texts.time), width: 165, render: (_, line) => <Stretch line={line} /> },
  ]
}

function Instance({ line }: { readonly line: AccessLine }) {
  const { dialect, account, instanceId, instanceName } = line
  return (
    <>
      <Link to={instancePath({ dialect, account, id: instanceId })}>{instanceId}</Link>
      <Small text={instanceName === instanceId ? account : `${instanceName} · ${account}`} />
    </>
  )
}

/** The key pair, or of a line that others wrote its comment; the fingerprint is shortened and shown in full when pointed at. */
function Key({ line }: { readonly line: AccessLine }) {
  const say = useSay()
  const { dialect, account, keyPairId, keyPairName, comment, fingerprint } = line
  return (
    <>
      {keyPairId === '' ? (
        <Ellipsis text={comment || '–'} />
      ) : (
        <Link to={keyPairPath({ dialect, account, id: keyPairId })}>{keyPairName}</Link>
      )}
      <Small text={fingerprint || say(texts.noFingerprint)} isCode={fingerprint !== ''} />
    </>
  )
}

function Small({ text, isCode = false }: { readonly text: string; readonly isCode?: boolean }) {
  return (
    <div title={text} style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
      <Typography.Text type="secondary" {...(isCode && { className: 'mono' })} style={{ fontSize: 12 }}>
        {text}
      </Typography.Text>
    </div>
  )
}

function Ellipsis({ text }: { readonly text: string }) {
  return (
    <div title={text} style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
      {text}
    </div>
  )
}

function Source({ source }: { readonly source: AccessLine['source'] }) {
  const say = useSay()
  const { text, colour } = SOURCES[source]
  return (
    <Tooltip title={say(SOURCE_MEANS[source])}>
      <Tag color={colour}>{say(text)}</Tag>
    </Tooltip>
  )
}

function Opens({ isOpen }: { readonly isOpen: boolean | null }) {
  const say = useSay()
  if (isOpen === null) return <Typography.Text type="secondary">{say(texts.notLooked)}</Typography.Text>
  return isOpen ? say(texts.seen) : <Tag color="orange">{say(texts.notThere)}</Tag>
}

/** Since when the key is bound, and when it will be taken away. */
function Stretch({ line: { source, since, expiresAt } }: { readonly line: AccessLine }) {
  const say = useSay()
  if (source !== 'binding') return <Typography.Text type="secondary">{say(texts.notKnown)}</Typography.Text>
  return (
    <>
      {since === undefined ? say(texts.notKnown) : <LocalTime time={since} />}
      <div>
        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
          {expiresAt === undefined ? (
            say(texts.forGood)
          ) : (
            <>
              {say(texts.until)} <LocalTime time={expiresAt} />
            </>
          )}
        </Typography.Text>
      </div>
    </>
  )
}
