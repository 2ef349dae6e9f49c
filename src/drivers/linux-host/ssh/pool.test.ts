import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

import ssh2 from 'ssh2'
import { describe, expect, it } from 'vitest'

import { heldClock } from '../../../../tests/held-clock.ts'
import { Secret } from '../../../core/secret.ts'
import { privateHostKey, publicHostKey } from '../../simulated/host-key.ts'
import type { Hop } from '../host-record.ts'
import type { SshConnection } from './connection.ts'
import { HostPool } from './pool.ts'

const seed = Buffer.alloc(32, 7)
const key = privateHostKey(seed, 'shared')
const signal = new AbortController().signal

/** A server that lets anybody in and answers every command with its own name. */
async function sshServer() {
  let logins = 0
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    client.on('error', () => {})
    client.on('authentication', (context) => context.accept())
    client.on('ready', () => {
      logins += 1
      client.on('session', (accept) =>
        accept().on('exec', (acceptExec) => {
          const channel = acceptExec()
          channel.write('here')
          channel.exit(0)
          channel.end()
        }),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, logins: () => logins, [Symbol.asyncDispose]: async () => void server.close() }
}

/** Accepts connections and never says a word. */
async function silentServer() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, [Symbol.asyncDispose]: async () => void server.close() }
}

function hop(port: number): Hop {
  const hostKeys = [publicHostKey(seed, 'shared')]
  return { address: '127.0.0.1', port, user: 'root', login: { kind: 'management' }, hostKeys }
}

function openPool({ loginsAtOnce = 4, timeoutMs = 5_000 } = {}) {
  const clock = heldClock()
  const managementKey = async () => new Secret(key)
  return { clock, pool: new HostPool({ clock, loginsAtOnce, timeoutMs, managementKey }) }
}

const say = { signal, timeoutMs: 5_000 }

describe('the connections to hosts', () => {
  it('are used again while they are young, and closed afterwards', async () => {
    await using server = await sshServer()
    const { pool: opened, clock } = openPool()
    await using pool = opened
    const ask = () =>
      pool.use([hop(server.port)], signal, async (connection) => {
        expect((await connection.exec('x', say)).stdout.toString()).toBe('here')
        return connection
      })
    const first = await ask()
    expect(await ask()).toBe(first)
    expect(server.logins()).toBe(1)
    clock.advance(30_000)
    expect(first.isOpen).toBe(false)
    expect(await ask()).not.toBe(first)
    expect(server.logins()).toBe(2)
  })

  it('to one host are several while it is busy', async () => {
    await using server = await sshServer()
    await using pool = openPool().pool
    const first = Promise.withResolvers<void>()
    const held = pool.use([hop(server.port)], signal, () => first.promise)
    const other = await pool.use(
      [hop(server.port)],
      signal,
      async (one) => (await one.exec('x', say)).exitCode,
    )
    first.resolve()
    await held
    expect(other).toBe(0)
    expect(server.logins()).toBe(2)
  })

  it('do not wait for hosts that are silent', async () => {
    await using server = await sshServer()
    await using silent = await silentServer()
    await using pool = openPool({ loginsAtOnce: 1, timeoutMs: 60_000 }).pool
    const gone = new AbortController()
    const stuck = [1, 2, 3].map(() => pool.use([hop(silent.port)], gone.signal, async () => 'reached'))
    const reached = await pool.use([hop(server.port)], signal, async () => 'reached')
    expect(reached).toBe('reached')
    gone.abort(new Error('given up'))
    for (const one of stuck) await expect(one).rejects.toThrow('given up')
  })

  it('are closed when they are given back to a pool that has ended', async () => {
    await using server = await sshServer()
    const { pool } = openPool()
    const over = Promise.withResolvers<void>()
    const lent = Promise.withResolvers<SshConnection>()
    const job = pool.use([hop(server.port)], signal, (connection) => {
      lent.resolve(connection)
      return over.promise
    })
    const connection = await lent.promise
    await pool[Symbol.asyncDispose]()
    expect(connection.isOpen).toBe(true)
    over.resolve()
    await job
    expect(connection.isOpen).toBe(false)
  })

  it('refuse a server with another key', async () => {
    await using server = await sshServer()
    await using pool = openPool().pool
    const hostKeys = [publicHostKey(seed, { machineId: 'another' })]
    const use = pool.use([{ ...hop(server.port), hostKeys }], signal, async () => 'reached')
    await expect(use).rejects.toThrow('another host key')
    expect(server.logins()).toBe(0)
  })
})
