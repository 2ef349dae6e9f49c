import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type RealHost, startRealHost } from '../real-sshd.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { type NewKey, newKey } from './new-key.ts'

/** Password of the user `app` of every host. */
export const APP_PASSWORD = 'S3cret-of-app!'
/** Of the server's own API. */
export const ADMIN_TOKEN = 'a-token-of-a-test'
/** What must never be told to anybody: not by an answer, not by the log. */
const SECRETS: readonly string[] = [APP_PASSWORD, ADMIN_TOKEN, 'acme-root-secret']
export const ACCOUNT = '1000000001'

/** Where an instance stands: one cloud, one region, and the id of its machine there. */
export interface Place {
  readonly dialect: string
  readonly region: string
  readonly instanceId: string
  /** No host is started: what answers on this port, or does not, is somebody else's affair. */
  readonly port?: number
}

/** A server process of its own whose instances are real hosts, each in one cloud. */
export interface CloudOfHosts extends AsyncDisposable {
  readonly server: ServerProcess
  /** `127.0.0.1:PORT`, as SDKs want it. */
  readonly endpoint: string
  /** The hosts by the ids of their instances. */
  readonly hosts: ReadonlyMap<string, RealHost>
  /** Private keys of the pairs `one` and `two`, which are in every cloud. */
  readonly keys: Readonly<Record<'one' | 'two', NewKey>>
  /** Everything that must stay in the server: {@link SECRETS} and its private key. */
  readonly secrets: readonly string[]
}

/** `accessKeys` are ids of the account's root user; the secret of each is `acme-root-secret`. */
export async function startCloudOfHosts(
  places: readonly Place[],
  accessKeys: readonly { readonly id: string; readonly secret: string }[],
): Promise<CloudOfHosts> {
  await using started = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-cloud-'))
  started.defer(() => rmSync(folder, { recursive: true, force: true }))
  const management = newKey()
  const keys = { one: newKey(), two: newKey() }
  writeFileSync(join(folder, 'identity'), management.privateKey, { mode: 0o600 })
  const hosts = new Map<string, RealHost>()
  for (const { instanceId, port } of places) {
    if (port !== undefined) continue
    const users = [
      { name: 'root', authorizedKeys: `${management.publicKey}\n` },
      { name: 'app', password: APP_PASSWORD, authorizedKeys: '# of app\n' },
    ]
    hosts.set(instanceId, started.use(await startRealHost({ users })))
  }
  const identity = join(folder, 'identity')
  const instances = places.map((place) => instanceOf(place, hosts.get(place.instanceId), identity))
  const seed = {
    accounts: [{ id: ACCOUNT, name: 'acme', users: [{ name: 'root', accessKeys }] }],
    keyPairs: [...new Map(places.map((place) => [place.dialect, place])).values()].flatMap(
      ({ dialect, region }) =>
        Object.entries(keys).map(([name, { publicKey }]) => ({
          ...{ dialect, account: 'acme', region, id: keyPairId(dialect, name), name, publicKey },
        })),
    ),
    instances,
  }
  writeFileSync(join(folder, 'seed.json'), JSON.stringify(seed))
  const where = ['--listen', '127.0.0.1:0', '--ssh-listen', 'off', '--data', 'memory']
  const how = ['--seed', join(folder, 'seed.json'), '--mode', 'strict', '--host-revert-seconds', '5']
  const environment = { ...process.env, KEYPLANE_ADMIN_TOKEN: ADMIN_TOKEN }
  const server = await startServer([...where, ...how], environment)
  started.defer(async () => void (await server.stop()))
  const all = started.move()
  return {
    ...{ server, hosts, keys, endpoint: new URL(server.api).host },
    secrets: [...SECRETS, ...management.privateKey.split('\n').filter((line) => line.length > 60)],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** The id of a pair where pairs are called by their ids; the other clouds call them by their names. */
export function keyPairId(dialect: string, name: string): string | undefined {
  const tail = name.padEnd(8, '0')
  if (dialect === 'tencent-cvm') return `skey-${tail}`
  return dialect === 'tencent-lighthouse' ? `lhkp-${tail}` : undefined
}

function instanceOf(place: Place, host: RealHost | undefined, file: string) {
  const { dialect, region, instanceId: id } = place
  const { port = place.port, hostKey = newKey().publicKey } = host ?? {}
  const login = { kind: 'identity', file }
  return {
    ...{ dialect, account: 'acme', region, id, name: id, driver: 'linux-host', loginUser: 'app' },
    host: { address: '127.0.0.1', port, user: 'root', hostKeys: [hostKey], login },
  }
}
