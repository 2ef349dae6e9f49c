import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Collapse, Flex, Typography } from 'antd'
import { useState } from 'react'

import { api, client, routes } from '../../kit/api.ts'
import { CloudName } from '../../kit/cloud-words.tsx'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { Copyable } from '../../kit/copyable.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { May } from '../../kit/session.tsx'
import { commandEnd, type Holder } from './access-keys.tsx'
import { PolicyDialog } from './policy-dialog.tsx'
import { texts } from './user-texts.ts'

type Policy = Awaited<ReturnType<typeof client.policies.show>>

/** What a user may do: the documents, to be opened, attached and detached. */
export function Policies({ holder }: { readonly holder: Holder }) {
  const say = useSay()
  const [isAttaching, setIsAttaching] = useState(false)
  const { data, error } = useQuery(api.policies.list.queryOptions({ input: holder }))
  const attach = (
    <May call={routes.policies.attach}>
      <Button size="small" onClick={() => setIsAttaching(true)}>
        {say(texts.attach)}
      </Button>
    </May>
  )
  return (
    <Card title={<h2 className="card-title">{say(texts.policies)}</h2>} extra={attach} size="small">
      <Refusal error={error} />
      {data?.items.length === 0 && (
        <FirstCall
          what={say(texts.policiesEmpty)}
          command={`keyplane policy attach read.json --dialect tencent-cvm ${commandEnd(holder)}`}
        />
      )}
      {data && data.items.length > 0 && (
        <Collapse
          size="small"
          // Of the head only the name opens: beside it is a button.
          collapsible="header"
          items={data.items.map((policy) => ({
            key: policy.id,
            label: <PolicyTitle policy={policy} />,
            extra: (
              <May call={routes.policies.detach}>
                <Detach policy={policy} holder={holder} />
              </May>
            ),
            children: <Copyable text={JSON.stringify(policy.document, null, 2)} isBlock />,
          }))}
        />
      )}
      {isAttaching && <PolicyDialog holder={holder} onClose={() => setIsAttaching(false)} />}
    </Card>
  )
}

function PolicyTitle({ policy: { dialect, place, id } }: { readonly policy: Policy }) {
  return (
    <Flex gap="small" align="baseline" wrap>
      <CloudName dialect={dialect} />
      <Typography.Text type="secondary" className="mono">
        {place} · {id}
      </Typography.Text>
    </Flex>
  )
}

function Detach({ policy, holder }: { readonly policy: Policy; readonly holder: Holder }) {
  const say = useSay()
  const queries = useQueryClient()
  const detach = async () => {
    await client.policies.detach({ ...holder, policy: policy.id })
    await Promise.all([
      queries.invalidateQueries({ queryKey: api.policies.key() }),
      queries.invalidateQueries({ queryKey: api.users.key() }),
    ])
  }
  return (
    <ConfirmButton
      label={say(texts.detach)}
      name={say(texts.detachOf(policy.place))}
      question={say(texts.detachPolicy)}
      onConfirm={detach}
    />
  )
}
