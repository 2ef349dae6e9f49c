import { useQuery } from '@tanstack/react-query'
import { Button, Descriptions, Skeleton, Typography } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'

import { api, type client, routes } from '../../kit/api.ts'
import { CloudName } from '../../kit/cloud-words.tsx'
import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { May } from '../../kit/session.tsx'
import { BindDialog } from '../bind/bind-dialog.tsx'
import { ImportKeyPair } from './import-key-pair.tsx'
import { texts } from './key-pairs-texts.ts'
import { RemoveKeyPair } from './remove-key-pair.tsx'
import { RotateKeyPair } from './rotate-key-pair.tsx'
import { shortType } from './short-type.ts'
import { UsedBy } from './used-by.tsx'

export type ShownKeyPair = Awaited<ReturnType<typeof client.keyPairs.show>>

/** One key pair: what it is, who uses it, and what can be done with it. */
export function KeyPairPage() {
  const say = useSay()
  const { dialect = '', account = '', id = '' } = useParams()
  const { data: pair, error } = useQuery(api.keyPairs.show.queryOptions({ input: { dialect, account, id } }))
  const toList = <Link to="/key-pairs">{say(texts.title)}</Link>
  if (error) {
    return (
      <>
        <PageTitle title={id} above={toList} />
        <Refusal error={error} />
      </>
    )
  }
  if (!pair) return <Skeleton active />
  return (
    <>
      <PageTitle title={<span className="wraps">{pair.name}</span>} above={toList}>
        <Actions pair={pair} />
      </PageTitle>
      <Facts pair={pair} />
      <UsedBy pair={pair} />
    </>
  )
}

function Facts({ pair }: { readonly pair: ShownKeyPair }) {
  const say = useSay()
  const { dialect, account, id, region, type, bits, fingerprint, md5, publicKey, description, createdAt } =
    pair
  return (
    <>
      <Descriptions
        bordered
        size="small"
        column={{ xs: 1, lg: 2 }}
        style={{ marginBottom: 16 }}
        items={[
          { key: 'cloud', label: say(texts.cloud), children: <CloudName dialect={dialect} /> },
          { key: 'id', label: say(texts.id), children: <Copyable text={id} /> },
          { key: 'account', label: say(texts.account), children: account },
          {
            key: 'region',
            label: say(texts.region),
            children: region === '' ? say(texts.allRegions) : region,
          },
          { key: 'type', label: say(texts.type), children: shortType(type, bits) },
          { key: 'created', label: say(texts.created), children: <LocalTime time={createdAt} /> },
          { key: 'sha256', label: 'SHA-256', span: 'filled', children: <Copyable text={fingerprint} /> },
          { key: 'md5', label: 'MD5', span: 'filled', children: <Copyable text={md5} /> },
          ...(description === ''
            ? []
            : [
                {
                  key: 'description',
                  label: say(texts.description),
                  span: 'filled' as const,
                  children: description,
                },
              ]),
        ]}
      />
      <Typography.Title level={2} style={{ fontSize: 18 }}>
        {say(texts.publicKey)}
      </Typography.Title>
      <Copyable text={publicKey} isBlock />
    </>
  )
}

function Actions({ pair }: { readonly pair: ShownKeyPair }) {
  const say = useSay()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'bind' | 'import' | 'rotate' | 'remove'>()
  const close = () => setDialog(undefined)
  const { name, account, publicKey, description } = pair
  return (
    <>
      <May call={routes.keyPairs.remove}>
        <Button danger onClick={() => setDialog('remove')}>
          {say(texts.remove)}
        </Button>
      </May>
      <May call={routes.keyPairs.rotate}>
        <Button onClick={() => setDialog('rotate')}>{say(texts.rotate)}</Button>
      </May>
      <May call={routes.keyPairs.import}>
        <Button onClick={() => setDialog('import')}>{say(texts.importElsewhere)}</Button>
      </May>
      <May call={routes.bindings.add}>
        <Button type="primary" onClick={() => setDialog('bind')}>
          {say(texts.bind)}
        </Button>
      </May>
      <BindDialog open={dialog === 'bind'} onClose={close} instances={[]} keyPair={name} />
      {dialog === 'import' && (
        <ImportKeyPair of={{ name, account, publicKey, description }} onClose={close} />
      )}
      {dialog === 'rotate' && <RotateKeyPair pair={pair} onClose={close} />}
      {dialog === 'remove' && (
        <RemoveKeyPair
          pair={pair}
          onClose={close}
          onRemoved={() => void navigate('/key-pairs', { replace: true })}
        />
      )}
    </>
  )
}
