import { expect } from 'vitest'

import type { ServerProcess } from '../server-process.ts'
import { sshKey } from '../ssh-client.ts'
import { cvmClient } from './clouds.ts'

type Api = Pick<ServerProcess, 'api'>
type Ssh = Pick<ServerProcess, 'sshPort'>

/** The official CVM client of a server process. */
export function apiOf({ api }: Api) {
  return cvmClient(new URL(api).host)
}

/** Binds a new pair to a stopped instance and starts it; resolves to the private key. */
export async function bindNewKey(server: Api, id: string): Promise<string> {
  const api = apiOf(server)
  const { KeyPair } = await api.CreateKeyPair({ KeyName: 'mine', ProjectId: 0 })
  await api.AssociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [KeyPair?.KeyId ?? ''] })
  await untilDone(server, id, 'STOPPED')
  await api.StartInstances({ InstanceIds: [id] })
  await untilDone(server, id, 'RUNNING')
  return KeyPair?.PrivateKey ?? ''
}

export async function untilDone(
  server: Api,
  id: string,
  InstanceState: string,
  timeout = 20_000,
): Promise<void> {
  const describe = async () => (await apiOf(server).DescribeInstances({ InstanceIds: [id] })).InstanceSet?.[0]
  await expect
    .poll(describe, { timeout, interval: 20 })
    .toMatchObject({ InstanceState, LatestOperationState: 'SUCCESS' })
}

/** Logs in with a key, at the SSH endpoint of the same or of another process. */
export async function expectLogin(
  server: Api & Partial<Ssh>,
  login: { readonly id: string; readonly privateKey: string; readonly at?: Ssh },
): Promise<void> {
  const { InstanceSet } = await apiOf(server).DescribeInstances({ InstanceIds: [login.id] })
  const host = InstanceSet?.[0]?.PublicIpAddresses?.[0] ?? ''
  const port = (login.at ?? server).sshPort ?? 0
  const target = { host, port, user: 'root', command: 'echo in' }
  const { privateKey } = login
  expect(await sshKey({ ...target, privateKey })).toMatchObject({ exitCode: 0, stdout: 'in\n' })
}
