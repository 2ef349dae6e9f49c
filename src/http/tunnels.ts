import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

import { coversHost } from '../dialects/kit/api-hosts.ts'
import { authorityForm } from './request-target.ts'

const HTTPS_PORT = 443

export interface TunnelRules {
  /** Names of the API hosts; `*.` stands for one label. */
  readonly apiHosts: readonly string[]
  /** False: there is no certificate to speak TLS with. */
  readonly speaksTls: boolean
}

/**
 * Answers CONNECT, which clients with `HTTPS_PROXY` send, and some with `HTTP_PROXY`: a tunnel to an API host ends
 * here, as Keyplane is that host. Every other one is refused: no byte leaves the machine.
 */
export function answerTunnels(server: Server, { apiHosts, speaksTls }: TunnelRules): void {
  const known = new Set(apiHosts)
  const tunnels = new WeakSet<Socket>()
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // A client that goes away is nobody's concern.
    socket.on('error', () => {})
    const target = authorityForm(request.url ?? '')
    if (tunnels.has(socket)) {
      refuse(socket, 'this is a tunnel already')
    } else if (!target || !coversHost(known, target.host)) {
      refuse(socket, `tunnels lead to the API hosts that are answered here, not to ${target?.host ?? 'this'}`)
    } else if (target.port === HTTPS_PORT && !speaksTls) {
      refuse(socket, `there is no certificate for ${target.host}: start Keyplane with --tls auto`)
    } else {
      tunnels.add(socket)
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      if (head.length > 0) socket.unshift(head)
      server.emit('connection', socket)
    }
  })
}

/** The HTTP server no longer knows the connection: it is ended here, whatever the client does with its side. */
function refuse(socket: Socket, why: string): void {
  const body = `Keyplane: ${why}.\n`
  const head = `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${body.length}`
  // What is not read would turn the goodbye into a reset.
  socket.resume()
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`, () => socket.destroySoon())
}
