import { App, Button, Flex, Modal } from 'antd'
import { useState } from 'react'

import { fullName, type Named } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { BindForm } from './bind-form.tsx'
import { BindPreview, isTold, usePreview } from './bind-preview.tsx'
import { BindProgress } from './bind-progress.tsx'
import { bindThem, texts } from './bind-texts.ts'
import type { Choices } from './choices.ts'
import { type Binding, failedOf, useBinding } from './use-binding.ts'
import { useDebounced } from './use-debounced.ts'

const WIDTH_PX = 960

/** What a bind dialog is opened with. */
interface BindDialogProps {
  readonly open: boolean
  readonly onClose: () => void
  /** None: they are picked in the dialog. */
  readonly instances: readonly Named[]
  /** Name or id of the key pair that is chosen at first. */
  readonly keyPair?: string
}

/** Binds one key pair to instances of any clouds: choose, see what will happen, watch it happen. */
export function BindDialog({ open, ...props }: BindDialogProps) {
  // Each opening begins anew.
  return open && <Opened {...props} />
}

function Opened({ onClose, instances, keyPair = '' }: Omit<BindDialogProps, 'open'>) {
  const say = useSay()
  const { message } = App.useApp()
  const [choices, setChoices] = useState<Choices>({
    ...{ key: keyPair, instances, keep: 'asTheCloud', force: false, forSeconds: 0 },
  })
  const settled = useDebounced(choices)
  const preview = usePreview(settled)
  const binding = useBinding()
  const items = preview.data?.items ?? []
  const names = new Map(items.map((item) => [fullName(item), item.name]))
  const change = (changes: Partial<Choices>) => setChoices((before) => ({ ...before, ...changes }))
  const close = () => {
    if (binding.isRunning) void message.info(say(texts.wentOn))
    onClose()
  }
  const isHopeless = items.length > 0 && items.every(({ outcome }) => outcome === 'refused')
  // Nothing is bound before it was told what that would do, by these choices and not by those before.
  const isForeseen = settled === choices && isTold(preview)
  const isReady = choices.key !== '' && choices.instances.length > 0 && isForeseen && !isHopeless
  return (
    <Modal
      open
      width={WIDTH_PX}
      style={{ top: 40 }}
      title={say(texts.title)}
      // What was chosen is not lost by a click beside it.
      mask={{ closable: false }}
      onCancel={close}
      footer={
        binding.asked ? (
          <AfterwardsButtons binding={binding} onClose={close} />
        ) : (
          <>
            <Button onClick={close}>{say(texts.cancel)}</Button>
            <Button type="primary" disabled={!isReady} onClick={() => binding.begin(choices)}>
              {say(bindThem(choices.instances.length))}
            </Button>
          </>
        )
      }
    >
      {binding.asked ? (
        <BindProgress binding={binding} names={names} />
      ) : (
        <Flex vertical gap="middle">
          <BindForm choices={choices} canPickInstances={instances.length === 0} onChange={change} />
          <BindPreview preview={preview} choices={choices} onForce={() => change({ force: true })} />
        </Flex>
      )}
    </Modal>
  )
}

function AfterwardsButtons({
  binding,
  onClose,
}: {
  readonly binding: Binding
  readonly onClose: () => void
}) {
  const say = useSay()
  const { asked, begin } = binding
  const failed = failedOf(binding)
  const canRetry = asked !== undefined && failed.length > 0
  return (
    <>
      {canRetry && <Button onClick={() => begin({ ...asked, instances: failed })}>{say(texts.retry)}</Button>}
      {canRetry && !asked.force && asked.forSeconds === 0 && (
        <Button onClick={() => begin({ ...asked, instances: failed, force: true })}>
          {say(texts.retryForced)}
        </Button>
      )}
      <Button type="primary" onClick={onClose}>
        {say(texts.close)}
      </Button>
    </>
  )
}
