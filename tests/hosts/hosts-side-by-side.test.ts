import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { execa } from 'execa'
import { describe, expect, it } from 'vitest'

import {
  ADMIN_TOKEN,
  type CloudOfHosts,
  type Place,
  startCloudOfHosts,
} from '../real-hosts/cloud-of-hosts.ts'
import { installSteps } from '../real-hosts/steps.ts'
import { noRealHosts } from '../real-sshd.ts'
import { sshKey } from '../ssh-client.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const CVM = { dialect: 'tencent-cvm', region: 'ap-guangzhou' }
const GOOD = Array.from({ length: 17 }, (_, index) => `ins-good${String(index).padStart(4, '0')}`)
const [SLOW, CLOSED, SILENT] = ['ins-slow0000', 'ins-closed00', 'ins-silent00']

describe.skipIf(noRealHosts)(`one call over many hosts ${noRealHosts ?? ''}`, () => {
  it('gives each host its own result, however slow, closed or silent others are', async () => {
    await using silent = await silentServer()
    const closed = await closedPort()
    const real = [SLOW, ...GOOD].map((instanceId): Place => ({ ...CVM, instanceId }))
    const others = [
      { ...CVM, instanceId: CLOSED, port: closed },
      { ...CVM, instanceId: SILENT, port: silent.port },
    ]
    await using world = await startCloudOfHosts([...others, ...real], [])
    const slow = world.hosts.get(SLOW)
    if (slow === undefined) throw new Error('there is no slow host')
    const steps = await installSteps(slow, 'changing')
    await steps.arm(3, 'waits')

    // Those that make trouble come first.
    await using bound = bindAll(world, [SLOW, SILENT, CLOSED, ...GOOD])
    const early = await bound.take(GOOD.length + 1)
    const told = (id: string) => early.find((line) => line.includes(id)) ?? ''
    expect(told(CLOSED)).toMatch(/ins-closed00 .*cannot be reached/)
    for (const id of GOOD) expect(told(id)).toMatch(new RegExp(`${id} +127\\.0\\.0\\.1 +bound`))
    expect(await steps.met()).toBeDefined()
    await steps.goOn()
    const [late = ''] = await bound.take(1)
    expect(late).toMatch(new RegExp(`${SLOW} +127\\.0\\.0\\.1 +bound`))
    expect(silent.met()).toBeGreaterThan(0)

    const { privateKey } = world.keys.one
    for (const id of [SLOW, GOOD[0] ?? '', GOOD.at(-1) ?? '']) {
      const { address: host = '', port = 0 } = world.hosts.get(id) ?? {}
      const inside = await sshKey({ host, port, user: 'app', command: 'echo in', privateKey })
      expect(inside.stdout).toBe('in\n')
    }
  })
})

/** `keyplane bind`, line by line as it prints them. Disposing ends it where it is. */
function bindAll({ server }: CloudOfHosts, ids: readonly string[]) {
  const env = { KEYPLANE_URL: server.api, KEYPLANE_ADMIN_TOKEN: ADMIN_TOKEN }
  const args = [MAIN, 'bind', '--key', 'one', '--hosts', ids.join(',')]
  const child = execa('node', args, { env, reject: false, buffer: false })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async take(count: number): Promise<readonly string[]> {
      const taken: string[] = []
      while (taken.length < count) {
        const { value, done } = await lines.next()
        if (done === true) throw new Error(`only ${taken.length} lines of ${count}: ${taken.join('; ')}`)
        taken.push(value)
      }
      return taken
    },
    async [Symbol.asyncDispose]() {
      child.kill()
      await child
    },
  }
}

/** Takes connections and says nothing. */
async function silentServer() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket.on('error', () => {})))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server.address()),
    met: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server.address())
  server.close()
  await once(server, 'close')
  return port
}

/** A TCP server's address is never a path. */
function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no TCP server')
  return address.port
}
