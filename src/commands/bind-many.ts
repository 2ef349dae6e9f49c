import { bindTexts as texts } from './bind-texts.ts'
import { findInstances, labelsOf, machineIdOf } from './find-instance.ts'
import { durationSeconds } from './kit/duration.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import type { AwaitedOne } from './kit/progress.ts'
import { watch } from './kit/watch.ts'
import { timeoutOf } from './kit/wait.ts'
import { awaitedOf, listNamed, type NamedHost, pickHosts, referenceOf } from './named-hosts.ts'

export interface BindFlags {
  readonly key: string
  /** Ids, names or addresses, separated by commas. */
  readonly instances?: string
  /** Ids, names or addresses, separated by commas. */
  readonly hosts?: string
  readonly allHosts?: boolean
  /** The key pair is the only one afterwards. */
  readonly replace?: boolean
  /** How long it stays bound. */
  readonly for?: string
  readonly force?: boolean
  readonly wait: boolean
  readonly timeout?: string
  /** One JSON document per result instead of words. */
  readonly json?: boolean
}

type Changed =
  Awaited<ReturnType<OwnApiClient['bindings']['add']>> extends AsyncIterable<infer Change> ? Change : never

const GOOD: Readonly<Record<'bind' | 'unbind', readonly Changed['outcome'][]>> = {
  bind: ['bound', 'pending', 'begun'],
  unbind: ['unbound', 'pending', 'begun'],
}

/** Binds or unbinds a key pair and shows each result when it is there; resolves to whether all are good. */
export async function changeBindings(
  context: CommandContext,
  client: OwnApiClient,
  { verb, ...flags }: BindFlags & { readonly verb: 'bind' | 'unbind' },
): Promise<boolean> {
  const { key, force = false, wait, json } = flags
  const { hosts, instances, awaited } = await meantBy(client, flags)
  const body = { key, hosts, instances, force, wait }
  const only = bindOnly(flags)
  const watched = {
    awaited,
    documents: (signal: AbortSignal) =>
      verb === 'bind'
        ? client.bindings.add({ ...body, ...only }, { signal })
        : client.bindings.remove(body, { signal }),
    read(change: Changed) {
      const { id, address, outcome, message } = change
      const text = [context.say(texts.outcomes[outcome]), ...(message === '' ? [] : [message])].join(': ')
      const labels = [id, ...(address === '' ? [] : [address])]
      return { key: keyIn(awaited, change), labels, isGood: GOOD[verb].includes(outcome), text }
    },
    words: { done: texts.done, good: texts.outcomes[verb === 'bind' ? 'bound' : 'unbound'], bad: texts.bad },
    isNumbered: true,
    interrupted: texts.interrupted,
    ...(flags.timeout !== undefined && { timeoutMs: timeoutOf(flags) }),
  }
  return watch(context, watched, { json })
}

function bindOnly({ replace, for: lasting }: BindFlags): { replace?: boolean; forSeconds?: number } {
  return {
    ...(replace === true && { replace }),
    ...(lasting !== undefined && { forSeconds: durationSeconds('--for', lasting) }),
  }
}

interface Meant {
  readonly hosts: string[]
  readonly instances: string[]
  readonly awaited: readonly AwaitedOne[]
}

/** @throws CommandError when nothing is named, or what nobody has */
async function meantBy(client: OwnApiClient, flags: BindFlags): Promise<Meant> {
  if (flags.hosts !== undefined && flags.allHosts) throw new CommandError(texts.bothHosts, EXIT.usage)
  const isNamed = [flags.instances, flags.hosts, flags.allHosts].some((given) => given !== undefined)
  if (!isNamed) throw new CommandError(texts.nameSome, EXIT.usage)
  const instances = await findInstances(client, namesOf('instance', flags.instances))
  const names = namesOf('host', flags.hosts)
  const all = names.length > 0 || flags.allHosts ? await listNamed(client) : []
  const hosts: readonly NamedHost[] = flags.allHosts ? all : pickHosts(all, names)
  if (hosts.length + instances.length === 0) throw new CommandError(texts.noHostEnrolled, EXIT.usage)
  return {
    hosts: hosts.map(referenceOf(all)),
    instances: instances.map(machineIdOf),
    awaited: [
      ...hosts.map(awaitedOf),
      ...instances.map((one) => ({ key: machineIdOf(one), labels: labelsOf(one) })),
    ],
  }
}

function namesOf(what: 'host' | 'instance', given: string | undefined): readonly string[] {
  const names = given?.split(',').map((name) => name.trim())
  const named = [...new Set(names?.filter((name) => name !== ''))]
  if (given !== undefined && named.length === 0) {
    throw new CommandError(texts.namesNone(`--${what}s`, what), EXIT.usage)
  }
  return named
}

/** What a result is about: a host by id and address, an instance by its whole id. */
function keyIn(awaited: readonly AwaitedOne[], { id, dialect, account, address }: Changed): string {
  const host = `${id} ${address}`
  return awaited.some(({ key }) => key === host) ? host : `${dialect}/${account}/${id}`
}
