import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

import { expect, it, onTestFinished } from 'vitest'

import { limitCallsInHand } from './calls-in-hand.ts'

const CALL = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'

async function open(answer: (response: ServerResponse) => void): Promise<Socket> {
  const server = createServer((_request, response) => answer(response))
  limitCallsInHand(server, 3)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo
  const client = connect({ host: '127.0.0.1', port }).on('error', () => {})
  onTestFinished(() => {
    client.destroy()
    server.close()
  })
  await once(client, 'connect')
  return client
}

it('ends a connection with too many calls that are not answered, and looks at no more of them', async () => {
  let seen = 0
  const client = await open(() => (seen += 1))
  client.write(CALL.repeat(500))
  client.resume()
  await once(client, 'close')
  expect(seen).toBe(3)
})

it('leaves alone who waits for answers, however many calls there are', async () => {
  const client = await open((response) => response.end('answer'))
  for (let lap = 0; lap < 5; lap += 1) {
    let text = ''
    client.write(CALL.repeat(3))
    while (text.split('answer').length <= 3) text += String((await once(client, 'data'))[0])
  }
  expect(client.closed).toBe(false)
})
