import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Modal, Typography } from 'antd'

import { api, type client } from '../../kit/api.ts'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './tokens-texts.ts'

export type Token = Awaited<ReturnType<typeof client.tokens.list>>['items'][number]

/** Asks before a token is made worthless. */
export function RemoveToken({
  token: { id, name },
  isOwn,
  onClose,
}: {
  readonly token: Token
  /** It is what this browser is signed in with. */
  readonly isOwn: boolean
  readonly onClose: () => void
}) {
  const say = useSay()
  const queries = useQueryClient()
  const remove = useMutation(
    api.tokens.remove.mutationOptions({
      onSuccess: async () => {
        onClose()
        await queries.invalidateQueries({ queryKey: api.tokens.key() })
      },
    }),
  )
  return (
    <Modal
      open
      title={say(texts.removeTitle(name))}
      okText={say(texts.remove)}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      cancelText={say(texts.cancel)}
      onOk={() => remove.mutate({ id })}
      onCancel={onClose}
    >
      <Typography.Paragraph>{say(texts.removeWhy)}</Typography.Paragraph>
      {isOwn && <Alert type="warning" showIcon title={say(texts.removeOwn)} />}
      <Refusal error={remove.error} />
    </Modal>
  )
}
