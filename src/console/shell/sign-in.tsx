import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Form, Input, Typography } from 'antd'

import { createOwnApiClient } from '../../own-api/client.ts'
import { statusOf } from '../kit/api.ts'
import { useSay } from '../kit/language.tsx'
import { SESSION_KEY } from '../kit/session.tsx'
import { PreferenceButtons } from './preference-buttons.tsx'
import { texts } from './shell-texts.ts'

/** Takes a token once and lets the server keep it in a cookie: no script can read it from then on. */
export function SignIn() {
  const say = useSay()
  const queries = useQueryClient()
  const signIn = useMutation({
    mutationFn: ({ token }: { readonly token: string }) =>
      createOwnApiClient({ url: location.origin, token: token.trim() }).session.open({}),
    onSuccess: (session) => queries.setQueryData(SESSION_KEY, session),
    // The token is forgotten with this page.
    gcTime: 0,
  })
  return (
    <Flex vertical align="center" justify="center" gap="middle" style={{ minHeight: '100vh', padding: 16 }}>
      <main style={{ width: '100%', maxWidth: 420 }}>
        <Card title={<h1 style={HEADING}>{say(texts.signInTitle)}</h1>}>
          <Form layout="vertical" requiredMark={false} onFinish={signIn.mutate}>
            <Form.Item
              name="token"
              label={say(texts.token)}
              rules={[{ required: true, whitespace: true, message: say(texts.tokenNeeded) }]}
            >
              <Input.Password autoFocus autoComplete="current-password" />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
              {say(texts.signIn)}
            </Button>
          </Form>
          {signIn.isError && <Alert type="error" showIcon style={BELOW} title={refusal(signIn.error, say)} />}
          <Typography.Paragraph type="secondary" style={BELOW}>
            {say(texts.whichToken)}
          </Typography.Paragraph>
        </Card>
      </main>
      <PreferenceButtons />
    </Flex>
  )
}

const HEADING = { font: 'inherit', margin: 0 }
const BELOW = { marginTop: 16, marginBottom: 0 }

function refusal(error: Error, say: ReturnType<typeof useSay>): string {
  if (statusOf(error) === 401) return say(texts.wrongToken)
  return statusOf(error) === undefined ? say(texts.noServer) : error.message
}
