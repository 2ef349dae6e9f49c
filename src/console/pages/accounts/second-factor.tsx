import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Form, Input, QRCode, Tag, Typography } from 'antd'

import { api, client, routes } from '../../kit/api.ts'
import { ConfirmButton } from '../../kit/confirm-button.tsx'
import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { May } from '../../kit/session.tsx'
import type { Holder } from './access-keys.tsx'
import { texts } from './user-texts.ts'

const COLOURS = { none: 'default', bound: 'orange', verified: 'green' } as const

/** How a user stands with one-time codes; gives a device, takes a code, takes the device away. */
export function SecondFactor({ holder }: { readonly holder: Holder }) {
  const say = useSay()
  const queries = useQueryClient()
  // A code counts for a while only.
  const standing = useQuery({ ...api.mfa.show.queryOptions({ input: holder }), refetchInterval: 30_000 })
  const changed = () => queries.invalidateQueries({ queryKey: api.mfa.key() })
  // The secret is forgotten with this page.
  const enrol = useMutation({ mutationFn: () => client.mfa.enrol(holder), onSuccess: changed, gcTime: 0 })
  const remove = async () => {
    await client.mfa.remove(holder)
    enrol.reset()
    await changed()
  }
  const { data } = standing
  return (
    <Card title={<h2 className="card-title">{say(texts.mfa)}</h2>} size="small">
      <Refusal error={standing.error ?? enrol.error} />
      <Flex vertical gap="middle">
        {data && (
          <Flex gap="small" align="center" wrap>
            <Tag color={COLOURS[data.state]} style={{ whiteSpace: 'normal' }}>
              {say(texts.mfaStates[data.state])}
            </Tag>
            {data.verifiedUntil !== undefined && (
              <span>
                {say(texts.until)} <LocalTime time={data.verifiedUntil} />
              </span>
            )}
          </Flex>
        )}
        {enrol.data && <Device device={enrol.data} />}
        <May call={routes.mfa.enrol}>
          {data?.state === 'none' && (
            <div>
              <Button loading={enrol.isPending} onClick={() => enrol.mutate()}>
                {say(texts.enrol)}
              </Button>
            </div>
          )}
          {data && data.state !== 'none' && (
            <>
              <Verify holder={holder} onVerified={changed} />
              <div>
                <ConfirmButton
                  label={say(texts.removeDevice)}
                  question={say(texts.removeDeviceQuestion)}
                  onConfirm={remove}
                />
              </div>
            </>
          )}
        </May>
      </Flex>
    </Card>
  )
}

function Device({
  device: { secret, uri },
}: {
  readonly device: { readonly secret: string; readonly uri: string }
}) {
  const say = useSay()
  return (
    <Flex vertical gap="small">
      <Alert type="warning" showIcon title={say(texts.deviceOnce)} />
      {/* Dark on white whatever the theme: cameras want it so. */}
      <QRCode value={uri} type="svg" size={168} color="#000" bgColor="#fff" aria-label={say(texts.qrCode)} />
      <Typography.Text type="secondary">{say(texts.deviceSecret)}</Typography.Text>
      <Copyable text={secret} />
      <Typography.Text type="secondary">{say(texts.uri)}</Typography.Text>
      <Copyable text={uri} isBlock />
    </Flex>
  )
}

function Verify({
  holder,
  onVerified,
}: {
  readonly holder: Holder
  readonly onVerified: () => Promise<void>
}) {
  const say = useSay()
  const [form] = Form.useForm<{ code: string }>()
  const verify = useMutation({
    mutationFn: ({ code }: { readonly code: string }) => client.mfa.verify({ ...holder, code: code.trim() }),
    onSuccess: async () => {
      form.resetFields()
      await onVerified()
    },
  })
  return (
    <div>
      <Form form={form} name="mfa" layout="vertical" requiredMark={false} onFinish={verify.mutate}>
        <Form.Item label={say(texts.code)} htmlFor="mfa_code" style={{ marginBottom: 8 }}>
          <Flex gap="small">
            <Form.Item name="code" noStyle>
              <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} style={{ width: 120 }} />
            </Form.Item>
            <Button htmlType="submit" loading={verify.isPending}>
              {say(texts.verify)}
            </Button>
          </Flex>
        </Form.Item>
      </Form>
      <Refusal error={verify.error} />
    </div>
  )
}
