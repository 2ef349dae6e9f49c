import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Flex, Modal, Radio, Typography } from 'antd'
import { useState } from 'react'

import { api, client } from '../../kit/api.ts'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { type Host, nameOfHost } from './host.ts'
import { texts as hostTexts } from './hosts-texts.ts'
import { texts } from './remove-texts.ts'

/** Lets a host go, or forgets it; says what each means before, and what stays after. */
export function RemoveHost({
  host,
  onClose,
  onGone,
}: {
  readonly host: Host
  readonly onClose: () => void
  /** The host is no more. */
  readonly onGone: () => void
}) {
  const say = useSay()
  const queries = useQueryClient()
  const [forget, setForget] = useState(false)
  const remove = useMutation({
    mutationFn: () => client.hosts.remove({ id: nameOfHost(host), forget }),
  })
  const close = () => {
    if (!remove.isSuccess) return onClose()
    onGone()
    void queries.invalidateQueries({ queryKey: api.hosts.list.key() })
    return void queries.invalidateQueries({ queryKey: api.instances.key() })
  }
  return (
    <Modal
      open
      width={600}
      title={say(texts.title(host.name))}
      okText={say(remove.isSuccess ? hostTexts.close : forget ? texts.forget : texts.letGo)}
      okButtonProps={{ danger: !remove.isSuccess, loading: remove.isPending }}
      cancelText={say(hostTexts.cancel)}
      cancelButtonProps={remove.isSuccess ? HIDDEN : {}}
      onOk={remove.isSuccess ? close : () => remove.mutate()}
      onCancel={close}
    >
      {remove.isSuccess ? (
        <Gone name={host.name} removed={remove.data} />
      ) : (
        <>
          <Refusal error={remove.error} />
          <Choice forget={forget} onChange={setForget} />
        </>
      )}
    </Modal>
  )
}

const HIDDEN = { style: { display: 'none' } }

function Choice({
  forget,
  onChange,
}: {
  readonly forget: boolean
  readonly onChange: (forget: boolean) => void
}) {
  const say = useSay()
  const choices = [
    { value: false, name: texts.letGo, does: texts.letGoDoes },
    { value: true, name: texts.forget, does: texts.forgetDoes },
  ]
  return (
    <>
      <Radio.Group
        aria-label={say(texts.how)}
        value={forget}
        onChange={({ target }) => onChange(target.value === true)}
      >
        <Flex vertical gap="small">
          {choices.map(({ value, name, does }) => (
            <Radio key={name.en} value={value}>
              <strong>{say(name)}</strong>
              <br />
              <Typography.Text type="secondary">{say(does)}</Typography.Text>
            </Radio>
          ))}
        </Flex>
      </Radio.Group>
      <Typography.Paragraph style={AFTER}>{say(texts.instanceToo)}</Typography.Paragraph>
    </>
  )
}

const AFTER = { marginTop: 12, marginBottom: 0 }

function Gone({
  name,
  removed: { state, host = '', remains = [] },
}: {
  readonly name: string
  readonly removed: Awaited<ReturnType<typeof client.hosts.remove>>
}) {
  const say = useSay()
  const isLetGo = state === 'removed'
  const stays = isLetGo ? texts.emergencyStays(host) : texts.doneForgotten(host)
  const letGo = isLetGo && <Alert type="success" showIcon title={say(texts.doneLetGo(name))} />
  if (isLetGo && remains.length === 0) return letGo
  return (
    <>
      {letGo}
      <Alert type="warning" showIcon title={say(stays)} />
      <ul>
        {remains.map((place) => (
          <li key={place} className="wraps">
            {place}
          </li>
        ))}
      </ul>
    </>
  )
}
