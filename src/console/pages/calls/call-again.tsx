import { Tabs, Typography } from 'antd'

import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import type { WholeCall } from './call-page.tsx'
import { texts } from './calls-texts.ts'
import { cliOf } from './equivalent/cli.ts'
import { curlOf } from './equivalent/curl.ts'
import { nodeOf } from './equivalent/node.ts'
import { cloudOf, sentCall } from './equivalent/sent-call.ts'

const CLIS = { tencent: 'tccli', alibaba: 'aliyun', volcengine: 've' } as const

/** The same call as a script, in an SDK and as a command, for this server; secrets have to be put in. */
export function CallAgain({ call }: { readonly call: WholeCall }) {
  const say = useSay()
  const cloud = cloudOf(call.dialect)
  const sent = cloud && sentCall(cloud, call, location.origin)
  if (!sent) return <Typography.Text type="secondary">{say(texts.notAgain)}</Typography.Text>
  const cli = cliOf(cloud, sent)
  const ways = [
    { key: 'curl', label: 'curl', text: curlOf(cloud, sent) },
    { key: 'node', label: 'Node SDK', text: nodeOf(cloud, sent) },
    ...(cli === undefined ? [] : [{ key: 'cli', label: CLIS[cloud], text: cli }]),
  ]
  const isRedacted = JSON.stringify(sent.parameters).includes('[secret]')
  return (
    <>
      <Typography.Text type="secondary">
        {say(texts.secrets)} {isRedacted && say(texts.redacted)}{' '}
        {call.verification.hasToken && say(texts.token)}
      </Typography.Text>
      <Tabs
        size="small"
        items={ways.map(({ key, label, text }) => ({
          ...{ key, label },
          children: <Copyable text={text.trimEnd()} isBlock />,
        }))}
      />
    </>
  )
}
