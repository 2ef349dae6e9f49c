import { Button, Form, Input, Modal, Radio, Select, Typography } from 'antd'
import { useState } from 'react'

import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import type { ShownKeyPair } from './key-pair-page.tsx'
import { rotateTitle, texts } from './key-pairs-texts.ts'
import { isPrivateKey, PublicKeyField } from './public-key-field.tsx'
import { RotationProgress } from './rotation-progress.tsx'
import { useRotation } from './use-rotation.ts'

const HOUR_S = 3_600
const OVERLAPS = [
  { value: 0, text: texts.noOverlap },
  { value: HOUR_S, text: texts.anHour },
  { value: 24 * HOUR_S, text: texts.aDay },
  { value: 7 * 24 * HOUR_S, text: texts.aWeek },
]

const WIDTH_PX = 760

/** Puts a new key pair in the place of this one, with a time in which both work. */
export function RotateKeyPair({
  pair,
  onClose,
}: {
  readonly pair: ShownKeyPair
  readonly onClose: () => void
}) {
  const say = useSay()
  const rotation = useRotation()
  const [isSaved, setSaved] = useState(false)
  const [newName, setNewName] = useState('')
  const [isOwn, setOwn] = useState(false)
  const [publicKey, setPublicKey] = useState('')
  const [overlapSeconds, setOverlap] = useState(24 * HOUR_S)
  const { made, isRunning, error } = rotation
  const isSecretOpen = made?.privateKey !== undefined && !isSaved
  const isReady = !isOwn || (publicKey.trim() !== '' && !isPrivateKey(publicKey))
  const { dialect, account, id } = pair
  const begin = () =>
    void rotation.run({
      ...{ dialect, account, id, overlapSeconds },
      ...(newName.trim() === '' ? {} : { newName: newName.trim() }),
      ...(isOwn ? { publicKey } : {}),
    })
  return (
    <Modal
      open
      width={WIDTH_PX}
      title={say(rotateTitle(pair.name))}
      // Closing by accident would lose the private key.
      closable={!isSecretOpen}
      keyboard={!isSecretOpen}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        made ? (
          <Button type={isSecretOpen ? 'default' : 'primary'} danger={isSecretOpen} onClick={onClose}>
            {say(isSecretOpen ? texts.closeWithout : texts.close)}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{say(texts.cancel)}</Button>
            <Button type="primary" disabled={!isReady} loading={isRunning} onClick={begin}>
              {say(texts.rotate)}
            </Button>
          </>
        )
      }
    >
      <Refusal error={error} />
      {made ? (
        <RotationProgress
          rotation={rotation}
          made={made}
          users={pair.usedBy}
          isSaved={isSaved}
          onSaved={() => setSaved(true)}
        />
      ) : (
        <>
          <Typography.Paragraph>{say(texts.rotateWhat)}</Typography.Paragraph>
          <Form layout="vertical" component="div">
            <Form.Item label={say(texts.newName)} htmlFor="rotate-name" extra={say(texts.newNameHint)}>
              <Input
                id="rotate-name"
                autoComplete="off"
                value={newName}
                onChange={({ target }) => setNewName(target.value)}
              />
            </Form.Item>
            <Form.Item label={say(texts.overlap)} htmlFor="rotate-overlap">
              <Select
                id="rotate-overlap"
                value={overlapSeconds}
                onChange={setOverlap}
                options={OVERLAPS.map(({ value, text }) => ({ value, label: say(text) }))}
                style={{ width: 200 }}
              />
            </Form.Item>
            <Form.Item label={say(texts.newKey)}>
              <Radio.Group
                aria-label={say(texts.newKey)}
                value={isOwn}
                options={[
                  { value: false, label: say(texts.makeOne) },
                  { value: true, label: say(texts.ownKey) },
                ]}
                onChange={({ target }) => setOwn(target.value === true)}
              />
            </Form.Item>
            {isOwn && <PublicKeyField value={publicKey} onChange={setPublicKey} />}
          </Form>
        </>
      )}
    </Modal>
  )
}
