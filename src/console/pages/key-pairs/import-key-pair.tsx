import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'

import { api } from '../../kit/api.ts'
import { keyPairPath } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { texts } from './key-pairs-texts.ts'
import { type PlaceFields, PlaceFieldset, placeOf } from './place-fields.tsx'
import { isPrivateKey, PublicKeyField } from './public-key-field.tsx'

/** Takes a public key in, then shows its page. */
export function ImportKeyPair({
  of,
  onClose,
}: {
  /** Another pair that is to be known elsewhere too. */
  readonly of?: Partial<PlaceFields> & { readonly publicKey: string }
  readonly onClose: () => void
}) {
  const say = useSay()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [form] = Form.useForm<PlaceFields>()
  const { publicKey: given = '', ...place } = of ?? {}
  const [publicKey, setPublicKey] = useState(given)
  const take = useMutation(
    api.keyPairs.import.mutationOptions({
      onSuccess: async (made) => {
        await queries.invalidateQueries({ queryKey: api.keyPairs.key() })
        onClose()
        await navigate(keyPairPath(made))
      },
    }),
  )
  const isReady = publicKey.trim() !== '' && !isPrivateKey(publicKey)
  return (
    <Modal
      open
      title={say(texts.importTitle)}
      okText={say(texts.import)}
      okButtonProps={{ loading: take.isPending, disabled: !isReady }}
      cancelText={say(texts.cancel)}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={600}
    >
      <Refusal error={take.error} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={place}
        onFinish={(fields) => isReady && take.mutate({ ...placeOf(fields), publicKey })}
      >
        <PublicKeyField value={publicKey} onChange={setPublicKey} />
        <PlaceFieldset />
      </Form>
    </Modal>
  )
}
