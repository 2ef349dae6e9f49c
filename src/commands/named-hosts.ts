import { hostTexts as texts } from './host-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import { EXIT } from './kit/exit-codes.ts'
import { everyPage } from '../own-api/contract/every-page.ts'

/** An enrolled host as people name it. */
export interface NamedHost {
  readonly id: string
  /** `dialect/account/id`, which no two hosts share. */
  readonly machineId: string
  readonly name: string
  readonly address: string
  readonly port: number
}

/** Every enrolled host of the server. */
export async function listNamed(client: OwnApiClient): Promise<readonly NamedHost[]> {
  const { items } = await everyPage((page) => client.hosts.list(page))
  return items.map(({ id, name, account, dialect, way }) => {
    const { address = '', port = 0 } = way.at(-1) ?? {}
    return { id, machineId: `${dialect}/${account}/${id}`, name, address, port }
  })
}

/**
 * The hosts that are meant, each once. An id wins over a name and a name over an address, with or without its port.
 * @throws CommandError when a name is nobody's, or that of several
 */
export function pickHosts(all: readonly NamedHost[], names: readonly string[]): readonly NamedHost[] {
  const found = new Map<string, readonly NamedHost[]>()
  for (const namesOf of NAMES) {
    for (const [name, hosts] of Map.groupBy(all.flatMap(pairedWith(namesOf)), ([name]) => name)) {
      if (!found.has(name)) found.set(name, [...new Set(hosts.map(([, host]) => host))])
    }
  }
  return [...new Set(names.map((name) => pickOne(name, found.get(name) ?? [])))]
}

const NAMES: readonly ((host: NamedHost) => readonly string[])[] = [
  ({ id, machineId }) => [id, machineId],
  ({ name }) => [name],
  ({ address, port }) => [address, `${address}:${port}`],
]

function pairedWith(namesOf: (host: NamedHost) => readonly string[]) {
  return (host: NamedHost) => namesOf(host).map((name) => [name, host] as const)
}

function pickOne(name: string, [host, ...others]: readonly NamedHost[]): NamedHost {
  if (!host) throw new CommandError(texts.noHost(name), EXIT.usage)
  if (others.length === 0) return host
  const ids = [host, ...others].map(({ machineId }) => machineId).join(', ')
  throw new CommandError(texts.severalHosts(name, ids), EXIT.usage)
}

/** The id, or the whole machine id where another host has the same id. */
export function referenceOf(all: readonly NamedHost[]): (host: NamedHost) => string {
  const counts = Map.groupBy(all, ({ id }) => id)
  return ({ id, machineId }) => (counts.get(id)?.length === 1 ? id : machineId)
}

/** What a progress display knows a host by. */
export function awaitedOf(host: NamedHost): { key: string; labels: readonly string[] } {
  const { id, name, address } = host
  return { key: keyOf(host), labels: [id, ...(name === address ? [] : [name]), address] }
}

/** Results name a host by both: two clouds may use one id, two hosts one address. */
export function keyOf({ id, address }: { readonly id: string; readonly address: string }): string {
  return `${id} ${address}`
}
