import { z } from 'zod'

import { listNamed, pickHosts, referenceOf } from './named-hosts.ts'
import { EXIT_NO, EXIT_USAGE, CommandError, type OwnClient } from './own-client.ts'
import { rowsAsText } from './print-rows.ts'
import { watchHosts } from './watch-hosts.ts'

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

/** Checks hosts and shows each when it was looked at; resolves to whether all are in sync now. */
export async function checkHosts(
  client: OwnClient,
  names: readonly string[],
  flags: CheckFlags,
): Promise<boolean> {
  if (names.length > 0 === (flags.all === true)) {
    throw new CommandError('name hosts, or all of them by --all', EXIT_USAGE)
  }
  const all = await listNamed(client)
  const hosts = flags.all ? all : pickHosts(all, names)
  const ids = flags.all ? {} : { ids: hosts.map(referenceOf(all)) }
  const mode = flags.mode === undefined ? {} : { mode: flags.mode }
  const watch = {
    hosts,
    lines: client.lines('POST', '/hosts/check', { ...ids, ...mode }),
    read(line: unknown) {
      const host = checked.parse(line)
      const { id, address, state, settled = '' } = host
      const isGood = state === 'in-sync' || ['adopted', 'enforced'].includes(settled)
      return { id, address, isGood, text: checkText(host) }
    },
    words: { done: 'checked', good: 'in sync', bad: 'not in sync' },
    isNumbered: false,
    interrupted: 'no longer checking. What has begun on a host goes on in the server',
  }
  return watchHosts(watch, flags.json)
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
