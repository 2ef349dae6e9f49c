import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Descriptions, Flex, Form, Modal, Radio } from 'antd'
import { useState } from 'react'

import { api, type client } from '../../kit/api.ts'
import { CloudName } from '../../kit/cloud-words.tsx'
import { Copyable } from '../../kit/copyable.tsx'
import { useDialects } from '../../kit/dialects.ts'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './key-pairs-texts.ts'
import { type PlaceFields, PlaceFieldset, placeOf } from './place-fields.tsx'
import { PrivateKey } from './private-key.tsx'

type Made = Awaited<ReturnType<typeof client.keyPairs.create>>

interface Fields extends PlaceFields {
  readonly type?: 'ed25519' | 'rsa-2048'
}

/** Makes a key pair and hands its private key out, once. */
export function CreateKeyPair({ onClose }: { readonly onClose: () => void }) {
  const say = useSay()
  const queries = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const create = useMutation(
    api.keyPairs.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.keyPairs.key() }),
      // The private key is forgotten with this dialog.
      gcTime: 0,
    }),
  )
  if (create.data) return <MadeKeyPair made={create.data} onClose={onClose} />
  const send = ({ type, ...place }: Fields) =>
    create.mutate({ ...placeOf(place), ...(type === undefined ? {} : { type }) })
  return (
    <Modal
      open
      title={say(texts.createTitle)}
      okText={say(texts.create)}
      okButtonProps={{ loading: create.isPending }}
      cancelText={say(texts.cancel)}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={600}
    >
      <Refusal error={create.error} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={send}>
        <PlaceFieldset />
        <KeyType />
      </Form>
    </Modal>
  )
}

/** Only what the cloud takes can be chosen. */
function KeyType() {
  const say = useSay()
  const chosen = Form.useWatch<string | undefined>('dialect')
  const cloud = useDialects().items.find(({ id }) => id === chosen)
  const takesEd25519 = cloud?.keyPairs.types.includes('ssh-ed25519') === true
  // Another cloud has another choice: what was chosen for the one before is none for this one.
  return cloud ? (
    <Form.Item
      key={String(takesEd25519)}
      name="type"
      label={say(texts.type)}
      preserve={false}
      initialValue={takesEd25519 ? 'ed25519' : 'rsa-2048'}
    >
      <Radio.Group
        aria-label={say(texts.type)}
        options={[
          ...(takesEd25519 ? [{ value: 'ed25519', label: 'Ed25519' }] : []),
          { value: 'rsa-2048', label: 'RSA 2048' },
        ]}
      />
    </Form.Item>
  ) : null
}

/** Only here the private key can be had; closing by accident would lose it. */
function MadeKeyPair({ made, onClose }: { readonly made: Made; readonly onClose: () => void }) {
  const say = useSay()
  const [isSaved, setSaved] = useState(false)
  const { name, dialect, account, region, fingerprint, privateKey } = made
  return (
    <Modal
      open
      title={say(texts.madeTitle)}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={600}
      footer={
        <Button type={isSaved ? 'primary' : 'default'} danger={!isSaved} onClick={onClose}>
          {say(isSaved ? texts.done : texts.closeWithout)}
        </Button>
      }
    >
      <Flex vertical gap="middle">
        <Descriptions
          size="small"
          column={1}
          items={[
            { key: 'name', label: say(texts.name), children: name },
            {
              key: 'cloud',
              label: say(texts.cloud),
              children: (
                <span>
                  <CloudName dialect={dialect} /> · {account} {region !== '' && `· ${region}`}
                </span>
              ),
            },
            { key: 'fingerprint', label: say(texts.fingerprint), children: <Copyable text={fingerprint} /> },
          ]}
        />
        <PrivateKey name={name} privateKey={privateKey} isSaved={isSaved} onSaved={() => setSaved(true)} />
      </Flex>
    </Modal>
  )
}
