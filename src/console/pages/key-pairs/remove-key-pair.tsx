import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Flex, Modal, Typography } from 'antd'
import { Link } from 'react-router'

import { api } from '../../kit/api.ts'
import { fullName, instancePath } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import type { ShownKeyPair } from './key-pair-page.tsx'
import { removeTitle, texts } from './key-pairs-texts.ts'

/** Asks before a key pair goes; tells who uses it where it may not. */
export function RemoveKeyPair({
  pair,
  onClose,
  onRemoved,
}: {
  readonly pair: ShownKeyPair
  readonly onClose: () => void
  readonly onRemoved: () => void
}) {
  const say = useSay()
  const queries = useQueryClient()
  const { dialect, account, id, name } = pair
  const remove = useMutation(
    api.keyPairs.remove.mutationOptions({
      onSuccess: () => {
        onRemoved()
        // The page of what is gone is not read again.
        void queries.invalidateQueries({ queryKey: api.keyPairs.list.key() })
      },
    }),
  )
  return (
    <Modal
      open
      title={say(removeTitle(name))}
      okText={say(texts.remove)}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      cancelText={say(texts.cancel)}
      onOk={() => remove.mutate({ dialect, account, id })}
      onCancel={onClose}
    >
      <Typography.Paragraph>{say(texts.removeWhat)}</Typography.Paragraph>
      <Refusal error={remove.error} />
      {remove.isError && <Users pair={pair} />}
    </Modal>
  )
}

/** Large enough to be hit. */
const LINE = { lineHeight: '28px' }
const LINK = { display: 'inline-block' }

/** Who uses it now, not when the page was opened. */
function Users({ pair: { dialect, account, id, usedBy } }: { readonly pair: ShownKeyPair }) {
  const say = useSay()
  const { data } = useQuery(api.keyPairs.show.queryOptions({ input: { dialect, account, id }, staleTime: 0 }))
  const users = data?.usedBy ?? usedBy
  if (users.length === 0) return null
  return (
    <>
      <Typography.Paragraph>{say(texts.inUse)}</Typography.Paragraph>
      <Flex component="ul" vertical style={{ maxHeight: 240, margin: 0, overflow: 'auto' }}>
        {users.map((user) => (
          <li key={fullName(user)} style={LINE}>
            <Link to={instancePath(user)} style={LINK}>
              {user.name === '' ? user.id : `${user.name} (${user.id})`}
            </Link>
          </li>
        ))}
      </Flex>
    </>
  )
}
