import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button, Flex, Table, type TableColumnsType, Typography } from 'antd'
import type { TableRowSelection } from 'antd/es/table/interface'
import { type ReactNode, type UIEvent, useEffect, useMemo, useRef, useState } from 'react'

import { type Text, useSay } from './language.tsx'
import { Refusal } from './refusal.tsx'

const texts = {
  shown: (count: number, isAll: boolean): Text => ({
    en: isAll ? `${count} in all` : `${count} so far`,
    zh: isAll ? `共 ${count} 项` : `已显示 ${count} 项`,
  }),
  more: { en: 'Show more', zh: '显示更多' },
}

/** The next page is asked for so far before the end of the list is seen. */
const NEAR_PX = 800
const ROOM_BELOW_PX = 76
const LEAST_HEIGHT_PX = 240

interface PageOf<T> {
  readonly items: readonly T[]
  readonly next?: string | undefined
}

/**
 * A list of any length: pages come from the server as one scrolls, and only the rows in sight are in the document.
 * The query is `useInfiniteQuery(api.x.list.infiniteOptions({ …, ...byCursor }))`.
 */
export function PageTable<T extends object>({
  label,
  query,
  columns,
  rowKey,
  empty,
  rowSelection,
  width = 900,
}: {
  /** Of the table, for who does not see it. */
  readonly label: string
  readonly query: UseInfiniteQueryResult<InfiniteData<PageOf<T>>>
  readonly columns: TableColumnsType<T>
  readonly rowKey: (item: T) => string
  readonly empty: ReactNode
  readonly rowSelection?: TableRowSelection<T>
  /** Sum of the widths of the columns, px; every column of a virtual table needs one. */
  readonly width?: number
}) {
  const say = useSay()
  const { data, error, isPending, isFetching, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const items = useMemo(() => data?.pages.flatMap((page) => [...page.items]) ?? [], [data])
  const [place, height] = useRoomBelow()
  const goOn = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }
  // A page may be short, or empty with more behind it.
  useEffect(() => {
    if (items.length * 40 < height && hasNextPage && !isFetching && !error) void fetchNextPage()
  }, [items.length, height, hasNextPage, isFetching, fetchNextPage, error])
  const onScroll = ({
    currentTarget: { scrollTop, scrollHeight, clientHeight },
  }: UIEvent<HTMLDivElement>) => {
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) goOn()
  }
  if (error && !data) return <Refusal error={error} />
  if (!isPending && items.length === 0 && !hasNextPage) return empty
  return (
    <div ref={place}>
      <Refusal error={error} />
      <Table<T>
        virtual
        size="small"
        aria-label={label}
        columns={columns}
        dataSource={items}
        rowKey={rowKey}
        pagination={false}
        loading={{ spinning: isPending, delay: 300 }}
        scroll={{ x: width, y: height }}
        onScroll={onScroll}
        {...(rowSelection && { rowSelection })}
      />
      <Flex align="center" gap="small" style={{ marginTop: 8 }}>
        <Typography.Text type="secondary">{say(texts.shown(items.length, !hasNextPage))}</Typography.Text>
        {hasNextPage && (
          <Button size="small" loading={isFetchingNextPage} onClick={goOn}>
            {say(texts.more)}
          </Button>
        )}
      </Flex>
    </div>
  )
}

/** The height that is left for a list between its place and the end of the window, px. */
function useRoomBelow() {
  const place = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(LEAST_HEIGHT_PX)
  useEffect(() => {
    const measure = () => {
      const top = place.current?.getBoundingClientRect().top ?? 0
      // The head of the table is above its rows.
      const room = window.innerHeight - Math.max(top, 0) - ROOM_BELOW_PX - 40
      setHeight(Math.max(LEAST_HEIGHT_PX, Math.round(room)))
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])
  return [place, height] as const
}
