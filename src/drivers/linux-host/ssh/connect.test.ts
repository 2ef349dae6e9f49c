import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

import ssh2, { type Connection } from 'ssh2'
import { describe, expect, it } from 'vitest'

import { Secret } from '../../../core/secret.ts'
import { privateHostKey, publicHostKey } from '../../simulated/host-key.ts'
import type { Hop } from '../host-record.ts'
import { connectTo, offeredLogins } from './connect.ts'

const seed = Buffer.alloc(32, 7)
const key = privateHostKey(seed, 'shared')
const { signal } = new AbortController()

/** A server that does with its clients what it is told. */
async function sshServer(serve: (client: Connection, socket: Socket) => void) {
  const sockets: Socket[] = []
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    client.on('error', () => {})
    const socket = sockets.at(-1)
    if (socket) serve(client, socket)
  })
  const listener = createServer((socket) => {
    sockets.push(socket.on('error', () => {}))
    server.injectSocket(socket)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  // A TCP server's address is never a path.
  const { port } = listener.address() as AddressInfo
  const end = async () => {
    for (const socket of sockets) socket.destroy()
    listener.close()
  }
  return { port, [Symbol.asyncDispose]: end }
}

function hop(port: number): Hop {
  const hostKeys = [publicHostKey(seed, 'shared')]
  return { address: '127.0.0.1', port, user: 'root', login: { kind: 'management' }, hostKeys }
}

function parts(timeoutMs = 20_000) {
  return { timeoutMs, managementKey: async () => new Secret(key) }
}

describe('the logins that a host offers', () => {
  const offered = (port: number) => offeredLogins([hop(port)], { ...parts(), user: 'root' }, signal)

  it('are those it names when it is asked without one', async () => {
    await using server = await sshServer((client) =>
      client.on('authentication', (asked) => asked.reject(['publickey', 'password'])),
    )
    expect(await offered(server.port)).toEqual(['publickey', 'password'])
  })

  it('are none where it lets everybody in', async () => {
    await using server = await sshServer((client) => client.on('authentication', (asked) => asked.accept()))
    expect(await offered(server.port)).toEqual(['none'])
  })

  it('are not waited for when the line is cut between the question and the answer', async () => {
    await using server = await sshServer((client, socket) =>
      client.on('authentication', () => socket.resetAndDestroy()),
    )
    await expect(offered(server.port)).rejects.toThrow(/cannot be reached|closed the connection/)
  })
})

describe('the way to a host', () => {
  it('is given up when the jump host never says whether it is open', async () => {
    await using server = await sshServer((client) => {
      client.on('authentication', (asked) => asked.accept())
      // Neither accepted nor refused.
      client.on('tcpip', () => {})
    })
    const way = connectTo([hop(server.port), hop(server.port)], parts(500), signal)
    await expect(way).rejects.toThrow('took longer than 500 ms')
  })

  it('is none over a socket that is broken', async () => {
    await using server = await sshServer(() => {})
    const firstSocket = connect(server.port, '127.0.0.1')
    await once(firstSocket, 'connect')
    firstSocket.destroy()
    await once(firstSocket, 'close')
    const way = connectTo([hop(server.port)], { ...parts(), firstSocket }, signal)
    await expect(way).rejects.toThrow('broke the connection')
  })
})
