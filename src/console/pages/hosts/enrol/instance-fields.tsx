import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Flex, Form, Input, Radio, Select, Typography } from 'antd'

import { api } from '../../../kit/api.ts'
import { fits, useDialects } from '../../../kit/dialects.ts'
import { useSay } from '../../../kit/language.tsx'
import { MODES } from '../hosts-texts.ts'
import { texts } from './enrol-texts.ts'
import { USER_NAME } from './hop-fields.tsx'

const MODES_IN_ORDER = ['report', 'adopt', 'enforce'] as const

/** Whose instance the host becomes, and how it is looked after. */
export function InstanceFields() {
  const say = useSay()
  return (
    <>
      <PlaceFields />
      <Flex gap="middle" wrap>
        <Form.Item name="name" label={say(texts.name)} style={HALF} rules={[{ max: 128 }]}>
          <Input autoComplete="off" placeholder={say(texts.nameHint)} />
        </Form.Item>
        <Form.Item
          name="loginUser"
          label={say(texts.loginUser)}
          extra={say(texts.loginUserHint)}
          rules={[{ pattern: USER_NAME, message: say(texts.userWrong) }]}
          style={HALF}
        >
          <Input autoComplete="off" />
        </Form.Item>
      </Flex>
      <Form.Item name="drift" label={say(texts.drift)} style={LAST}>
        <Radio.Group aria-label={say(texts.drift)}>
          <Flex vertical gap="small">
            {MODES_IN_ORDER.map((mode) => (
              <Radio key={mode} value={mode}>
                <strong>{say(MODES[mode].name)}</strong>{' '}
                <Typography.Text type="secondary">{say(MODES[mode].does)}</Typography.Text>
              </Radio>
            ))}
          </Flex>
        </Radio.Group>
      </Form.Item>
    </>
  )
}

/** Two in a row. */
const HALF = { flex: '1 1 40%', minWidth: 220 }
const LAST = { marginBottom: 0 }
const MOST_ACCOUNTS = 500

function PlaceFields() {
  const say = useSay()
  const dialect = Form.useWatch<string | undefined>('dialect')
  const { choices, regions } = useDialects()
  const accounts = useQuery(api.accounts.list.queryOptions({ input: { limit: MOST_ACCOUNTS } }))
  const known = accounts.data?.items ?? []
  return (
    <Flex gap="middle" wrap>
      <Form.Item
        name="account"
        label={say(texts.account)}
        rules={[{ required: true, pattern: /^\d{1,20}$/, message: say(texts.accountWrong) }]}
        style={HALF}
      >
        <AutoComplete
          options={known.map(({ id, name }) => ({ value: id, label: `${id} · ${name}` }))}
          showSearch={{ filterOption: fits }}
        />
      </Form.Item>
      <Form.Item name="dialect" label={say(texts.cloud)} extra={say(texts.cloudHint)} style={HALF}>
        <Select options={choices} />
      </Form.Item>
      <Form.Item name="region" label={say(texts.region)} style={HALF}>
        <AutoComplete
          allowClear
          placeholder={say(texts.first)}
          options={regions(dialect)}
          showSearch={{ filterOption: fits }}
        />
      </Form.Item>
      <Form.Item name="zone" label={say(texts.zone)} style={HALF}>
        <Input autoComplete="off" placeholder={say(texts.first)} />
      </Form.Item>
    </Flex>
  )
}
