import { Checkbox } from 'antd'
import { useState } from 'react'

import { client, routes } from '../../kit/api.ts'
import type { Named } from '../../kit/cloud-words.tsx'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { useSay } from '../../kit/language.tsx'
import { May } from '../../kit/session.tsx'
import { texts } from './instance-texts.ts'

type Verb = 'start' | 'stop' | 'reboot'

/** In other states the server would refuse each. */
const VERBS: Readonly<Record<string, readonly Verb[]>> = { running: ['stop', 'reboot'], stopped: ['start'] }

/** Start, stop and reboot, as far as the state lets them. */
export function PowerButtons({
  instance,
  onBegun,
}: {
  readonly instance: Named & { readonly name: string; readonly state: string }
  readonly onBegun: () => void
}) {
  return (
    <May call={routes.instances.power}>
      {VERBS[instance.state]?.map((verb) => (
        <PowerButton key={verb} instance={instance} verb={verb} onBegun={onBegun} />
      ))}
    </May>
  )
}

function PowerButton({
  instance: { dialect, account, id, name },
  verb,
  onBegun,
}: {
  readonly instance: Named & { readonly name: string }
  readonly verb: Verb
  readonly onBegun: () => void
}) {
  const say = useSay()
  const [isForced, setIsForced] = useState(false)
  const begin = async () => {
    await client.instances.power({ dialect, account, id, verb, force: isForced })
    onBegun()
  }
  return (
    <ConfirmButton
      label={say(texts.power[verb])}
      name={say(texts.powerName[verb](name === '' ? id : name))}
      size="middle"
      isPlain={verb === 'start'}
      onConfirm={begin}
      question={
        <>
          <span className="question">{say(texts.powerQuestion[verb])}</span>
          {verb !== 'start' && (
            <Checkbox checked={isForced} onChange={({ target }) => setIsForced(target.checked)}>
              {say(texts.forced)}
            </Checkbox>
          )}
        </>
      }
    />
  )
}
