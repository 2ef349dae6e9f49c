import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, type TableColumnsType, Typography } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'

import { api, type client, routes } from '../../kit/api.ts'
import { CloudName, fullName, keyPairPath } from '../../kit/cloud-words.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { type Text, useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { May } from '../../kit/session.tsx'
import { useUrlFilters } from '../../kit/use-url-filters.ts'
import { CreateKeyPair } from './create-key-pair.tsx'
import { ImportKeyPair } from './import-key-pair.tsx'
import { FILTERS, KeyPairFilters } from './key-pair-filters.tsx'
import { texts } from './key-pairs-texts.ts'
import { shortType } from './short-type.ts'

type KeyPair = Awaited<ReturnType<typeof client.keyPairs.list>>['items'][number]

/** The key pairs of all clouds. */
export function KeyPairsPage() {
  const say = useSay()
  const [filters, setFilters] = useUrlFilters(FILTERS)
  const [dialog, setDialog] = useState<'create' | 'import'>()
  const query = useInfiniteQuery(
    api.keyPairs.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, ...filters }),
      ...byCursor,
    }),
  )
  const isFiltered = Object.keys(filters).length > 0
  const clear = () => setFilters(Object.fromEntries(FILTERS.map((name) => [name, undefined])))
  return (
    <>
      <PageTitle title={say(texts.title)}>
        <May call={routes.keyPairs.create}>
          <Button onClick={() => setDialog('import')}>{say(texts.import)}</Button>
          <Button type="primary" onClick={() => setDialog('create')}>
            {say(texts.create)}
          </Button>
        </May>
      </PageTitle>
      <Typography.Paragraph type="secondary">{say(texts.intro)}</Typography.Paragraph>
      <KeyPairFilters filters={filters} onChange={setFilters} />
      <PageTable<KeyPair>
        label={say(texts.table)}
        query={query}
        columns={columnsOf(say)}
        rowKey={fullName}
        width={1020}
        empty={
          isFiltered ? (
            <FirstCall what={say(texts.noneMatches)}>
              <Button onClick={clear}>{say(texts.clearFilters)}</Button>
            </FirstCall>
          ) : (
            <FirstCall
              what={say(texts.empty)}
              command="keyplane keypair create deploy --account 1000000001 --dialect tencent-cvm --out deploy.pem"
            />
          )
        }
      />
      {dialog === 'create' && <CreateKeyPair onClose={() => setDialog(undefined)} />}
      {dialog === 'import' && <ImportKeyPair onClose={() => setDialog(undefined)} />}
    </>
  )
}

function columnsOf(say: (text: Text) => string): TableColumnsType<KeyPair> {
  return [
    {
      title: say(texts.name),
      key: 'name',
      width: 200,
      ellipsis: true,
      render: (_, pair) => (
        <Link to={keyPairPath(pair)} title={pair.name}>
          {pair.name}
        </Link>
      ),
    },
    { title: say(texts.cloud), key: 'cloud', width: 145, render: (_, pair) => <CloudName {...pair} /> },
    { title: say(texts.account), dataIndex: 'account', width: 110 },
    {
      title: say(texts.region),
      key: 'region',
      width: 120,
      render: (_, { region }) =>
        region === '' ? <Typography.Text type="secondary">{say(texts.allRegions)}</Typography.Text> : region,
    },
    {
      title: say(texts.type),
      key: 'type',
      width: 95,
      render: (_, { type, bits }) => shortType(type, bits),
    },
    {
      title: say(texts.fingerprint),
      key: 'fingerprint',
      width: 185,
      ellipsis: true,
      render: (_, { fingerprint }) => (
        <span className="mono" title={fingerprint}>
          {fingerprint}
        </span>
      ),
    },
    {
      title: say(texts.created),
      key: 'created',
      width: 165,
      render: (_, pair) => <LocalTime time={pair.createdAt} />,
    },
  ]
}
