import { readFile } from 'node:fs/promises'
import type { Duplex } from 'node:stream'

import type { Client, ConnectConfig, ServerHostKeyAlgorithm } from 'ssh2'

import { MachineError } from '../../../core/machines/driver.ts'
import type { Secret } from '../../../core/secret.ts'
import { type Hop, lastOf } from '../host-record.ts'
import { SshConnection, type Within } from './connection.ts'
import { UnreachableError } from './unreachable.ts'

/** What every connection of this deployment uses. */
export interface ConnectParts {
  /** The deployment's own private key, OpenSSH or PEM text; asked for when a hop logs in with it. */
  readonly managementKey: () => Promise<Secret>
  /** Longest that one hop may take to log in, in milliseconds. */
  readonly timeoutMs: number
  /** Socket of the agent for logins that name none. */
  readonly agentSocket?: string | undefined
}

/** A hop whose server has shown a key that is not among the pinned ones. */
export class HostKeyError extends MachineError {
  /** The key that was shown: type and base64. */
  readonly shown: string

  constructor(hop: HopAddress, shown: string) {
    super(`${hopName(hop)} shows another host key than the pinned one: nothing was sent to it`)
    this.shown = shown
  }
}

type HopAddress = Pick<Hop, 'address' | 'port'>

/**
 * Logs in to the last hop through all others, each with its pinned host key. Disposing the connection ends every hop.
 * `firstSocket` is an open way to the first hop.
 * @throws MachineError in plain words; HostKeyError for a wrong host key; the signal's reason when it is aborted
 */
export async function connectTo(
  hops: readonly Hop[],
  { firstSocket, ...parts }: ConnectParts & { readonly firstSocket?: Duplex },
  signal: AbortSignal,
): Promise<SshConnection> {
  const last = lastOf(hops)
  const clients: Client[] = []
  try {
    for (const hop of hops) {
      const within = { signal, timeoutMs: parts.timeoutMs }
      const sock = clients.length === 0 ? firstSocket : await forwardTo(clients.at(-1), hop, within)
      clients.push(await open(hop, { ...(await loginConfig(hop, parts)), ...(sock && { sock }) }, signal))
    }
  } catch (error) {
    for (const client of clients.toReversed()) client.destroy()
    throw error
  }
  return new SshConnection(clients, hopName(last))
}

/**
 * The host key that a server shows before anybody logs in: type and base64. `via` are the hops before it.
 * With `preferred`, servers that have several keys show one of these types.
 */
export async function readHostKey(
  target: HopAddress & { readonly preferred?: readonly ServerHostKeyAlgorithm[] },
  via: { readonly hops: readonly Hop[]; readonly parts: ConnectParts },
  signal: AbortSignal,
): Promise<string> {
  return throughHops({ ...via, target }, signal, (sock) =>
    shownKey(target, { sock, timeoutMs: via.parts.timeoutMs }, signal),
  )
}

