import { useQuery } from '@tanstack/react-query'
import { Button, Table, type TableColumnsType, Tag, Typography } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'

import { api, client, routes } from '../../kit/api.ts'
import { fullName, instancePath, StateTag } from '../../kit/cloud-words.tsx'
import { type Text, useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { useMay } from '../../kit/session.tsx'
import type { ShownKeyPair } from './key-pair-page.tsx'
import { PENDING, texts } from './key-pairs-texts.ts'
import { UnbindKeyPair } from './unbind-key-pair.tsx'

type User = ShownKeyPair['usedBy'][number]
type Bound = Awaited<ReturnType<typeof client.bindings.list>>['items'][number]

/** A change that is under way is looked at so often. */
const AGAIN_MS = 2_000
/** Of a pair that is bound to a great many, looking on costs the server a tenth of its time or so. */
const PAUSE_PER_WORK = 10
const MOST_ROWS = 20

/** The instances that a key pair is bound to, and where each binding stands. */
export function UsedBy({ pair }: { readonly pair: ShownKeyPair }) {
  const say = useSay()
  const mayUnbind = useMay(routes.bindings.remove)
  const [unbound, setUnbound] = useState<User>()
  const { data, error } = useBindings(pair)
  const bindings = new Map(data?.items.map((one) => [one.instanceId, one]))
  const rows = pair.usedBy
  return (
    <>
      <Typography.Title level={2} style={{ fontSize: 18, marginTop: 24 }}>
        {say(texts.usedBy)}
      </Typography.Title>
      <Refusal error={error} />
      {rows.length === 0 ? (
        <Typography.Text type="secondary">{say(texts.usedByNone)}</Typography.Text>
      ) : (
        <Table<User>
          size="small"
          aria-label={say(texts.usedBy)}
          columns={columnsOf(say, bindings, mayUnbind ? setUnbound : undefined)}
          dataSource={rows}
          rowKey={fullName}
          pagination={rows.length > MOST_ROWS ? { pageSize: MOST_ROWS, showSizeChanger: false } : false}
          scroll={{ x: 820 }}
        />
      )}
      {unbound && <UnbindKeyPair pair={pair} instance={unbound} onClose={() => setUnbound(undefined)} />}
    </>
  )
}

function useBindings(pair: ShownKeyPair) {
  const input = { keyPair: fullName(pair) }
  return useQuery({
    queryKey: api.bindings.list.queryKey({ input }),
    queryFn: async ({ signal }) => {
      const begunAt = performance.now()
      const { items } = await client.bindings.list(input, { signal })
      return { items, tookMs: performance.now() - begunAt }
    },
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? pauseAfter(data) : false),
  })
}

function isUnderWay({ items }: { readonly items: readonly Bound[] }): boolean {
  return items.some(({ pending }) => pending?.reason === 'operationRunning')
}

function pauseAfter({ tookMs }: { readonly tookMs: number }): number {
  return Math.max(AGAIN_MS, PAUSE_PER_WORK * tookMs)
}

function columnsOf(
  say: (text: Text) => string,
  bindings: ReadonlyMap<string, Bound>,
  unbind: ((user: User) => void) | undefined,
): TableColumnsType<User> {
  return [
    {
      title: say(texts.instance),
      key: 'instance',
      width: 240,
      render: (_, user) => (
        <>
          <Link to={instancePath(user)}>{user.name === '' ? user.id : user.name}</Link>
          {user.name !== '' && (
            <div>
              <Typography.Text type="secondary" className="mono wraps">
                {user.id}
              </Typography.Text>
            </div>
          )}
        </>
      ),
    },
    {
      title: say(texts.state),
      key: 'state',
      width: 100,
      render: (_, { state }) => <StateTag state={state} />,
    },
    {
      title: say(texts.binding),
      key: 'binding',
      width: 150,
      render: (_, { id }) => <Stand binding={bindings.get(id)} />,
    },
    {
      title: say(texts.since),
      key: 'since',
      width: 165,
      render: (_, { id }) => <LocalTime time={bindings.get(id)?.boundAt} />,
    },
    {
      title: say(texts.ends),
      key: 'ends',
      width: 165,
      render: (_, { id }) => <LocalTime time={bindings.get(id)?.expiresAt} />,
    },
    ...(unbind
      ? [
          {
            title: say(texts.actions),
            key: 'actions',
            width: 90,
            render: (_: unknown, user: User) => (
              <Button
                size="small"
                aria-label={`${say(texts.unbind)} ${user.name === '' ? user.id : user.name}`}
                onClick={() => unbind(user)}
              >
                {say(texts.unbind)}
              </Button>
            ),
          },
        ]
      : []),
  ]
}

function Stand({ binding }: { readonly binding: Bound | undefined }) {
  const say = useSay()
  if (!binding) return null
  const { pending } = binding
  if (!pending) return <Tag color="green">{say(texts.inForce)}</Tag>
  const why = PENDING[pending.reason]
  return (
    <Tag color={pending.reason === 'operationFailed' ? 'red' : 'orange'} title={pending.message}>
      {why ? say(why) : pending.reason}
    </Tag>
  )
}
