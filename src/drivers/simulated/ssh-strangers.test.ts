import { connect } from 'node:net'

import ssh2 from 'ssh2'
import { expect, it, onTestFinished } from 'vitest'

import { type Clock, systemClock } from '../../core/clock.ts'
import { heldClock } from '../../core/held-clock.ts'
import { mapMachines } from '../../../tests/map-machines.ts'
import { addressOf } from './address.ts'
import { simulatedDriver } from './driver.ts'
import { openSshEndpoint } from './ssh-endpoint.ts'

/** The part of the library's client that a test speaks through where the library has no words for it. */
interface SpokenThrough {
  readonly _protocol: {
    authNone(user: string): void
    rekey(): void
    readonly _handlers: { USERAUTH_FAILURE: () => void }
  }
}

/** One running machine, which nobody can log in to; returns the port. */
async function openEndpoint(clock: Clock, strangersClock?: Clock): Promise<number> {
  const machines = mapMachines()
  const log = { error() {}, warn() {}, info() {} }
  const listen = { host: '0.0.0.0', port: 0 }
  const times = { clock, ...(strangersClock ? { strangersClock } : {}) }
  const endpoint = await openSshEndpoint({
    listen,
    machines,
    ...times,
    hostKeySeed: Buffer.alloc(32, 9),
    log,
  })
  onTestFinished(() => endpoint[Symbol.asyncDispose]())
  const driver = simulatedDriver({ machines, transitionMs: 0, sessions: endpoint })
  await driver.start({ id: 'm', instanceId: 'i-m', loginUser: 'root' }, new AbortController().signal)
  return endpoint.address.port
}

/** A client that has exchanged keys and waits; `closed` tells when the server hung up. */
async function shakeHands(port: number): Promise<{ client: ssh2.Client; closed: Promise<void> }> {
  const client = new ssh2.Client().on('error', () => {})
  const closed = new Promise<void>((resolve) => client.on('close', () => resolve()))
  const ready = new Promise<void>((resolve) => client.on('handshake', () => resolve()))
  client.connect({ host: addressOf(0), port, username: 'root', authHandler: () => {} })
  await ready
  return { client, closed }
}

function spokenThrough(client: ssh2.Client): SpokenThrough['_protocol'] {
  // Not in the types: a client of good will never does what is tested here.
  const { _protocol: protocol } = client as unknown as SpokenThrough
  return protocol
}

it('hangs up on who asks again and again which methods there are', async () => {
  const { client, closed } = await shakeHands(await openEndpoint(systemClock()))
  const protocol = spokenThrough(client)
  let refusals = 0
  const { _handlers: handlers } = protocol
  handlers.USERAUTH_FAILURE = () => {
    refusals += 1
    protocol.authNone('root')
  }
  // What the library sends first by itself is the request for the service.
  await new Promise((resolve) => setImmediate(resolve))
  protocol.authNone('root')
  await closed
  expect(refusals).toBeGreaterThanOrEqual(1)
  expect(refusals).toBeLessThanOrEqual(7)
})

it('hangs up on who exchanges keys again and again and does not log in', async () => {
  const { client, closed } = await shakeHands(await openEndpoint(systemClock()))
  let exchanges = 1
  client.on('handshake', () => {
    exchanges += 1
    spokenThrough(client).rekey()
  })
  spokenThrough(client).rekey()
  await closed
  expect(exchanges).toBeLessThanOrEqual(3)
})

it('hangs up on who does not log in also while the time of the machines is held', async () => {
  const strangersClock = heldClock()
  const port = await openEndpoint(heldClock(), strangersClock)
  const silent = connect({ host: addressOf(0), port })
  await new Promise((resolve) => silent.once('data', resolve))
  const closed = new Promise((resolve) => silent.once('close', resolve))
  strangersClock.advance(30_000)
  await closed
  expect(silent.destroyed).toBe(true)
})
