import { Agent } from 'node:http'
import { connect } from 'node:net'

import { expect } from 'vitest'

import { like } from '../../src/dialects/kit/tencent/test-support/test-room.ts'

export const SIGNER = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }
export const PASSWORD = 'S3cret-pw!'

/** A user without policies. */
export const ALICE = { secretId: 'AKIDalice', secretKey: 'alice-secret' }
/** Of an account that has more key pairs than it may create. */
export const BULK_SIGNER = { secretId: 'AKIDbulkroot', secretKey: 'bulk-root-secret' }

export const ACCOUNTS = `
accounts:
  - id: "1000000001"
    name: acme
    users:
      - { name: root, accessKeys: [{ id: ${SIGNER.secretId}, secret: ${SIGNER.secretKey} }] }
      - { name: alice, accessKeys: [{ id: ${ALICE.secretId}, secret: ${ALICE.secretKey} }] }
  - id: "1000000002"
    name: bulk
    users: [{ name: root, accessKeys: [{ id: ${BULK_SIGNER.secretId}, secret: ${BULK_SIGNER.secretKey} }] }]
`

/** Connects to the server of the test whatever host a client names. */
export function agentTo(api: string): Agent {
  const { hostname, port } = new URL(api)
  const agent = new Agent()
  agent.createConnection = () => connect(Number(port), hostname)
  return agent
}

/** A Tencent refusal as the SDK throws it, with the id of the request. */
export function refused(code: string, message: string | RegExp = /./): unknown {
  const text: unknown = typeof message === 'string' ? message : like(message)
  return expect.objectContaining({ code, message: text, requestId: like(UUID) })
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `count` ids of the form that the cloud's own have. */
export function ids(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(8, '0')}`)
}
