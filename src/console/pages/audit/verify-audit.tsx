import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Flex, Modal, Spin } from 'antd'

import { client } from '../../kit/api.ts'
import { Copyable } from '../../kit/copyable.tsx'
import { type Text, useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { BROKEN, texts } from './audit-texts.ts'

type Check = Awaited<ReturnType<typeof client.audit.verify>> extends AsyncIterable<infer Item> ? Item : never

/** Checks the chains of all accounts, and says in words what it found. */
export function VerifyAudit() {
  const say = useSay()
  const checking = useMutation({
    mutationFn: async () => {
      const checks: Check[] = []
      for await (const check of await client.audit.verify({})) checks.push(check)
      return checks
    },
  })
  const { data, error, isPending, isIdle } = checking
  return (
    <>
      <Button onClick={() => checking.mutate()}>{say(texts.verify)}</Button>
      <Modal
        open={!isIdle}
        title={say(texts.verifyTitle)}
        onCancel={() => checking.reset()}
        footer={<Button onClick={() => checking.reset()}>{say(texts.close)}</Button>}
        closable={{ 'aria-label': say(texts.close) }}
        width={680}
      >
        {isPending && (
          <Flex gap="small">
            <Spin /> {say(texts.verifying)}
          </Flex>
        )}
        <Refusal error={error} />
        <Flex vertical gap="small" style={{ maxHeight: 420, overflow: 'auto' }}>
          {data?.map((check) => (
            <Checked key={check.account} check={check} />
          ))}
        </Flex>
      </Modal>
    </>
  )
}

function Checked({ check }: { readonly check: Check }) {
  const say = useSay()
  const { account, sealed, unsealed, unprotected, broken, end } = check
  const notes: Text[] = [
    ...(unsealed > 0 ? [texts.waiting(unsealed)] : []),
    ...(unprotected > 0 ? [texts.unprotected(unprotected)] : []),
  ]
  const found = broken ? BROKEN[broken.why]?.(broken.number) : texts.whole(sealed)
  return (
    <Alert
      type={broken ? 'error' : 'success'}
      showIcon
      title={account === '' ? say(texts.nobody) : account}
      description={
        <>
          {[...(found ? [found] : []), ...notes].map(say).join(' ')}
          {end && (
            <div>
              {say(texts.end)} <Copyable text={`${end.number}:${end.hash}`} />
            </div>
          )}
        </>
      }
    />
  )
}
