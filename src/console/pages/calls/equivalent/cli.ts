import { regionOf } from './curl.ts'
import { type Cloud, hostOf, isSecure, NO_SECRET, type Pair, quoted, type SentCall } from './sent-call.ts'

/** Services that the clouds' command lines have under the same name. */
const SERVICES: Readonly<Record<Cloud, ReadonlySet<string>>> = {
  tencent: new Set(['cvm', 'lighthouse', 'vpc', 'cbs', 'tag', 'cam', 'sts']),
  alibaba: new Set(['ecs', 'vpc', 'sts']),
  volcengine: new Set(['ecs', 'vpc', 'iam', 'sts']),
}

/** A command of tccli, aliyun or ve; undefined where it has none. Source: docs/clients/{tccli,aliyun-cli,ve}.md. */
export function cliOf(cloud: Cloud, call: SentCall): string | undefined {
  return SERVICES[cloud].has(call.service) ? COMMANDS[cloud](call) : undefined
}

const COMMANDS = { tencent, alibaba, volcengine } as const satisfies Record<Cloud, (call: SentCall) => string>

function tencent(call: SentCall): string {
  const given = Object.entries(call.parameters).map(([name, value]): Pair => [name, argument(value)])
  return `export TENCENTCLOUD_SECRET_ID=${quoted(call.accessKeyId)} TENCENTCLOUD_SECRET_KEY=${quoted(NO_SECRET)}
tccli ${call.service} ${call.action} --endpoint ${quoted(call.endpoint)}${
    call.region === '' ? '' : ` --region ${quoted(call.region)}`
  }${flags(given)}
`
}

function alibaba(call: SentCall): string {
  const scheme = isSecure(call.endpoint) ? '' : ' --insecure'
  const region = Object.fromEntries(call.pairs)['RegionId'] ?? call.region
  const given = call.pairs.filter(([name]) => name !== 'RegionId')
  return `export ALIBABA_CLOUD_ACCESS_KEY_ID=${quoted(call.accessKeyId)} ALIBABA_CLOUD_ACCESS_KEY_SECRET=${quoted(NO_SECRET)}
export ALIBABA_CLOUD_REGION_ID=${quoted(region || 'cn-hangzhou')} ALIBABA_CLOUD_ENDPOINT=${quoted(hostOf(call.endpoint))}
aliyun ${call.service} ${call.action}${scheme}${flags(given)}
`
}

function volcengine(call: SentCall): string {
  const plain = isSecure(call.endpoint) ? '' : ' VOLCENGINE_DISABLE_SSL=true'
  return `export VOLCENGINE_ACCESS_KEY=${quoted(call.accessKeyId)} VOLCENGINE_SECRET_KEY=${quoted(NO_SECRET)}
export VOLCENGINE_REGION=${quoted(regionOf(call))} VOLCENGINE_ENDPOINT=${quoted(hostOf(call.endpoint))}${plain}
ve ${call.service} ${call.action}${flags(call.pairs)}
`
}

function flags(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => ` \\\n  ${quoted(`--${name}`)} ${quoted(value)}`).join('')
}

/** tccli takes lists and structures as JSON, and truth as Python writes it. */
function argument(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return JSON.stringify(value)
}
