import { useQuery } from '@tanstack/react-query'
import { Drawer, Typography } from 'antd'
import { useState } from 'react'

import { api, routes } from '../../kit/api.ts'
import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { May } from '../../kit/session.tsx'
import type { Host } from './host.ts'
import { texts } from './key-texts.ts'
import { RotateKey } from './rotate-key.tsx'

/** The key that Keyplane logs in to hosts with: to be put there, or replaced everywhere. */
export function ManagementKey({
  hosts,
  onClose,
}: {
  readonly hosts: readonly Host[]
  readonly onClose: () => void
}) {
  const say = useSay()
  const [isBusy, setIsBusy] = useState(false)
  return (
    <Drawer
      open
      size={640}
      title={say(texts.title)}
      // Who closes it ends the rotation in the middle.
      closable={!isBusy}
      keyboard={!isBusy}
      mask={{ closable: !isBusy }}
      onClose={onClose}
    >
      <Typography.Paragraph>{say(texts.what)}</Typography.Paragraph>
      <PublicHalf />
      <May call={routes.hosts.rotateKey}>
        <RotateKey hosts={hosts} onBusy={setIsBusy} />
      </May>
    </Drawer>
  )
}

/** The public half of the management key, and the command that puts it on a host. */
export function PublicHalf() {
  const say = useSay()
  const { data, error } = useQuery(api.hosts.key.queryOptions({ input: {} }))
  if (!data) return <Refusal error={error} />
  const line = `${data.publicKey} keyplane-management`
  return (
    <>
      <Typography.Title level={2} style={HEADING}>
        {say(texts.publicHalf)}
      </Typography.Title>
      <Copyable text={line} isBlock />
      <Typography.Title level={2} style={HEADING}>
        {say(texts.putIt)}
      </Typography.Title>
      <Typography.Paragraph type="secondary">{say(texts.putItWhy)}</Typography.Paragraph>
      <Copyable text={commandFor(line)} isBlock />
    </>
  )
}

const HEADING = { fontSize: 16, marginTop: 16 }

/** The file may lack its last line end, so the line begins with one. */
function commandFor(line: string): string {
  const script = `umask 077; mkdir -p ~/.ssh; printf "\\n%s\\n" "${line}" >> ~/.ssh/authorized_keys`
  return `ssh root@HOST '${script}'`
}
