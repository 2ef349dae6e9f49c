import { Tag, Typography } from 'antd'
import { Link } from 'react-router'

import { keyPairPath, type Named } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import type { AccessRow } from './access-rows.ts'
import type { Instance } from './instance-columns.tsx'
import { texts } from './instance-texts.ts'
import { texts as listTexts } from './instances-texts.ts'
import { PendingTag } from './pending-tag.tsx'

/** Which key it is. */
export function KeyCell({ row, account }: { readonly row: AccessRow; readonly account: Named }) {
  const say = useSay()
  const { kind, keyPairId, name, fingerprint, comment } = row
  if (kind === 'password') return say(texts.password)
  const { dialect, account: owner } = account
  return (
    <div className="access-key">
      {kind === 'binding' ? (
        <Link to={keyPairPath({ dialect, account: owner, id: keyPairId })}>{name}</Link>
      ) : (
        <span>
          {say(kind === 'leftover' ? texts.leftoverKey : texts.foreignKey)}
          {comment !== '' && ` · ${comment}`}
        </span>
      )}
      <Typography.Text type="secondary" className="mono wraps">
        {fingerprint}
      </Typography.Text>
    </div>
  )
}

export function WantedCell({ row }: { readonly row: AccessRow }) {
  const say = useSay()
  const { kind, since, expiresAt } = row
  if (kind === 'password')
    return <Typography.Text type="secondary">{say(passwordText(row.isWanted))}</Typography.Text>
  if (kind !== 'binding') return <Typography.Text type="secondary">{say(texts.notWanted)}</Typography.Text>
  return (
    <div className="access-key">
      <span>
        {say(since === undefined ? texts.wantedPlain : texts.wantedSince)}{' '}
        {since !== undefined && <LocalTime time={since} />}
      </span>
      {expiresAt !== undefined && (
        <span>
          <Tag color="orange">
            {say(texts.ends)} <LocalTime time={expiresAt} />
          </Tag>
        </span>
      )}
    </div>
  )
}

function passwordText(isAllowed: boolean) {
  return isAllowed ? listTexts.allowed : listTexts.refused
}

export function InForceCell({ row, instance }: { readonly row: AccessRow; readonly instance: Instance }) {
  const say = useSay()
  const { kind, isApplied, pending } = row
  if (pending) return <PendingTag pending={pending} />
  if (kind === 'password')
    return (
      <span>
        {say(passwordText(isApplied === true))}{' '}
        <Typography.Text type="secondary">({say(texts.version(instance.appliedVersion))})</Typography.Text>
      </span>
    )
  if (kind !== 'binding') return <Typography.Text type="secondary">–</Typography.Text>
  return isApplied === true ? (
    <Tag color="green">{say(listTexts.inForce)}</Tag>
  ) : (
    <Tag>{say(texts.notYet)}</Tag>
  )
}

export function FoundCell({ row, isLooking }: { readonly row: AccessRow; readonly isLooking: boolean }) {
  const say = useSay()
  const { kind, isOpen } = row
  if (kind === 'leftover') return <Tag color="red">{say(texts.leftover)}</Tag>
  if (kind === 'foreign')
    return (
      <span>
        <Tag>{say(texts.foreign)}</Tag>{' '}
        <Typography.Text type="secondary">{say(texts.untouched)}</Typography.Text>
      </span>
    )
  if (isOpen === null)
    return <Typography.Text type="secondary">{isLooking ? '…' : say(texts.unknown)}</Typography.Text>
  if (kind === 'password') return say(passwordText(isOpen))
  return isOpen ? <Tag color="green">{say(texts.there)}</Tag> : <Tag color="red">{say(texts.missing)}</Tag>
}
