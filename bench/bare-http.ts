/** The measure of everything: `node:http` alone, reading the body and answering a small JSON text. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const ANSWER = JSON.stringify({
  Response: { RequestId: '6ef60bec-0242-43af-bb20-270359fb54a7', TotalCount: 1 },
})

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(ANSWER),
    })
    response.end(ANSWER)
  })
})
server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is an AddressInfo.
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
process.once('SIGTERM', () => server.close(() => process.exit(0)))
