/* oxlint-disable typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-return --
   plain JavaScript, and the package is installed only where this is run */
// What the tests of all three runners share: one world, and how to log in to its instance with the SSH client.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const INSTANCE = 'ins-1e4r6y8i'

export const WORLD = {
  accounts: [
    {
      id: '1000000001',
      name: 'acme',
      users: [{ name: 'root', accessKeys: [{ id: 'AKIDacmeroot', secret: 'acme-root-secret' }] }],
    },
  ],
  instances: [
    {
      dialect: 'tencent-cvm',
      account: 'acme',
      region: 'ap-guangzhou',
      id: INSTANCE,
      state: 'stopped',
    },
  ],
}

export const ACME = { accessKeyId: 'AKIDacmeroot', accessKeySecret: 'acme-root-secret' }

/** Binds a new key pair, starts the instance, and returns the private key. */
export async function letIn(cvm) {
  const { KeyPair } = await cvm.CreateKeyPair({ KeyName: 'mine', ProjectId: 0 })
  await cvm.AssociateInstancesKeyPairs({ KeyIds: [KeyPair.KeyId], InstanceIds: [INSTANCE] })
  await settled(cvm, 'STOPPED')
  await cvm.StartInstances({ InstanceIds: [INSTANCE] })
  await settled(cvm, 'RUNNING')
  return KeyPair.PrivateKey
}

async function settled(cvm, state) {
  for (;;) {
    const { InstanceSet } = await cvm.DescribeInstances({ InstanceIds: [INSTANCE] })
    const { InstanceState, LatestOperationState } = InstanceSet[0]
    if (InstanceState === state && LatestOperationState === 'SUCCESS') return
  }
}

/** What a command prints on the instance; any other host key than the one of `login` is refused. */
export async function runOver(login, privateKey, command) {
  const home = await mkdtemp(join(tmpdir(), 'keyplane-project-'))
  try {
    await writeFile(join(home, 'key'), privateKey, { mode: 0o600 })
    await writeFile(join(home, 'known_hosts'), login.knownHosts)
    const settings = ['StrictHostKeyChecking=yes', 'BatchMode=yes', `UserKnownHostsFile=${home}/known_hosts`]
    const options = settings.flatMap((setting) => ['-o', setting])
    const { stdout } = await promisify(execFile)('ssh', [
      ...['-F', 'none', '-i', join(home, 'key'), ...options],
      ...['-p', String(login.port), '-l', login.user, login.host, command],
    ])
    return stdout
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}
