import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Flex, Form, Input, Select } from 'antd'

import { api } from '../../kit/api.ts'
import { useDialects } from '../../kit/dialects.ts'
import { useSay } from '../../kit/language.tsx'
import { texts } from './key-pairs-texts.ts'

/** Where a new key pair goes, and what it is called. */
export interface PlaceFields {
  readonly account: string
  readonly dialect: string
  readonly region?: string
  readonly name: string
  readonly description?: string
}

/** What the own API is told of them. */
export function placeOf({ account, dialect, region, name, description = '' }: PlaceFields) {
  return {
    ...{ account, dialect, name },
    ...(region === undefined ? {} : { region }),
    ...(description.trim() === '' ? {} : { description: description.trim() }),
  }
}

const MOST_ACCOUNTS = 100
const HALF = { flex: '1 1 240px' }

/** Fields of a form for a place; inside an Ant Design form. */
export function PlaceFieldset() {
  const say = useSay()
  const form = Form.useFormInstance<PlaceFields>()
  const chosen = Form.useWatch<string | undefined>('dialect')
  const { items: dialects, choices } = useDialects()
  const accounts =
    useQuery(api.accounts.list.queryOptions({ input: { limit: MOST_ACCOUNTS } })).data?.items ?? []
  const cloud = dialects.find(({ id }) => id === chosen)
  const required = [{ required: true, message: say(texts.needed) }]
  return (
    <>
      <Form.Item name="name" label={say(texts.name)} rules={required}>
        <Input autoFocus autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Flex gap="middle" wrap>
        <Form.Item name="dialect" label={say(texts.cloud)} rules={required} style={HALF}>
          <Select
            options={choices}
            // A region of another cloud is none of this one.
            onChange={() => form.resetFields(['region'])}
          />
        </Form.Item>
        {cloud?.keyPairs.byRegion === true && (
          <Form.Item name="region" label={say(texts.region)} rules={required} style={HALF}>
            <Select showSearch options={cloud.regions.map((id) => ({ value: id, label: id }))} />
          </Form.Item>
        )}
      </Flex>
      <Flex gap="middle" wrap>
        <Form.Item
          name="account"
          label={say(texts.account)}
          style={HALF}
          rules={[{ required: true, pattern: /^\d{1,20}$/, message: say(texts.digits) }]}
        >
          <AutoComplete
            options={accounts.map(({ id, name }) => ({ value: id, label: `${id} · ${name}` }))}
            showSearch={{ filterOption: (text, option) => option?.label.includes(text) === true }}
          />
        </Form.Item>
        <Form.Item name="description" label={say(texts.descriptionOptional)} style={HALF}>
          <Input autoComplete="off" maxLength={255} />
        </Form.Item>
      </Flex>
    </>
  )
}
