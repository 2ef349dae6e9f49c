import { Checkbox } from 'antd'
import { useState } from 'react'

import { client } from '../../kit/api.ts'
import { fullName, type Named } from '../../kit/cloud-words.tsx'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { useSay } from '../../kit/language.tsx'
import { texts } from './instance-texts.ts'

/** Takes one key pair away from an instance. */
export function UnbindButton({
  instance,
  keyPairId,
  name,
  onDone,
}: {
  readonly instance: Named & { readonly state: string }
  readonly keyPairId: string
  readonly name: string
  readonly onDone: () => void
}) {
  const say = useSay()
  const [isForced, setIsForced] = useState(false)
  const unbind = async () => {
    const request = { key: keyPairId, instances: [fullName(instance)], force: isForced, wait: false }
    for await (const { outcome, message } of await client.bindings.remove(request)) {
      if (outcome === 'refused' || outcome === 'failed') throw new RefusedThere(message)
    }
    onDone()
  }
  return (
    <ConfirmButton
      label={say(texts.unbind)}
      name={say(texts.unbindName(name))}
      onConfirm={unbind}
      question={
        <>
          <span className="question">{say(texts.unbindQuestion)}</span>
          {instance.state === 'running' && (
            <Checkbox checked={isForced} onChange={({ target }) => setIsForced(target.checked)}>
              {say(texts.mayStop)}
            </Checkbox>
          )}
        </>
      }
    />
  )
}

/** The call went through and this instance was refused: shown like any refusal. */
class RefusedThere extends Error {
  readonly status = 409
}
