import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Flex, Tag, Typography } from 'antd'
import { useState } from 'react'

import { api } from '../../kit/api.ts'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { byCursor } from '../../kit/by-cursor.ts'
import { PageTable } from '../../kit/page-table.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { useSession } from '../../kit/session.tsx'
import { CreateToken } from './create-token.tsx'
import { RemoveToken, type Token } from './remove-token.tsx'
import { SCOPE_TEXTS, texts } from './tokens-texts.ts'

/** Who may call the own API, and until when. */
export function TokensPage() {
  const say = useSay()
  const { id: ownId } = useSession()
  const [isCreating, setIsCreating] = useState(false)
  const [removed, setRemoved] = useState<Token>()
  const query = useInfiniteQuery(
    api.tokens.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...byCursor }),
  )
  const columns = useColumns(ownId, setRemoved)
  return (
    <>
      <PageTitle title={say(texts.title)}>
        <Button type="primary" onClick={() => setIsCreating(true)}>
          {say(texts.create)}
        </Button>
      </PageTitle>
      <Typography.Paragraph type="secondary">{say(texts.intro)}</Typography.Paragraph>
      {ownId === 'admin' && <Alert type="info" showIcon title={say(texts.adminHere)} style={BELOW} />}
      <PageTable<Token>
        label={say(texts.table)}
        query={query}
        columns={columns}
        rowKey={({ id }) => id}
        width={900}
        empty={
          <FirstCall
            what={say(texts.empty)}
            command="keyplane token create dashboard --scope reader --expires 30d"
          />
        }
      />
      {isCreating && <CreateToken onClose={() => setIsCreating(false)} />}
      {removed && (
        <RemoveToken token={removed} isOwn={removed.id === ownId} onClose={() => setRemoved(undefined)} />
      )}
    </>
  )
}

const BELOW = { marginBottom: 16 }

function useColumns(ownId: string, remove: (token: Token) => void) {
  const say = useSay()
  return [
    {
      title: say(texts.name),
      width: 280,
      render: (_: unknown, { id, name }: Token) => (
        <Flex gap="small" align="center" wrap>
          <span className="wraps">{name}</span>
          {id === ownId && <Tag color="green">{say(texts.thisOne)}</Tag>}
        </Flex>
      ),
    },
    {
      title: say(texts.scope),
      width: 150,
      render: (_: unknown, { scope }: Token) => (
        <Tag color={SCOPE_TEXTS[scope].colour} title={say(SCOPE_TEXTS[scope].may)}>
          {say(SCOPE_TEXTS[scope].name)}
        </Tag>
      ),
    },
    {
      title: say(texts.created),
      width: 180,
      render: (_: unknown, { createdAt }: Token) => <LocalTime time={createdAt} />,
    },
    {
      title: say(texts.expires),
      width: 190,
      render: (_: unknown, { expiresAt }: Token) => <End time={expiresAt} />,
    },
    {
      title: say(texts.actions),
      width: 100,
      render: (_: unknown, token: Token) => (
        <Button
          size="small"
          danger
          aria-label={say(texts.removeLabel(token.name))}
          onClick={() => remove(token)}
        >
          {say(texts.remove)}
        </Button>
      ),
    },
  ]
}

function End({ time }: { readonly time: string | undefined }) {
  const say = useSay()
  const [nowMs] = useState(Date.now)
  if (time === undefined) return say(texts.never)
  return (
    <Flex gap="small" align="center">
      <LocalTime time={time} />
      {Date.parse(time) <= nowMs && <Tag>{say(texts.ended)}</Tag>}
    </Flex>
  )
}
