import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Flex, Table, type TableColumnsType, Tag, Typography } from 'antd'

import { api, type client } from '../../kit/api.ts'
import { CloudName, StateTag, fullName } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { FORESEEN, forceNeeded, texts } from './bind-texts.ts'
import { type Choices, requestOf } from './choices.ts'

type Foreseen = Awaited<ReturnType<typeof client.bindings.preview>>['items'][number]

/** What binding as it is chosen would do; asked for anew whenever the choice is another. */
export function usePreview(choices: Choices) {
  return useQuery(
    api.bindings.preview.queryOptions({
      input: requestOf(choices),
      enabled: choices.key !== '' && choices.instances.length > 0,
      // The table stays while the next answer is on its way.
      placeholderData: (before) => before,
      staleTime: 0,
      gcTime: 0,
    }),
  )
}

/** Whether what is shown is the answer to the choice that was asked about last. */
export function isTold({
  isSuccess,
  isPlaceholderData,
  isFetching,
}: Pick<ReturnType<typeof usePreview>, 'isSuccess' | 'isPlaceholderData' | 'isFetching'>): boolean {
  return isSuccess && !isPlaceholderData && !isFetching
}

/** What will happen at each instance, by cloud. */
export function BindPreview({
  preview: { data, error, isFetching, isPlaceholderData, refetch },
  choices,
  onForce,
}: {
  readonly preview: ReturnType<typeof usePreview>
  readonly choices: Choices
  readonly onForce: () => void
}) {
  const say = useSay()
  if (choices.key === '' || choices.instances.length === 0)
    return <Typography.Text type="secondary">{say(texts.chooseFirst)}</Typography.Text>
  if (error) {
    return (
      <Flex vertical align="start">
        <Refusal error={error} />
        <Button loading={isFetching} onClick={() => void refetch()}>
          {say(texts.askAgain)}
        </Button>
      </Flex>
    )
  }
  const items = (data?.items ?? []).toSorted((one, other) => (one.dialect < other.dialect ? -1 : 1))
  const needForce = items.filter((item) => item.needsForce).length
  return (
    <Flex vertical gap="small">
      <Flex align="center" justify="space-between" gap="small" wrap>
        <Typography.Title level={2} style={{ fontSize: 16, margin: 0 }}>
          {say(texts.whatHappens)}
        </Typography.Title>
        <Sums items={items} isForced={choices.force} />
      </Flex>
      {needForce > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say(forceNeeded(needForce))}
          action={
            <Button size="small" onClick={onForce}>
              {say(texts.forceIt)}
            </Button>
          }
        />
      )}
      <PreviewTable
        items={items}
        isForced={choices.force}
        isLoading={isFetching && (!data || isPlaceholderData)}
      />
    </Flex>
  )
}

function kindOf({ outcome }: Foreseen, isForced: boolean): string {
  return outcome === 'restart' && isForced ? 'forced' : outcome
}

/** How many of each. */
function Sums({ items, isForced }: { readonly items: readonly Foreseen[]; readonly isForced: boolean }) {
  const say = useSay()
  const counts = new Map<string, number>()
  for (const item of items) {
    const kind = kindOf(item, isForced)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return (
    <Flex component="output" gap={4} wrap>
      {[...counts].map(([kind, count]) => {
        const known = FORESEEN[kind]
        return known && <Tag key={kind} color={known.colour}>{`${count} × ${say(known.short)}`}</Tag>
      })}
    </Flex>
  )
}

function PreviewTable({
  items,
  isForced,
  isLoading,
}: {
  readonly items: Foreseen[]
  readonly isForced: boolean
  readonly isLoading: boolean
}) {
  const say = useSay()
  const columns: TableColumnsType<Foreseen> = [
    {
      title: say(texts.instance),
      key: 'instance',
      width: 240,
      render: (_, item) => <WhichInstance {...item} />,
    },
    {
      title: say(texts.state),
      key: 'state',
      width: 100,
      render: (_, { state }) => <StateTag state={state} />,
    },
    {
      title: say(texts.whatHappens),
      key: 'outcome',
      width: 340,
      render: (_, item) => <InWords item={item} kind={kindOf(item, isForced)} />,
    },
    { title: say(texts.keys), key: 'keys', width: 220, render: (_, item) => <OtherKeys {...item} /> },
  ]
  return (
    <Table<Foreseen>
      size="small"
      aria-label={say(texts.preview)}
      columns={columns}
      dataSource={items}
      rowKey={fullName}
      loading={{ spinning: isLoading, delay: 300 }}
      pagination={items.length > MOST_ROWS ? { pageSize: MOST_ROWS, showSizeChanger: false } : false}
      scroll={{ x: 900 }}
    />
  )
}

/** More are shown page by page. */
export const MOST_ROWS = 20

/** Name, and what names it among all clouds. */
export function WhichInstance({
  dialect,
  id,
  name = '',
}: {
  readonly dialect: string
  readonly id: string
  readonly name?: string
}) {
  return (
    <>
      <div className="wraps">{name === '' ? id : name}</div>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        <CloudName dialect={dialect} /> {name !== '' && <span className="mono wraps">{id}</span>}
      </Typography.Text>
    </>
  )
}

function InWords({ item, kind }: { readonly item: Foreseen; readonly kind: string }) {
  const say = useSay()
  const known = FORESEEN[kind]
  return (
    <>
      {known && <Tag color={known.colour}>{say(known.short)}</Tag>}{' '}
      <span>{item.message === '' ? known && say(known.text) : item.message}</span>
      {item.turnsPasswordOff && (
        <div>
          <Tag color="purple">{say(texts.passwordOff)}</Tag>
        </div>
      )}
    </>
  )
}

function OtherKeys({ replaced, kept }: Pick<Foreseen, 'replaced' | 'kept'>) {
  const say = useSay()
  if (replaced.length + kept.length === 0) return say(texts.none)
  return (
    <Flex gap={4} wrap>
      {replaced.map(({ id, name }) => (
        <Tag key={id} color="red">
          <del>{name === '' ? id : name}</del> {say(texts.goes)}
        </Tag>
      ))}
      {kept.map(({ id, name }) => (
        <Tag key={id}>{`${name === '' ? id : name} ${say(texts.stays)}`}</Tag>
      ))}
    </Flex>
  )
}
