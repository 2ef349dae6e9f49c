/** Instances whose binding is carried out by a worker: a call of CVM is answered when the operation is committed. */
import { tencentRequest } from '../signed-requests.ts'

const OWNER = 'dialect: tencent-cvm, account: bench, region: ap-guangzhou'
const PAIRS = [
  ['skey-00000001', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'],
  ['skey-00000002', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+'],
  ['skey-00000003', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g'],
] as const

/** The first instance, and SQL for the id of the one whose number pgbench has drawn as `n`. */
export const INSTANCE = { first: instanceId(0), drawn: `'ins-b' || lpad((:n)::text, 7, '0')` }

function instanceId(number: number): string {
  return `ins-b${String(number).padStart(7, '0')}`
}

/** Binds one of the first two pairs to each instance. */
export function bindRequests(instances: number, pair: 0 | 1): readonly Buffer[] {
  return Array.from({ length: instances }, (_, number) => {
    const body = { InstanceIds: [instanceId(number)], KeyIds: [PAIRS[pair][0]] }
    return tencentRequest('AssociateInstancesKeyPairs', body, 'AKIDbench')
  })
}

/** Looks up the pair that no instance has: the answer names those that have it. */
export function readRequests(): readonly Buffer[] {
  return [tencentRequest('DescribeKeyPairs', { KeyIds: [PAIRS[2][0]] }, 'AKIDbench')]
}

export function seedFile(instances: number): string {
  const keyPairs = PAIRS.map(([id, key]) => `  - { ${OWNER}, id: ${id}, name: ${id}, publicKey: "${key}" }`)
  const lines = Array.from(
    { length: instances },
    (_, number) => `  - { ${OWNER}, id: ${instanceId(number)}, state: stopped }`,
  )
  const users = '[{ name: root, accessKeys: [{ id: AKIDbench, secret: keyplane }] }]'
  const accounts = `accounts:\n  - { id: "1000000001", name: bench, users: ${users} }`
  return [accounts, 'keyPairs:', ...keyPairs, 'instances:', ...lines, ''].join('\n')
}
