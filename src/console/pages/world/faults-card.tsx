import { useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Statistic, Typography } from 'antd'
import { useState } from 'react'

import { api, client } from '../../kit/api.ts'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { FirstCall } from '../../kit/first-call.tsx'
import { useSay } from '../../kit/language.tsx'
import { FaultDialog } from './fault-dialog.tsx'
import { faultSentence } from './fault-sentence.ts'
import { texts } from './world-texts.ts'

type World = Awaited<ReturnType<typeof client.world.show>>
type Rule = World['faults'][number]

/** What goes wrong on purpose, with how often it did. */
export function FaultsCard({ faults }: { readonly faults: readonly Rule[] }) {
  const say = useSay()
  const [isAdding, setIsAdding] = useState(false)
  const add = (
    <Button size="small" type="primary" onClick={() => setIsAdding(true)}>
      {say(texts.addFault)}
    </Button>
  )
  return (
    <Card title={<h2 className="card-title">{say(texts.faults)}</h2>} extra={add} size="small">
      {faults.length === 0 && (
        <FirstCall
          what={say(texts.noFaults)}
          command="keyplane world fault add --action DescribeInstances --error InternalError --times 1"
        />
      )}
      <Flex component="ul" vertical gap="middle" className="plain-list">
        {faults.map((rule) => (
          <RuleRow key={rule.id} rule={rule} />
        ))}
      </Flex>
      {isAdding && <FaultDialog onClose={() => setIsAdding(false)} />}
    </Card>
  )
}

function RuleRow({ rule }: { readonly rule: Rule }) {
  const say = useSay()
  const queries = useQueryClient()
  const { id, matched, injected } = rule
  const remove = async () => {
    await client.world.faults.remove({ id })
    await queries.invalidateQueries({ queryKey: api.world.key() })
  }
  return (
    <Flex component="li" align="center" gap="large" wrap aria-label={id}>
      <Flex vertical style={{ flex: '1 1 320px' }}>
        <span className="wraps">{say(faultSentence(rule))}</span>
        <Typography.Text type="secondary" className="mono">
          {id}
        </Typography.Text>
      </Flex>
      <Statistic title={say(texts.matched)} value={matched} styles={{ content: { fontSize: 18 } }} />
      <Statistic title={say(texts.injected)} value={injected} styles={{ content: { fontSize: 18 } }} />
      <ConfirmButton
        label={say(texts.remove)}
        name={say(texts.removeOf(id))}
        question={say(texts.removeRule)}
        onConfirm={remove}
      />
    </Flex>
  )
}
