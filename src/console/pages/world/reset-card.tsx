import { useQueryClient } from '@tanstack/react-query'
import { Card, Flex, Input, Typography } from 'antd'
import { useState } from 'react'

import { client } from '../../kit/api.ts'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { useSay } from '../../kit/language.tsx'
import { texts } from './world-texts.ts'

/** Back to how it began: all of it, or one account. */
export function ResetCard() {
  const say = useSay()
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const account = typed.trim()
  const reset = async (input: { readonly account?: string }) => {
    await client.world.reset(input)
    // Whatever was read is of another world.
    await queries.invalidateQueries()
  }
  return (
    <Card title={<h2 className="card-title">{say(texts.reset)}</h2>} size="small">
      <Flex vertical gap="middle">
        <Typography.Text type="secondary">{say(texts.resetHint)}</Typography.Text>
        <Flex gap="small" wrap>
          <Input
            aria-label={say(texts.account)}
            placeholder={say(texts.account)}
            size="small"
            autoComplete="off"
            style={{ width: 180 }}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          {account !== '' && (
            <ConfirmButton
              label={say(texts.resetOne)}
              question={say(texts.resetOneQuestion(account))}
              typed={account}
              onConfirm={() => reset({ account })}
            />
          )}
        </Flex>
        <div>
          <ConfirmButton
            label={say(texts.resetAll)}
            question={say(texts.resetAllQuestion)}
            typed="reset"
            onConfirm={() => reset({})}
          />
        </div>
      </Flex>
    </Card>
  )
}
