import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll } from 'vitest'

import type { WireAnswer, WireRequest } from '../wire-request.ts'

/**
 * A server for a test file that hands requests to the wire layer of a room alone.
 *
 * @returns its host and port, there while tests run.
 */
export function wireServer(answerTo: (request: WireRequest) => WireAnswer): () => string {
  let server: Server
  let endpoint: string

  beforeAll(async () => {
    server = createServer({ maxHeaderSize: 128 * 1024 }, (message, response) => {
      const reply = async () => {
        const { status, headers, body } = answerTo(await readWire(message))
        response.writeHead(status, headers).end(body)
      }
      reply().catch((cause: unknown) => response.destroy(new Error('no answer', { cause })))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    endpoint = `127.0.0.1:${address.port}`
  })

  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  return () => endpoint
}

async function readWire(message: IncomingMessage): Promise<WireRequest> {
  const target = message.url ?? ''
  const mark = target.indexOf('?')
  return {
    method: message.method ?? '',
    path: mark === -1 ? target : target.slice(0, mark),
    rawQuery: mark === -1 ? '' : target.slice(mark + 1),
    headers: message.headers,
    body: await buffer(message),
    sourceAddress: message.socket.remoteAddress ?? '',
    isSecure: false,
  }
}
