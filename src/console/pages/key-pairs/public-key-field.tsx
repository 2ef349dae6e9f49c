import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Flex, Form, Input, Typography } from 'antd'
import { type DragEvent, useId, useRef, useState } from 'react'

import { api } from '../../kit/api.ts'
import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { useDebounced } from '../bind/use-debounced.ts'
import { texts } from './key-pairs-texts.ts'
import { shortType } from './short-type.ts'

const LONGEST_FILE_BYTES = 20_000

/** What is no business of a server: OpenSSH, PEM and PuTTY write it at the top of private keys. */
const PRIVATE = /PRIVATE KEY|PuTTY-User-Key-File/i

export function isPrivateKey(text: string): boolean {
  return PRIVATE.test(text)
}

/** A public key by paste, by file or dropped; what it is is told at once. A private key goes nowhere. */
export function PublicKeyField({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (text: string) => void
}) {
  const say = useSay()
  const id = useId()
  const chooser = useRef<HTMLInputElement>(null)
  const [isTooLarge, setTooLarge] = useState(false)
  const take = async (file: File | undefined) => {
    if (!file) return
    setTooLarge(file.size > LONGEST_FILE_BYTES)
    if (file.size <= LONGEST_FILE_BYTES) onChange((await file.text()).trim())
  }
  const drop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    void take(event.dataTransfer.files[0])
  }
  return (
    <>
      <Form.Item label={say(texts.publicKey)} htmlFor={id} extra={say(texts.publicKeyLine)}>
        <Input.TextArea
          id={id}
          className="mono"
          rows={4}
          spellCheck={false}
          autoComplete="off"
          placeholder="ssh-ed25519 AAAA…"
          value={value}
          onChange={({ target }) => onChange(target.value)}
          onDrop={drop}
          onDragOver={(event) => event.preventDefault()}
        />
      </Form.Item>
      <Flex align="center" gap="middle" wrap style={{ marginBottom: 16 }}>
        <Button size="small" onClick={() => chooser.current?.click()}>
          {say(texts.chooseFile)}
        </Button>
        {/* The button above is what people use, also by keyboard. */}
        <input
          ref={chooser}
          type="file"
          tabIndex={-1}
          aria-hidden
          style={{ display: 'none' }}
          onChange={({ target }) => {
            void take(target.files?.[0])
            target.value = ''
          }}
        />
        <WhatItIs text={value} />
      </Flex>
      {isTooLarge && <Alert type="error" showIcon role="alert" title={say(texts.tooLarge)} />}
    </>
  )
}

function WhatItIs({ text }: { readonly text: string }) {
  const say = useSay()
  const settled = useDebounced(text).trim()
  // What is on the screen now decides, not what was there a moment ago.
  const isPrivate = isPrivateKey(text) || isPrivateKey(settled)
  const { data, error } = useQuery(
    api.keyPairs.inspect.queryOptions({
      input: { publicKey: settled },
      enabled: settled !== '' && !isPrivate,
      retry: false,
      gcTime: 0,
    }),
  )
  if (isPrivate) {
    return (
      <div style={{ width: '100%' }}>
        <Alert
          type="error"
          showIcon
          role="alert"
          title={say(texts.isPrivate)}
          description={<Copyable text="ssh-keygen -y -f FILE" isBlock />}
        />
      </div>
    )
  }
  if (settled === '') return null
  if (error) {
    return (
      <div style={{ width: '100%' }}>
        <Refusal error={error} />
      </div>
    )
  }
  return (
    <output>
      {data && (
        <>
          <Typography.Text strong>{shortType(data.type, data.bits)}</Typography.Text>{' '}
          <span className="mono wraps">{data.fingerprint}</span>{' '}
          <Typography.Text type="secondary">{data.comment}</Typography.Text>
        </>
      )}
    </output>
  )
}
