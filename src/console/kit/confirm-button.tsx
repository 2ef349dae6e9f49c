import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'

import { type Text, useSay } from './language.tsx'
import { Refusal } from './refusal.tsx'

const texts = {
  cancel: { en: 'Cancel', zh: '取消' },
  type: (word: string): Text => ({ en: `Type “${word}” to go on`, zh: `输入“${word}”以继续` }),
} satisfies Record<string, Text | ((word: string) => Text)>

/** A button for what cannot be taken back: asks first, and shows what the server refused where it was asked. */
export function ConfirmButton({
  label,
  name = label,
  question,
  typed,
  onConfirm,
  size = 'small',
  isPlain = false,
}: {
  readonly label: string
  /** Of what it does to which thing, for who does not see the row that it is in. */
  readonly name?: string
  readonly question: ReactNode
  /** Has to be typed before it can be done. */
  readonly typed?: string
  readonly onConfirm: () => Promise<unknown>
  readonly size?: 'small' | 'middle'
  /** It takes nothing away. */
  readonly isPlain?: boolean
}) {
  const say = useSay()
  const [isOpen, setIsOpen] = useState(false)
  const [given, setGiven] = useState('')
  const doing = useMutation({ mutationFn: onConfirm, onSuccess: () => setIsOpen(false) })
  const open = () => {
    doing.reset()
    setGiven('')
    setIsOpen(true)
  }
  return (
    <>
      <Button size={size} danger={!isPlain} aria-label={name} onClick={open}>
        {label}
      </Button>
      <Modal
        open={isOpen}
        title={name}
        okText={label}
        cancelText={say(texts.cancel)}
        okButtonProps={{ danger: !isPlain, disabled: typed !== undefined && given !== typed }}
        confirmLoading={doing.isPending}
        onOk={() => doing.mutate()}
        onCancel={() => setIsOpen(false)}
        destroyOnHidden
      >
        <p>{question}</p>
        {typed !== undefined && (
          <Form layout="vertical">
            <Form.Item label={say(texts.type(typed))} htmlFor="typed-word">
              <Input
                id="typed-word"
                autoComplete="off"
                value={given}
                onChange={({ target }) => setGiven(target.value)}
              />
            </Form.Item>
          </Form>
        )}
        <Refusal error={doing.error} />
      </Modal>
    </>
  )
}
