/** The address that follows whichever PostgreSQL server leads, as a floating address or a load balancer does. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'

import type { PostgresServer } from '../postgres-server.ts'

type Place = Pick<PostgresServer, 'folder'>

export interface LeaderAddress extends AsyncDisposable {
  /** The address of a database here, in place of one at the socket of a server. */
  urlOf(url: string): string
  /** Leads new connections there; those that are open stay where they are. */
  leadTo(server: Place): void
  /** Breaks what is open. */
  cut(): void
  /** From now on open connections pass nothing on, and do not end: as when the machine behind is gone. */
  silence(): void
}

export async function openLeaderAddress(first: Place): Promise<LeaderAddress> {
  let target = first.folder
  const open = new Set<readonly [Socket, Socket]>()
  const server = createServer((client) => {
    const behind = connect({ path: join(target, '.s.PGSQL.5432') })
    const pair = [client, behind] as const
    open.add(pair)
    client.pipe(behind).pipe(client)
    for (const socket of pair) {
      socket.on('error', () => undefined)
      socket.on('close', () => {
        for (const one of pair) one.destroy()
        open.delete(pair)
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo
  const cut = () => {
    for (const [client, behind] of open) {
      client.destroy()
      behind.destroy()
    }
  }
  return {
    urlOf: (url) => `postgres://keyplane@127.0.0.1:${port}${new URL(url).pathname}`,
    leadTo: ({ folder }) => void (target = folder),
    cut,
    silence() {
      for (const [client, behind] of open) {
        client.unpipe(behind)
        behind.unpipe(client)
        behind.removeAllListeners('close')
        behind.destroy()
        open.delete([client, behind])
      }
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
