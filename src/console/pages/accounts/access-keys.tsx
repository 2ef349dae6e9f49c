import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Tag, Typography } from 'antd'
import { useState } from 'react'

import { api, client, routes } from '../../kit/api.ts'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { Refusal } from '../../kit/refusal.tsx'
import { May } from '../../kit/session.tsx'
import { AccessKeyDialog } from './access-key-dialog.tsx'
import { texts as shared } from './accounts-texts.ts'
import { texts } from './user-texts.ts'

/** Whose keys, policies and device a part of the page is about. */
export interface Holder {
  readonly account: string
  readonly user: string
}

/** How commands name the holder. */
export function commandEnd({ account, user }: Holder): string {
  return `--account ${account} --user ${user}`
}

type AccessKey = Awaited<ReturnType<typeof client.accessKeys.show>>

/** What a user signs calls with. */
export function AccessKeys({ holder }: { readonly holder: Holder }) {
  const say = useSay()
  const [isCreating, setIsCreating] = useState(false)
  const keys = useInfiniteQuery(
    api.accessKeys.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...holder, ...(cursor !== undefined && { cursor }) }),
      ...byCursor,
    }),
  )
  const items = keys.data?.pages.flatMap((page) => page.items) ?? []
  const create = (
    <May call={routes.accessKeys.create}>
      <Button size="small" onClick={() => setIsCreating(true)}>
        {say(texts.createKey)}
      </Button>
    </May>
  )
  return (
    <Card title={<h2 className="card-title">{say(texts.keys)}</h2>} extra={create} size="small">
      <Refusal error={keys.error} />
      {keys.data && items.length === 0 && (
        <FirstCall what={say(texts.keysEmpty)} command={`keyplane key create ${commandEnd(holder)}`} />
      )}
      <Flex component="ul" vertical gap={10} className="plain-list">
        {items.map((key) => (
          <KeyRow key={key.id} row={key} holder={holder} />
        ))}
      </Flex>
      {keys.hasNextPage && (
        <Button size="small" loading={keys.isFetchingNextPage} onClick={() => void keys.fetchNextPage()}>
          {say(texts.more)}
        </Button>
      )}
      {isCreating && <AccessKeyDialog holder={holder} onClose={() => setIsCreating(false)} />}
    </Card>
  )
}

function KeyRow({ row, holder }: { readonly row: AccessKey; readonly holder: Holder }) {
  const say = useSay()
  const queries = useQueryClient()
  const { id, isDisabled } = row
  const changed = () => queries.invalidateQueries({ queryKey: api.accessKeys.key() })
  const turn = useMutation({
    mutationFn: () => client.accessKeys.update({ ...holder, id, isDisabled: !isDisabled }),
    onSuccess: changed,
  })
  const remove = async () => {
    await client.accessKeys.remove({ ...holder, id })
    await changed()
  }
  return (
    <li>
      <Flex align="center" gap="small">
        <Typography.Text className="mono wraps" style={{ flex: 1 }}>
          {id}
        </Typography.Text>
        <Tag color={isDisabled ? 'default' : 'green'}>{say(isDisabled ? texts.disabled : texts.enabled)}</Tag>
        <May call={routes.accessKeys.update}>
          <Button
            size="small"
            loading={turn.isPending}
            aria-label={say(isDisabled ? texts.enableOf(id) : texts.disableOf(id))}
            onClick={() => turn.mutate()}
          >
            {say(isDisabled ? texts.enable : texts.disable)}
          </Button>
          <ConfirmButton
            label={say(shared.remove)}
            name={say(shared.removeOf(id))}
            question={say(texts.removeKey)}
            onConfirm={remove}
          />
        </May>
      </Flex>
      <Refusal error={turn.error} />
    </li>
  )
}
