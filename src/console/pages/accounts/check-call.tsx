import { useMutation, useQuery } from '@tanstack/react-query'
import { AutoComplete, Button, Card, Checkbox, Col, Flex, Form, Input, Row, Select, Typography } from 'antd'
import { useState } from 'react'

import { api, client } from '../../kit/api.ts'
import { fits, useDialects } from '../../kit/dialects.ts'
import { useSay } from '../../kit/language.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import type { Holder } from './access-keys.tsx'
import { texts } from './check-texts.ts'
import { JsonInput, readObject } from './json-input.tsx'
import { Verdict } from './verdict.tsx'

interface Fields {
  readonly dialect: string
  readonly action: string
  readonly region?: string
  readonly resources?: string
  readonly sourceAddress?: string
  readonly isSecure: boolean
}

/** Asks whether a call of the user would be allowed, and shows which statement decides. */
export function CheckCall({ holder }: { readonly holder: Holder }) {
  const say = useSay()
  const [parameters, setParameters] = useState('')
  const policies = useQuery(api.policies.list.queryOptions({ input: holder }))
  const check = useMutation({
    mutationFn: (fields: Fields) => client.policies.check({ ...holder, ...questionOf(fields, parameters) }),
  })
  return (
    <Card title={<h2 className="card-title">{say(texts.title)}</h2>} size="small">
      <Row gutter={[24, 16]}>
        <Col xs={24} lg={12}>
          <Question
            parameters={parameters}
            onParameters={setParameters}
            isAsking={check.isPending}
            onAsk={check.mutate}
          />
        </Col>
        <Col xs={24} lg={12}>
          <Refusal error={check.error} />
          {check.data && <Verdict verdict={check.data} policies={policies.data?.items ?? []} />}
          {check.isIdle && <Typography.Text type="secondary">{say(texts.ask1st)}</Typography.Text>}
        </Col>
      </Row>
    </Card>
  )
}

function questionOf(fields: Fields, parameters: string) {
  const { dialect, action, region, resources, sourceAddress, isSecure } = fields
  const read = readObject(parameters)
  const names = resources?.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()])) ?? []
  const from = sourceAddress?.trim() ?? ''
  return {
    ...{ dialect, action: action.trim(), region: region?.trim() ?? '', isSecure },
    ...('value' in read && { parameters: read.value }),
    ...(names.length > 0 && { resources: names }),
    ...(from !== '' && { sourceAddress: from }),
  }
}

function Question({
  parameters,
  onParameters,
  isAsking,
  onAsk,
}: {
  readonly parameters: string
  readonly onParameters: (text: string) => void
  readonly isAsking: boolean
  readonly onAsk: (fields: Fields) => void
}) {
  const say = useSay()
  const [form] = Form.useForm<Fields>()
  const dialect: string | undefined = Form.useWatch('dialect', form)
  const { choices, actions, regions } = useDialects()
  const isReadable = parameters.trim() === '' || 'value' in readObject(parameters)
  return (
    <Form
      form={form}
      name="check"
      layout="vertical"
      size="small"
      requiredMark={false}
      // Most calls come as this page does.
      initialValues={{ dialect: 'tencent-cvm', isSecure: location.protocol === 'https:' }}
      onFinish={onAsk}
    >
      <Typography.Paragraph type="secondary">{say(texts.hint)}</Typography.Paragraph>
      <Row gutter={12}>
        <Col span={12}>
          <Form.Item className="tight" name="dialect" label={say(texts.cloud)}>
            <Select options={choices} />
          </Form.Item>
        </Col>
        <Col span={12}>
          <Form.Item className="tight" name="region" label={say(texts.region)}>
            <AutoComplete options={regions(dialect)} showSearch={{ filterOption: fits }} />
          </Form.Item>
        </Col>
      </Row>
      <Form.Item
        className="tight"
        name="action"
        label={say(texts.action)}
        extra={say(texts.actionHint)}
        rules={[{ required: true, whitespace: true, message: say(texts.actionNeeded) }]}
      >
        <AutoComplete options={actions(dialect)} showSearch={{ filterOption: fits }} />
      </Form.Item>
      <div style={{ marginBottom: 12 }}>
        <JsonInput
          id="check-parameters"
          label={say(texts.parameters)}
          rows={4}
          mayBeEmpty
          value={parameters}
          onChange={onParameters}
        />
      </div>
      <Form.Item
        className="tight"
        name="resources"
        label={say(texts.resources)}
        extra={say(texts.resourcesHint)}
      >
        <Input.TextArea className="mono" rows={2} spellCheck={false} />
      </Form.Item>
      <Form.Item className="tight" name="sourceAddress" label={say(texts.from)} extra={say(texts.fromHint)}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item className="tight" name="isSecure" valuePropName="checked">
        <Checkbox>{say(texts.overTls)}</Checkbox>
      </Form.Item>
      <Flex>
        <Button type="primary" htmlType="submit" size="middle" loading={isAsking} disabled={!isReadable}>
          {say(texts.ask)}
        </Button>
      </Flex>
    </Form>
  )
}
