import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'

/** Longest that one run of the SSH client may take, in milliseconds. */
const TIMEOUT_MS = 20_000

export interface SshTarget {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Absent: a shell, which runs what it reads on `stdin`. */
  readonly command?: string
  /** Standard input; none by default. */
  readonly stdin?: string
  /** More options of ssh_config, as `Name=value`. */
  readonly options?: readonly string[]
  /** Lines of the known_hosts file; with them, any other host key is refused. */
  readonly knownHosts?: string
}

export interface SshResult {
  /** Exit code of the command; 255 where the client failed itself; undefined when it was killed. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Logs in with a private key (OpenSSH or PEM text) through the machine's own OpenSSH client. */
export function sshKey(target: SshTarget & { readonly privateKey: string }): Promise<SshResult> {
  return inOwnHome(async (home) => {
    const keyFile = join(home, 'key')
    await writeFile(keyFile, target.privateKey, { mode: 0o600 })
    return runSsh(target, { home, options: ['-i', keyFile, '-o', 'BatchMode=yes'] })
  })
}

/** Logs in with a password through the machine's own OpenSSH client, which asks for it once. */
export function sshPassword(target: SshTarget & { readonly password: string }): Promise<SshResult> {
  return inOwnHome(async (home) => {
    const askPass = join(home, 'ask-pass')
    await writeFile(askPass, '#!/bin/sh\nprintf "%s\\n" "$KEYPLANE_TEST_PASSWORD"\n', { mode: 0o700 })
    const methods = target.options?.some((option) => option.startsWith('PreferredAuthentications='))
      ? []
      : ['-o', 'PreferredAuthentications=password']
    return runSsh(target, {
      home,
      options: [...methods, '-o', 'NumberOfPasswordPrompts=1', '-o', 'PubkeyAuthentication=no'],
      env: { SSH_ASKPASS: askPass, SSH_ASKPASS_REQUIRE: 'force', KEYPLANE_TEST_PASSWORD: target.password },
    })
  })
}

/** Options that keep the client away from the files and agents of whoever runs the tests. */
export function isolatedSshOptions(home: string): readonly string[] {
  const settings = ['IdentitiesOnly=yes', 'IdentityAgent=none', 'ConnectTimeout=10', 'LogLevel=ERROR']
  return [
    '-F',
    'none',
    ...settings.flatMap((setting) => ['-o', setting]),
    '-o',
    `UserKnownHostsFile=${home}/known_hosts`,
  ]
}

/** Runs with an empty home directory, which is removed afterwards. */
export async function inOwnHome<Result>(run: (home: string) => Promise<Result>): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'keyplane-ssh-'))
  try {
    return await run(home)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function runSsh(
  target: SshTarget,
  { home, options, env = {} }: { home: string; options: readonly string[]; env?: Record<string, string> },
): Promise<SshResult> {
  const { host, port, user, command, stdin, knownHosts } = target
  if (knownHosts !== undefined) await writeFile(join(home, 'known_hosts'), knownHosts)
  const args = [
    ...(target.options ?? []).flatMap((option) => ['-o', option]),
    ...isolatedSshOptions(home),
    ...['-o', `StrictHostKeyChecking=${knownHosts === undefined ? 'no' : 'yes'}`],
    ...options,
    ...['-p', String(port), '-l', user, host],
    ...(command === undefined ? [] : [command]),
  ]
  const result = await execa('ssh', args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    timeout: TIMEOUT_MS,
    ...(stdin === undefined ? { stdin: 'ignore' as const } : { input: stdin }),
  })
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr }
}
