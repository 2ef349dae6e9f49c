import { header, type WireRequest } from '../../src/dialects/kit/wire-request.ts'

/** The official client that sent a request, by marks that it alone leaves; undefined for what a test signed itself. */
export function clientOf(request: WireRequest): string | undefined {
  const agent = header(request, 'user-agent') ?? ''
  // Sent in every form and with every signature.
  if (header(request, 'x-tc-traceid') !== undefined) return 'tencentcloud-sdk-nodejs'
  // The two stand on different runtimes, which give themselves different numbers.
  if (agent.includes('TeaDSL/2')) return '@alicloud/ecs20140526'
  if (agent.includes('TeaDSL/1')) return '@alicloud/openapi-client'
  if (header(request, 'x-sdk-client') !== undefined) return '@alicloud/pop-core'
  if (agent.startsWith('volc-sdk-nodejs/')) return '@volcengine/openapi'
  // Only this client sends with that library here.
  return agent.startsWith('axios/') ? '@volcengine/sdk-core' : undefined
}
