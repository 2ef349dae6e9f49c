import { regionOf } from './curl.ts'
import { type Cloud, hostOf, isSecure, NO_SECRET, type SentCall } from './sent-call.ts'

/** An ES module for Node with the cloud's own SDK. Source: docs/clients/{tencent,alibaba,volcengine}-node.md. */
export function nodeOf(cloud: Cloud, call: SentCall): string {
  return MODULES[cloud](call)
}

const MODULES = { tencent, alibaba, volcengine } as const satisfies Record<Cloud, (call: SentCall) => string>

function tencent(call: SentCall): string {
  const { service, action, version, endpoint, isJson } = call
  // Sent as text, parameters are taken as text.
  const method = isJson ? '' : `, reqMethod: 'GET'`
  return `// npm install tencentcloud-sdk-nodejs
import { ${service} } from 'tencentcloud-sdk-nodejs'

const client = new ${service}.v${version.replaceAll('-', '')}.Client({
  credential: { secretId: ${text(call.accessKeyId)}, secretKey: ${text(NO_SECRET)} },
  region: ${text(call.region)},
  profile: {
    httpProfile: { endpoint: ${text(hostOf(endpoint))}, protocol: '${isSecure(endpoint) ? 'https' : 'http'}://'${method} },
  },
})
console.log(await client.${action}(${literal(call.parameters)}))
`
}

function alibaba(call: SentCall): string {
  return `// npm install @alicloud/pop-core
import { RPCClient } from '@alicloud/pop-core'

const client = new RPCClient({
  accessKeyId: ${text(call.accessKeyId)},
  accessKeySecret: ${text(NO_SECRET)},
  endpoint: ${text(call.endpoint)},
  apiVersion: ${text(call.version)},
})
const parameters = ${literal(Object.fromEntries(call.pairs))}
console.log(await client.request(${text(call.action)}, parameters, { method: 'POST' }))
`
}

function volcengine(call: SentCall): string {
  return `// npm install @volcengine/openapi
import { Service } from '@volcengine/openapi'

const client = new Service({
  host: ${text(hostOf(call.endpoint))},
  protocol: '${isSecure(call.endpoint) ? 'https:' : 'http:'}',
  region: ${text(regionOf(call))},
  serviceName: ${text(call.service)},
  defaultVersion: ${text(call.version)},
  accessKeyId: ${text(call.accessKeyId)},
  secretKey: ${text(NO_SECRET)},
})
const query = ${literal(Object.fromEntries(call.pairs))}
console.log(await client.fetchOpenAPI({ Action: ${text(call.action)}, query }))
`
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
}

function literal(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
