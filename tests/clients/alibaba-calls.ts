import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { expect } from 'vitest'
import { unwrapDefault } from './unwrap-default.ts'

// The official SDK, unmodified, and what the scripted lives ask it more than once.

export const REGION = 'cn-hangzhou'

export interface Credential {
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

/** `endpoint` is `127.0.0.1:PORT`. */
export function ecsClient(endpoint: string, credential: Credential) {
  const Client = unwrapDefault(EcsModule)
  return new Client(new Config({ ...credential, endpoint, regionId: REGION, protocol: 'HTTP' }))
}

export type EcsClient = ReturnType<typeof ecsClient>

/** The first page of what these filters find. */
export async function listInstances(client: EcsClient, filters: object) {
  const request = new ecs.DescribeInstancesRequest({ regionId: REGION, ...filters })
  const { body } = await client.describeInstances(request)
  return body?.instances?.instance ?? []
}

/** The first page of what these filters find. */
export async function listKeyPairs(client: EcsClient, filters: object) {
  const request = new ecs.DescribeKeyPairsRequest({ regionId: REGION, ...filters })
  const { body } = await client.describeKeyPairs(request)
  return body?.keyPairs?.keyPair ?? []
}

/** The instance, once it runs. */
export async function running(client: EcsClient, id: string) {
  const find = async () => (await listInstances(client, { instanceIds: JSON.stringify([id]) }))[0]
  await expect.poll(find, { timeout: 10_000 }).toMatchObject({ status: 'Running' })
  return find()
}

/** Runs one instance; its id. */
export async function runInstance(client: EcsClient, more: object = {}): Promise<string> {
  const plain = { imageId: 'ubuntu_22_04_x64_20G_alibase_20240819.vhd', instanceType: 'ecs.g6.large' }
  const request = { regionId: REGION, ...plain, securityGroupId: 'sg-bp1one', ...more }
  const { body } = await client.runInstances(new ecs.RunInstancesRequest(request))
  return body?.instanceIdSets?.instanceIdSet?.[0] ?? ''
}

export async function deletePairs(client: EcsClient, names: readonly string[]): Promise<void> {
  const keyPairNames = JSON.stringify(names)
  await client.deleteKeyPairs(new ecs.DeleteKeyPairsRequest({ regionId: REGION, keyPairNames }))
}
