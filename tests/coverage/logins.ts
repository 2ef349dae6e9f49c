import { sshKey, sshPassword, type SshTarget } from '../ssh-client.ts'

/** Whether the system's ssh opens a session with the key, and with the password. */
export async function whoGetsIn(
  machine: Pick<SshTarget, 'host' | 'port' | 'user'>,
  { privateKey, password }: { readonly privateKey: string; readonly password: string },
): Promise<{ readonly key: boolean; readonly password: boolean }> {
  const target = { ...machine, command: 'echo in' }
  const byKey = await sshKey({ ...target, privateKey })
  const byPassword = await sshPassword({ ...target, password })
  return { key: byKey.stdout === 'in\n', password: byPassword.stdout === 'in\n' }
}

/** Whether the system's ssh opens a session with the key. */
export async function opensWith(
  machine: Pick<SshTarget, 'host' | 'port' | 'user'>,
  privateKey: string,
): Promise<boolean> {
  return (await sshKey({ ...machine, privateKey, command: 'echo in' })).stdout === 'in\n'
}
