import { Button, Card, Checkbox, Flex, Tag, Typography } from 'antd'
import { type ReactNode, useState } from 'react'

import { Copyable } from '../../../kit/copyable.tsx'
import { useSay } from '../../../kit/language.tsx'
import type { Enrolled } from './enrol-request.ts'
import { texts } from './enrol-texts.ts'

type HostKey = Enrolled['hostKeys'][number]

/** The host key of each server on the way, as far as it could be gone; the last one may wait for a yes. */
export function HostKeys({
  seen: { hostKeys },
  hops,
  isBusy,
  refusal,
  onBack,
  onConfirm,
}: {
  readonly seen: Enrolled
  /** How many servers are on the way. */
  readonly hops: number
  readonly isBusy: boolean
  readonly refusal: ReactNode
  readonly onBack: () => void
  /** With the fingerprint that was confirmed; undefined where nothing waits for it. */
  readonly onConfirm: (fingerprint: string | undefined) => void
}) {
  const say = useSay()
  const [right, setRight] = useState<string>()
  const asked = hostKeys.find(({ isConfirmed }) => !isConfirmed)
  const isRight = asked === undefined || right === asked.fingerprint
  const behind = hops - hostKeys.length
  return (
    <Flex vertical gap="middle">
      <Typography.Paragraph style={FLUSH}>{say(texts.keysWhy)}</Typography.Paragraph>
      {hostKeys.map((hostKey) => (
        <OneKey key={`${hostKey.address} ${hostKey.fingerprint}`} hostKey={hostKey}>
          <Checkbox
            checked={isRight}
            onChange={({ target }) => setRight(target.checked ? hostKey.fingerprint : undefined)}
          >
            {say(texts.isRight)}
          </Checkbox>
        </OneKey>
      ))}
      {behind > 0 && <Typography.Text type="secondary">{say(texts.more(behind))}</Typography.Text>}
      {refusal}
      <Flex gap="small">
        <Button disabled={isBusy} onClick={onBack}>
          {say(texts.back)}
        </Button>
        <Button
          type="primary"
          disabled={!isRight}
          loading={isBusy}
          onClick={() => onConfirm(asked?.fingerprint)}
        >
          {say(asked ? texts.confirm : texts.next)}
        </Button>
      </Flex>
    </Flex>
  )
}

const FLUSH = { margin: 0 }

function OneKey({
  hostKey: { address, port, hostKey, fingerprint, isConfirmed },
  children,
}: {
  readonly hostKey: HostKey
  /** How it is confirmed. */
  readonly children: ReactNode
}) {
  const say = useSay()
  const [type = ''] = hostKey.split(' ')
  return (
    <Card
      size="small"
      title={<h2 className="card-title">{say(texts.keyOf(`${address}:${port}`))}</h2>}
      extra={isConfirmed && <Tag color="green">✓ {say(texts.confirmed)}</Tag>}
    >
      <Flex vertical gap="small">
        <div>
          <Typography.Text type="secondary">{type}</Typography.Text> <Copyable text={fingerprint} />
        </div>
        {!isConfirmed && (
          <>
            <Typography.Text type="secondary">{say(texts.onMachine)}</Typography.Text>
            <Copyable text={`ssh-keygen -lf /etc/ssh/ssh_host_${fileOf(type)}_key.pub`} isBlock />
            {children}
          </>
        )}
      </Flex>
    </Card>
  )
}

/** How OpenSSH calls the file of a host key of this type. */
function fileOf(type: string): string {
  if (type.startsWith('ecdsa')) return 'ecdsa'
  return type.replace(/^ssh-/, '')
}
