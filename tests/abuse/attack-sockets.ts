import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

import { type Attack, count, type Tally, type Target, untilBegun } from './attack.ts'

const BYTE_EVERY_MS = 1_000
const LARGE_BODY = 1_000_000
const REOPEN_MS = 5_000
/** Its answer has 100 KB and needs no signature. */
const LARGE_CALL = 'GET /keyplane/openapi.json HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n'
/** Fewer than end a connection, and more than the system keeps for somebody who does not read. */
const UNREAD_CALLS = 8

/** Connections that say nothing at all. */
export const silentConnections: Attack = (target, tally) => openAll(target, tally, () => {})

/** A header that comes byte by byte and never ends. */
export const slowHeaders: Attack = (target, tally) =>
  openAll(target, tally, (socket) => {
    socket.write('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ')
    drip(socket)
  })

/** A body that comes byte by byte. */
export const slowBodies: Attack = (target, tally) =>
  openAll(target, tally, (socket) => {
    socket.write(`POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${LARGE_BODY}\r\n\r\n`)
    drip(socket)
  })

/** Half a call, then the end of our side, and nobody who closes the other. */
export const halfClosed: Attack = (target, tally) =>
  openAll(target, tally, (socket) =>
    socket.end('POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10\r\n\r\nhalf'),
  )

/** Asks for much and reads none of it. */
export const neverReading: Attack = (target, tally) =>
  openAll(target, tally, (socket) => {
    socket.pause()
    socket.write(LARGE_CALL.repeat(UNREAD_CALLS))
  })

/** Sends calls without end and does not wait for answers. */
export const pipelining: Attack = (target, tally) =>
  openAll(target, tally, (socket) => {
    const calls = LARGE_CALL.repeat(1_000)
    const send = () => {
      if (socket.writable) socket.write(calls, send)
    }
    send()
  })

/** Connects and says nothing, at the SSH endpoint. */
export const silentSsh: Attack = (target, tally) => openAll(ssh(target), tally, () => {})

/** Names itself and then says nothing. */
export const bannerOnlySsh: Attack = (target, tally) =>
  openAll(ssh(target), tally, (socket) => socket.write('SSH-2.0-attacker\r\n'))

type Place = Pick<Target, 'from' | 'size'> & { readonly host: string; readonly port: number }

function ssh({ machine, sshPort, ...rest }: Target): Place {
  return { ...rest, host: machine, port: sshPort }
}

/** As many connections as wanted, each opened anew when the server closes it. */
async function openAll(
  target: Target | Place,
  tally: Tally,
  begin: (socket: Socket) => unknown,
): Promise<void> {
  const { size, from } = target
  const { host, port } = 'port' in target ? target : { host: '127.0.0.1', port: target.apiPort }
  const open = () => {
    const socket = connect({ host, port, localAddress: from, allowHalfOpen: true })
    socket.on('connect', () => {
      count(tally, 'opened')
      count(tally, 'open')
      socket.once('close', () => count(tally, 'open', -1))
      begin(socket)
    })
    socket.on('data', () => count(tally, 'answered')).on('error', () => count(tally, 'broken'))
    socket.on('end', () => socket.destroy())
    socket.on('close', () => setTimeout(open, REOPEN_MS))
  }
  for (let place = 0; place < size; place += 1) {
    open()
    // A listen queue of the system takes some hundreds at a time.
    if (place % 200 === 199) await pause(20)
  }
  await untilBegun(tally, 'opened', size)
}

function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), BYTE_EVERY_MS)
  socket.once('close', () => clearInterval(timer))
}
