import { Flex, Form, Input, InputNumber, Radio } from 'antd'

import { useSay } from '../../../kit/language.tsx'
import type { LoginKind } from './enrol-request.ts'
import { texts } from './enrol-texts.ts'

type Path = readonly (string | number)[]

const ADDRESS = /^[A-Za-z0-9._:%-]{1,255}$/
export const USER_NAME = /^[A-Za-z_][\w.-]{0,31}$/
const ABSOLUTE = /^\//

/**
 * Where an SSH server is, and how to log in there. Of a list, `at` is the path inside the list, and `from` the path of the
 * list.
 */
export function HopFields({ at, from = [] }: { readonly at: Path; readonly from?: Path }) {
  const say = useSay()
  return (
    <>
      <Flex gap="middle" wrap>
        <Form.Item
          name={[...at, 'address']}
          label={say(texts.address)}
          extra={say(texts.addressHint)}
          rules={[{ required: true, pattern: ADDRESS, message: say(texts.addressWrong) }]}
          style={WIDE}
        >
          <Input autoComplete="off" placeholder="10.0.0.5" />
        </Form.Item>
        <Form.Item name={[...at, 'port']} label={say(texts.port)} rules={[{ required: true }]}>
          <InputNumber min={1} max={65_535} precision={0} style={PORT} />
        </Form.Item>
        <Form.Item
          name={[...at, 'user']}
          label={say(texts.user)}
          rules={[{ required: true, pattern: USER_NAME, message: say(texts.userWrong) }]}
          style={MIDDLE}
        >
          <Input autoComplete="off" />
        </Form.Item>
      </Flex>
      <LoginFields at={at} from={from} />
    </>
  )
}

const WIDE = { flex: '1 1 260px' }
const MIDDLE = { flex: '0 1 180px' }
const PORT = { width: 100 }

function LoginFields({ at, from }: { readonly at: Path; readonly from: Path }) {
  const say = useSay()
  const kind = Form.useWatch<LoginKind | undefined>([...from, ...at, 'login', 'kind'])
  return (
    <>
      <Form.Item
        name={[...at, 'login', 'kind']}
        label={say(texts.login)}
        {...(kind === 'management' && { extra: say(texts.managementHint) })}
      >
        <Radio.Group aria-label={say(texts.login)}>
          <Radio value="management">{say(texts.management)}</Radio>
          <Radio value="identity">{say(texts.identity)}</Radio>
          <Radio value="agent">{say(texts.agent)}</Radio>
        </Radio.Group>
      </Form.Item>
      {kind === 'identity' && (
        <Form.Item
          name={[...at, 'login', 'file']}
          label={say(texts.file)}
          extra={say(texts.fileHint)}
          rules={[{ required: true, pattern: ABSOLUTE, message: say(texts.absolute) }]}
        >
          <Input autoComplete="off" placeholder="/etc/keyplane/id_ed25519" />
        </Form.Item>
      )}
      {kind === 'agent' && (
        <Form.Item
          name={[...at, 'login', 'socket']}
          label={say(texts.socket)}
          extra={say(texts.socketHint)}
          rules={[{ pattern: ABSOLUTE, message: say(texts.absolute) }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
      )}
    </>
  )
}
