import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'

import { api, client } from '../../kit/api.ts'
import { fullName, type Named, OutcomeTag } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts, unbindTitle } from './key-pairs-texts.ts'

/** Takes a key pair away from one instance. */
export function UnbindKeyPair({
  pair,
  instance,
  onClose,
}: {
  readonly pair: Named & { readonly name: string }
  readonly instance: Named & { readonly name: string }
  readonly onClose: () => void
}) {
  const say = useSay()
  const queries = useQueryClient()
  const [force, setForce] = useState(false)
  const unbind = useMutation({
    mutationFn: async () => {
      const stream = await client.bindings.remove({ key: pair.id, instances: [fullName(instance)], force })
      for await (const each of stream) return each
      return undefined
    },
    onSettled: async () => {
      const changed = [api.keyPairs.key(), api.bindings.key(), api.instances.key()]
      await Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })))
    },
  })
  const told = unbind.data
  const isDone = told !== undefined && told.outcome !== 'refused' && told.outcome !== 'failed'
  return (
    <Modal
      open
      title={say(unbindTitle(pair.name, instance.name === '' ? instance.id : instance.name))}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{say(isDone ? texts.close : texts.cancel)}</Button>
          {!isDone && (
            <Button type="primary" danger loading={unbind.isPending} onClick={() => unbind.mutate()}>
              {say(texts.unbind)}
            </Button>
          )}
        </>
      }
    >
      <Typography.Paragraph>{say(texts.unbindWhat)}</Typography.Paragraph>
      <Checkbox checked={force} disabled={isDone} onChange={({ target }) => setForce(target.checked)}>
        {say(texts.force)}
      </Checkbox>
      <Refusal error={unbind.error} />
      <Flex component="output" gap="small" style={{ marginTop: 12 }}>
        {told && (
          <>
            <span>
              <OutcomeTag outcome={told.outcome} />
            </span>
            <span>{told.outcome === 'pending' ? '' : told.message}</span>
          </>
        )}
      </Flex>
    </Modal>
  )
}
