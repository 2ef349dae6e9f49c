import { z } from 'zod'

import { EXIT_NO, EXIT_USAGE, CommandError, type OwnClient } from './own-client.ts'
import { rowsAsText } from './print-rows.ts'

export interface Output {
  /** One JSON document per line instead of words. */
  readonly json?: boolean
}

const listed = z.object({
  hosts: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      account: z.string(),
      dialect: z.string(),
      region: z.string(),
      loginUser: z.string(),
      drift: z.string(),
      isPending: z.boolean(),
      way: z.array(z.object({ address: z.string(), port: z.number() })),
    }),
  ),
})

/** Prints the enrolled hosts. */
export async function listHosts(client: OwnClient, { json }: Output): Promise<void> {
  const answer = await client.call('GET', '/hosts')
  if (json) return print(answer)
  const rows = listed.parse(answer).hosts.map((host) => {
    const way = host.way.map(({ address, port }) => `${address}:${port}`).join(' > ')
    const { id, name, loginUser, dialect, region, account, drift, isPending } = host
    return [
      id,
      name,
      `${loginUser} at ${way}`,
      `${dialect} ${region} ${account}`,
      drift,
      isPending ? 'pending' : '',
    ]
  })
  process.stdout.write(rowsAsText([['ID', 'NAME', 'LOGIN', 'CLOUD', 'DRIFT', ''], ...rows]))
}

const checked = z.looseObject({
  id: z.string(),
  address: z.string(),
  state: z.string(),
  settled: z.string().optional(),
  keys: z.object({ ours: z.array(z.string()), missing: z.array(z.string()), extra: z.array(z.string()) }),
  foreign: z.array(z.string()),
  password: z.object({ isAnswered: z.boolean().nullable(), shouldBe: z.boolean().nullable() }),
  message: z.string(),
})

export interface CheckFlags extends Output {
  readonly all?: boolean
  readonly mode?: string
}

/** Checks hosts and prints each when it was looked at; resolves to whether all are in sync now. */
export async function checkHosts(
  client: OwnClient,
  ids: readonly string[],
  flags: CheckFlags,
): Promise<boolean> {
  if (ids.length > 0 === (flags.all === true)) {
    throw new CommandError('name hosts, or all of them by --all', EXIT_USAGE)
  }
  const mode = flags.mode === undefined ? {} : { mode: flags.mode }
  let isInSync = true
  for await (const line of client.lines('POST', '/hosts/check', { ...(flags.all ? {} : { ids }), ...mode })) {
    const host = checked.parse(line)
    isInSync &&= host.state === 'in-sync' || host.settled === 'adopted' || host.settled === 'enforced'
    if (flags.json) print(line)
    else process.stdout.write(`${host.id}  ${host.address}  ${checkText(host)}\n`)
  }
  return isInSync
}

function checkText(host: z.output<typeof checked>): string {
  const { state, settled, keys, foreign, password, message } = host
  const parts = [
    state + (settled === undefined ? '' : `, ${settled}`),
    ...(keys.missing.length > 0 ? [`${keys.missing.length} of our keys missing`] : []),
    ...(keys.extra.length > 0 ? [`${keys.extra.length} of our keys too many`] : []),
    ...(password.shouldBe !== null && password.isAnswered !== password.shouldBe
      ? [`passwords are ${password.isAnswered ? 'answered' : 'refused'}`]
      : []),
    ...(foreign.length > 0 ? [`${foreign.length} foreign lines`] : []),
    ...(message === '' ? [] : [message]),
  ]
  return parts.join('; ')
}

const bound = z.object({ id: z.string(), address: z.string(), outcome: z.string(), message: z.string() })

/** Binds a key pair at hosts and prints each when it is done; resolves to whether all are bound. */
export async function bindHosts(
  client: OwnClient,
  { key, hosts }: { readonly key: string; readonly hosts: readonly string[] },
  { json }: Output,
): Promise<boolean> {
  let done = 0
  let isBound = true
  for await (const line of client.lines('POST', '/bindings', { key, hosts })) {
    const { id, address, outcome, message } = bound.parse(line)
    isBound &&= outcome === 'bound'
    const progress = `${String(++done).padStart(String(hosts.length).length)}/${hosts.length}`
    if (json) print(line)
    else
      process.stdout.write(
        `${progress}  ${id}  ${address}  ${outcome}${message === '' ? '' : `: ${message}`}\n`,
      )
  }
  return isBound
}

const rotated = z.object({ host: z.string(), step: z.string(), outcome: z.string(), message: z.string() })

export interface KeyFlags extends Output {
  readonly rotate?: boolean
  /** Hosts that a rotation leaves out. */
  readonly skip?: readonly string[]
}

/** Prints the public management key, or replaces it on every host; resolves to whether that went through. */
export async function managementKey(client: OwnClient, flags: KeyFlags): Promise<boolean> {
  const { skip } = flags
  if (skip && !flags.rotate) throw new CommandError('--skip belongs to --rotate', EXIT_USAGE)
  let isDone = true
  if (flags.rotate) {
    for await (const line of client.lines('POST', '/hosts/key/rotate', skip && { skip })) {
      const { host, step, outcome, message } = rotated.parse(line)
      isDone &&= outcome !== 'failed'
      if (flags.json) print(line)
      else process.stderr.write(`${host}  ${step}  ${outcome}${message === '' ? '' : `: ${message}`}\n`)
    }
  }
  const { publicKey } = z.object({ publicKey: z.string() }).parse(await client.call('GET', '/hosts/key'))
  if (!flags.json || !flags.rotate) process.stdout.write(`${publicKey} keyplane-management\n`)
  return isDone
}

/** Thrown after everything was printed: only the exit code is left to tell. */
export function orExit(isGood: boolean): void {
  if (!isGood) throw new CommandError('', EXIT_NO)
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
