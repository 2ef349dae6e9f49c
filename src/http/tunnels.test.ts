import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

import { describe, expect, it } from 'vitest'

import { answerTunnels } from './tunnels.ts'

const TO_API = 'CONNECT cvm.tencentcloudapi.com:80 HTTP/1.1\r\nHost: x\r\n\r\n'
const TO_OTHERS = 'CONNECT example.test:80 HTTP/1.1\r\nHost: x\r\n\r\n'

/** A server with tunnels, and how many connections it still holds. */
async function openServer() {
  const server = createServer((_request, response) => response.end('hello'))
  answerTunnels(server, { apiHosts: ['*.tencentcloudapi.com'], speaksTls: false })
  const held = new Set<Socket>()
  server.on('connection', (socket) => {
    held.add(socket)
    socket.once('close', () => held.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    held,
    /** A client that never ends its side by itself. */
    dial: () => connect({ port, host: '127.0.0.1', allowHalfOpen: true }),
    async [Symbol.asyncDispose]() {
      for (const socket of held) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe('answerTunnels', () => {
  it('lets go of a refused client that keeps its side open', async () => {
    await using server = await openServer()
    const client = server.dial()
    client.write(TO_OTHERS)
    expect(await text(client)).toContain('403 Forbidden')
    await expect.poll(() => server.held.size).toBe(0)
  })

  it('lets go of a refused client that goes on talking', async () => {
    await using server = await openServer()
    const client = server.dial()
    client.write(`${TO_OTHERS}${'more '.repeat(10_000)}`)
    expect(await text(client)).toContain('403 Forbidden')
    await expect.poll(() => server.held.size).toBe(0)
  })

  it('serves what is asked inside of a tunnel, and refuses a tunnel inside of it', async () => {
    await using server = await openServer()
    const client = server.dial()
    client.write(TO_API)
    const [established] = (await once(client, 'data')) as [Buffer]
    expect(established.toString()).toBe('HTTP/1.1 200 Connection Established\r\n\r\n')
    client.write('GET / HTTP/1.1\r\nHost: cvm.tencentcloudapi.com\r\n\r\n')
    const [answer] = (await once(client, 'data')) as [Buffer]
    expect(answer.toString()).toContain('hello')
    client.write(TO_API)
    expect(await text(client)).toContain('403 Forbidden')
    await expect.poll(() => server.held.size).toBe(0)
  })
})
