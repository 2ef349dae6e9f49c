import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'

import { sshTexts as texts } from './ssh-texts.ts'
import { findInstance } from './find-instance.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { accessOf, type KnownAccess, knownHostsLine } from './known-access.ts'

export interface SshFlags {
  readonly identity?: string
  readonly user?: string
}

interface Session extends SshFlags {
  readonly instance: string
  readonly command: readonly string[]
}

/**
 * Runs the system's ssh, which knows the host key of the instance and takes no other.
 * @throws CommandError with the exit code of ssh, where that is not 0
 */
export async function openSession(
  { environment }: CommandContext,
  client: OwnApiClient,
  session: Session,
): Promise<void> {
  const instance = await findInstance(client, session.instance)
  if (!instance.access) throw new CommandError(texts.noAccess(instance.id), EXIT.no)
  const access = accessOf(instance)
  if (!access) throw new CommandError(texts.noHostKey(instance.id), EXIT.no)
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-ssh-'))
  try {
    const knownHosts = join(folder, 'known_hosts')
    writeFileSync(knownHosts, `${knownHostsLine(access)}\n`)
    const code = await runSsh(argumentsOf(access, session, knownHosts), environment)
    if (code !== EXIT.done) throw new CommandError('', code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function argumentsOf(access: KnownAccess, session: Session, knownHosts: string): readonly string[] {
  const { host, port, user, alias, jump } = access
  const { identity, command } = session
  const options = {
    HostKeyAlias: alias,
    UserKnownHostsFile: knownHosts,
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    CheckHostIP: 'no',
    ...(identity === undefined ? {} : { IdentitiesOnly: 'yes' }),
  }
  return [
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(identity === undefined ? [] : ['-i', identity]),
    ...(jump === undefined ? [] : ['-J', jump]),
    ...['-p', String(port), '-l', session.user ?? user, '--', host],
    ...command,
  ]
}

function runSsh(args: readonly string[], env: CommandContext['environment']): Promise<number> {
  // An interrupt reaches ssh as well, which decides what it means at the other end.
  const ignore = () => undefined
  process.on('SIGINT', ignore)
  return new Promise<number>((resolve, reject) => {
    const ssh = spawn('ssh', args, { stdio: 'inherit', env: { ...env } })
    ssh.once('error', () => reject(new CommandError(texts.noSsh, EXIT.no)))
    ssh.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  }).finally(() => process.off('SIGINT', ignore))
}
