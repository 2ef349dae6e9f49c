import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls'

import type { Log } from '../core/log.ts'

/** A certificate that is issued again before it ends. */
export interface RenewedCertificate {
  /** The one to use now. Cheap as long as it is good; called for each connection. */
  current(): Promise<{ readonly cert: string; readonly key: string }>
}

/** First byte of a TLS record that opens a handshake; no HTTP method begins with it. */
const HANDSHAKE = 0x16
/** How long a connection may be open without having said anything. */
const LONGEST_SILENCE_MS = 60_000
const LONGEST_HANDSHAKE_MS = 20_000

/**
 * Lets one port speak HTTP and HTTPS: the first byte of a connection tells which. So one address is endpoint, HTTPS
 * endpoint and forward proxy. TLS ends here; the HTTP server gets what is inside and knows all connections. Of the
 * TLS server it takes over every connection, so it shares it with no other HTTP server.
 */
export class BothProtocols {
  readonly #speakHttp: (socket: Socket) => void
  readonly #secure: TlsServer
  readonly #open = new Set<Socket>()
  readonly #silent = new Set<Socket>()

  constructor(server: Server, secure: TlsServer) {
    this.#speakHttp = takeOverConnections(server)
    this.#secure = secure.on('secureConnection', this.#speakHttp)
    server.on('connection', (socket) => {
      this.#open.add(socket)
      socket.once('close', () => this.#open.delete(socket))
      this.#welcome(socket)
    })
  }

  /** Waits for the first byte of a connection, or of a tunnel through one, and hands it to the protocol it speaks. */
  #welcome(socket: Socket): void {
    this.#silent.add(socket)
    const decided = () => {
      this.#silent.delete(socket)
      socket.off('data', decide).off('end', giveUp).off('error', giveUp).off('close', decided)
      socket.setTimeout(0).off('timeout', giveUp)
    }
    const giveUp = () => {
      decided()
      socket.on('error', () => {}).destroy()
    }
    const decide = (bytes: Buffer) => {
      decided()
      socket.pause()
      socket.unshift(bytes)
      if (bytes[0] === HANDSHAKE) {
        // As in any HTTPS server: a client that leaves in its handshake leaves nothing behind.
        socket.allowHalfOpen = false
        this.#secure.emit('connection', socket)
      } else {
        this.#speakHttp(socket)
        // Only now somebody listens; what was put back comes first.
        process.nextTick(() => socket.resume())
      }
    }
    socket.on('data', decide).on('end', giveUp).on('error', giveUp).on('close', decided)
    socket.setTimeout(LONGEST_SILENCE_MS).on('timeout', giveUp)
  }

  /** Ends what has not said anything yet at once, and after a while everything: a handshake may never end. */
  close(afterMs: number): void {
    for (const socket of this.#silent) socket.destroy()
    setTimeout(() => {
      for (const socket of this.#open) socket.destroy()
    }, afterMs).unref()
  }
}

/** The HTTP server's own way with a new connection, which from now on is called by hand. */
function takeOverConnections(server: Server): (socket: Socket) => void {
  const listeners = server.listeners('connection')
  server.removeAllListeners('connection')
  return (socket) => {
    for (const listener of listeners) Reflect.apply(listener, server, [socket])
  }
}

/** A TLS server that listens nowhere: it is handed its connections, and asks for the certificate with each. */
export async function createTlsEnd(certificate: RenewedCertificate, log: Log): Promise<TlsServer> {
  let used = await certificate.current()
  const server = createTlsServer({
    ...used,
    handshakeTimeout: LONGEST_HANDSHAKE_MS,
    ALPNProtocols: ['http/1.1'],
  })
  const renew = async () => {
    const current = await certificate.current()
    if (current === used) return
    used = current
    server.setSecureContext(current)
  }
  // This connection still gets the old one, which is good for weeks.
  server.on('connection', () => {
    renew().catch((error: unknown) => log.error({ err: error }, 'the certificate could not be renewed'))
  })
  return server
}
