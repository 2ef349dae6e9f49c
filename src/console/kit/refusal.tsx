import { Alert } from 'antd'

import { statusOf } from './api.ts'
import { type Text, useSay } from './language.tsx'

const texts = {
  noServer: { en: 'The server does not answer.', zh: '服务器没有响应。' },
} satisfies Record<string, Text>

/** What the server refused, as it wrote it; nothing for no error. */
export function Refusal({ error }: { readonly error: Error | null }) {
  const say = useSay()
  if (!error) return null
  const why = statusOf(error) === undefined ? say(texts.noServer) : error.message
  return <Alert type="error" showIcon role="alert" title={why} style={{ marginBottom: 16 }} />
}
