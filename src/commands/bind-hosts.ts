import { z } from 'zod'

import { listNamed, pickHosts, referenceOf } from './named-hosts.ts'
import { CommandError, EXIT_USAGE, type OwnClient } from './own-client.ts'
import { watchHosts } from './watch-hosts.ts'

export interface BindFlags {
  readonly key: string
  /** Ids, names or addresses, separated by commas. */
  readonly hosts?: string
  readonly allHosts?: boolean
  /** The key pair is the only one afterwards. */
  readonly replace?: boolean
  /** One JSON document per host instead of words. */
  readonly json?: boolean
}

const changed = z.object({ id: z.string(), address: z.string(), outcome: z.string(), message: z.string() })

const METHODS = { bind: 'POST', unbind: 'DELETE' } as const
const GOOD = { bind: 'bound', unbind: 'unbound' } as const

/** Binds or unbinds a key pair at hosts and shows each when it is done; resolves to whether all are. */
export async function changeBindings(
  client: OwnClient,
  verb: 'bind' | 'unbind',
  flags: BindFlags,
): Promise<boolean> {
  const names = namesOf(flags)
  const all = await listNamed(client)
  const hosts = names ? pickHosts(all, names) : all
  if (hosts.length === 0) throw new CommandError('no host is enrolled', EXIT_USAGE)
  const { key, replace = false, json } = flags
  const body = { key, hosts: hosts.map(referenceOf(all)), ...(replace && { replace }) }
  const good = GOOD[verb]
  const watch = {
    hosts,
    lines: client.lines(METHODS[verb], '/bindings', body),
    read(line: unknown) {
      const { id, address, outcome, message } = changed.parse(line)
      const text = `${outcome}${message === '' ? '' : `: ${message}`}`
      return { id, address, isGood: outcome === good, text }
    },
    words: { done: 'done', good, bad: 'failed' },
    isNumbered: true,
    interrupted:
      'no longer watching. What has begun goes on in the server; "keyplane host list" tells what is pending',
  }
  return watchHosts(watch, json)
}

/** Undefined: all of them. @throws CommandError when neither is named, or both */
function namesOf({ hosts, allHosts = false }: BindFlags): readonly string[] | undefined {
  if ((hosts !== undefined) === allHosts) {
    throw new CommandError('name hosts by --hosts, or all of them by --all-hosts', EXIT_USAGE)
  }
  const names = hosts
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names?.length === 0) throw new CommandError('--hosts names no host', EXIT_USAGE)
  return names
}
