import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { newKey } from '../../tests/real-hosts/new-key.ts'

import { type RealHost, startRealHost } from '../../tests/real-sshd.ts'

/** How many hosts are started at the same time. */
const STARTED_AT_ONCE = 4

/** Real hosts that one private key opens, as root. */
export interface Park extends AsyncDisposable {
  readonly hosts: readonly RealHost[]
  /** For files of the run; removed at the end. */
  readonly folder: string
  readonly privateKeyFile: string
  readonly knownHostsFile: string
  /** CPU time that all processes of the hosts have used until now, in milliseconds. */
  cpuMs(): Promise<number>
  /** @throws when the key is missing on a host, or a line that was there before. */
  mustHave(publicKey: string): Promise<void>
}

/** Starts `count` hosts, each with its own sshd as Debian configures it. */
export async function startPark(count: number): Promise<Park> {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-bench-hosts-'))
  const { privateKey, publicKey: ownKey } = newKey()
  const hosts: RealHost[] = []
  try {
    while (hosts.length < count) {
      const missing = Math.min(STARTED_AT_ONCE, count - hosts.length)
      const users = [{ name: 'root', password: 'S3cret-pw!', authorizedKeys: `${ownKey.trim()} operator\n` }]
      hosts.push(...(await Promise.all(Array.from({ length: missing }, () => startRealHost({ users })))))
    }
  } catch (error) {
    await end(hosts, folder)
    throw error
  }
  const privateKeyFile = join(folder, 'key')
  const knownHostsFile = join(folder, 'known_hosts')
  writeFileSync(privateKeyFile, privateKey, { mode: 0o600 })
  const known = hosts.map(({ address, port, hostKey }) => `[${address}]:${port} ${hostKey}\n`)
  writeFileSync(knownHostsFile, known.join(''))
  return {
    hosts,
    folder,
    privateKeyFile,
    knownHostsFile,
    cpuMs: async () => (await Promise.all(hosts.map(hostCpuMs))).reduce((sum, ms) => sum + ms, 0),
    async mustHave(publicKey) {
      for (const host of hosts) {
        const text = (await host.read('/root/.ssh/authorized_keys')).toString()
        if (!text.includes(publicKey) || !text.includes(ownKey.trim())) {
          throw new Error(`a key is missing on port ${host.port}:\n${text}`)
        }
      }
    },
    [Symbol.asyncDispose]: () => end(hosts, folder),
  }
}

async function end(hosts: readonly RealHost[], folder: string): Promise<void> {
  await Promise.all(hosts.map((host) => host[Symbol.asyncDispose]()))
  rmSync(folder, { recursive: true, force: true })
}

/** Clock ticks of user and system time, own and of children that ended. Source: proc(5), fields 14 to 17 of stat. */
const SUM_TICKS = `cat /proc/[0-9]*/stat | sed 's/.*) //' | { sum=0
while read -r a b c d e f g h i j k user system childUser childSystem rest; do
sum=$((sum + user + system + childUser + childSystem)); done; echo "$sum"; getconf CLK_TCK; }`

export async function hostCpuMs(host: RealHost): Promise<number> {
  const [ticks, perSecond] = (await host.run(SUM_TICKS)).stdout.split('\n').map(Number)
  return ((ticks ?? 0) / (perSecond ?? 100)) * 1000
}