async function shownKey(
  target: HopAddress & { readonly preferred?: readonly ServerHostKeyAlgorithm[] },
  { sock, timeoutMs }: { readonly sock: Duplex | undefined; readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<string> {
  const shown = Promise.withResolvers<string>()
  const config: ConnectConfig = {
    ...addressConfig(target, timeoutMs),
    ...(sock && { sock }),
    username: 'keyplane',
    ...(target.preferred && { algorithms: { serverHostKey: [...target.preferred] } }),
    hostVerifier: (key: Buffer) => {
      shown.resolve(keyLine(key))
      return false
    },
  }
  return Promise.race([shown.promise, open(target, config, signal).then(() => shown.promise)])
}

/** The ways to log in with a password that the last hop offers this user; see {@link offeredLogins}. */
export async function offeredPasswords(
  ...asked: Parameters<typeof offeredLogins>
): Promise<readonly string[]> {
  const offered = await offeredLogins(...asked)
  return offered.filter((method) => method === 'password' || method === 'keyboard-interactive')
}

/**
 * The ways to log in that the last hop offers this user, such as `publickey` and `password`, without using one.
 * Source: RFC 4252 §5.2 (method "none").
 */
export async function offeredLogins(
  hops: readonly Hop[],
  { user, ...parts }: ConnectParts & { readonly user: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const target = lastOf(hops)
  return throughHops({ hops: hops.slice(0, -1), parts, target }, signal, (sock) =>
    offeredTo(user, { target, sock, timeoutMs: parts.timeoutMs }, signal),
  )
}

async function offeredTo(
  user: string,
  {
    target,
    sock,
    timeoutMs,
  }: { readonly target: Hop; readonly sock: Duplex | undefined; readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const offered = Promise.withResolvers<readonly string[]>()
  let isAsked = false
  const config: ConnectConfig = {
    ...pinnedConfig(target, timeoutMs),
    ...(sock && { sock }),
    username: user,
    authHandler: (left, _partial, next) => {
      if (isAsked) {
        offered.resolve(left)
        // ssh2 takes false for "nothing left to try"; its types know only methods.
        return next(false as never)
      }
      isAsked = true
      return next('none')
    },
  }
  const anyone = open(target, config, signal).then((client) => {
    client.end()
    return ['none']
  })
  // Being refused is what is expected: the list came before. Where the line was cut first, no list will ever come.
  return Promise.race([offered.promise, anyone])
}

/** Runs `work` with a stream to the target over these hops; without hops with none. The hops are closed afterwards. */
async function throughHops<T>(
  {
    hops,
    parts,
    target,
  }: { readonly hops: readonly Hop[]; readonly parts: ConnectParts; readonly target: HopAddress },
  signal: AbortSignal,
  work: (sock: Duplex | undefined) => Promise<T>,
): Promise<T> {
  if (hops.length === 0) return work(undefined)
  const way = await connectTo(hops, parts, signal)
  try {
    return await work(await way.forward(target, { signal, timeoutMs: parts.timeoutMs }))
  } finally {
    await way[Symbol.asyncDispose]()
  }
}

async function forwardTo(client: Client | undefined, hop: Hop, within: Within): Promise<Duplex | undefined> {
  within.signal.throwIfAborted()
  if (client === undefined) return undefined
  return new SshConnection([client], 'the jump host').forward(hop, within)
}

async function loginConfig(hop: Hop, parts: ConnectParts): Promise<ConnectConfig> {
  const config = { ...pinnedConfig(hop, parts.timeoutMs), username: hop.user }
  switch (hop.login.kind) {
    case 'management':
    case 'identity':
      return { ...config, privateKey: await privateKeyOf(hop.login, parts) }
    case 'agent': {
      const agent = hop.login.socket ?? parts.agentSocket
      if (agent === undefined) throw new MachineError(`${hopName(hop)}: there is no SSH agent to log in with`)
      return { ...config, agent }
    }
  }
}

/** The private key text that a hop is logged in to with. @throws MachineError when it cannot be read */
export async function privateKeyOf(
  login: Exclude<Hop['login'], { kind: 'agent' }>,
  parts: Pick<ConnectParts, 'managementKey'>,
): Promise<string> {
  return login.kind === 'identity' ? readIdentity(login.file) : (await parts.managementKey()).reveal()
}

async function readIdentity(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new MachineError(`the private key ${file} cannot be read`, { cause })
  }
}

function addressConfig({ address, port }: HopAddress, timeoutMs: number): ConnectConfig {
  return { host: address, port, readyTimeout: timeoutMs, keepaliveInterval: 10_000, keepaliveCountMax: 2 }
}

/** Only the types of the pinned keys are agreed on, so that a server with several keys shows the right one. */
function pinnedConfig(hop: Hop, timeoutMs: number): ConnectConfig {
  const algorithms = hop.hostKeys.flatMap((line) => ALGORITHMS[line.split(' ')[0] ?? ''] ?? [])
  return { ...addressConfig(hop, timeoutMs), algorithms: { serverHostKey: [...new Set(algorithms)] } }
}

/** How servers may sign with a key of this type. */
const ALGORITHMS: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
}

/** The wire form of a key as a line; its type is its first field. Source: RFC 4253 §6.6. */
function keyLine(key: Buffer): string {
  return `${key.toString('latin1', 4, 4 + key.readUInt32BE(0))} ${key.toString('base64')}`
}

/** Opens one client and waits until it is logged in. A hop with pinned keys must show one of them. */
async function open(
  hop: HopAddress & Partial<Pick<Hop, 'hostKeys'>>,
  config: ConnectConfig,
  signal: AbortSignal,
): Promise<Client> {
  // The SSH library takes 11 MB and 40 ms: nobody without hosts pays for it.
  const { default: ssh2 } = await import('ssh2')
  const client = new ssh2.Client()
  const ready = Promise.withResolvers<Client>()
  const { hostKeys } = hop
  const hostVerifier = (key: Buffer) => {
    const shown = keyLine(key)
    if (hostKeys?.includes(shown)) return true
    ready.reject(new HostKeyError(hop, shown))
    return false
  }
  const onAbort = () => {
    client.destroy()
    ready.reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  client.on('ready', () => ready.resolve(client))
  // What is sent are short messages that wait for an answer. A way over another host has no such setting.
  client.on('connect', () => config.sock ?? client.setNoDelay(true))
  // Stays for the life of the client: an error event without a listener would end the process.
  client.on('error', (error) => ready.reject(inPlainWords(hop, error)))
  client.on('close', () => ready.reject(new MachineError(`${hopName(hop)} closed the connection`)))
  try {
    signal.throwIfAborted()
    // The library would wait until its time is over for a socket that has said all it will ever say.
    if (config.sock?.destroyed) throw new UnreachableError(`${hopName(hop)} broke the connection`)
    client.connect(hostKeys === undefined ? config : { ...config, hostVerifier })
  } catch (error) {
    ready.reject(signal.aborted || error instanceof MachineError ? error : notUsable(hop, error))
  }
  return await ready.promise.finally(() => signal.removeEventListener('abort', onAbort))
}

/** What is wrong before anything was sent, such as a private key that does not read. */
function notUsable(hop: HopAddress, cause: unknown): MachineError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new MachineError(`${hopName(hop)} cannot be logged in to: ${why}`, { cause })
}

function inPlainWords(hop: HopAddress, cause: unknown): MachineError {
  if (cause instanceof MachineError) return cause
  const why = cause instanceof Error ? cause.message : String(cause)
  const level = cause instanceof Error && 'level' in cause ? cause.level : undefined
  if (level === 'client-authentication') {
    return new MachineError(`${hopName(hop)} refused the login`, { cause })
  }
  if (level === 'client-timeout')
    return new UnreachableError(`${hopName(hop)} did not answer in time`, { cause })
  return new UnreachableError(`${hopName(hop)} cannot be reached: ${why}`, { cause })
}

function hopName({ address, port }: HopAddress): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
