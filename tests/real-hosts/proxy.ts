import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface ProxyOptions {
  /** Port of the server behind it, on 127.0.0.1. */
  readonly target: number
  /** After how many pieces, counted over all connections and both directions, every connection is cut for good. */
  readonly cutAfter?: number
  /** Every piece is passed on this much later. */
  readonly delayMs?: number
}

/** A line between a client and a server that breaks or drags as told. */
export interface Proxy extends AsyncDisposable {
  readonly port: number
  /** Pieces passed on so far: what one read of a socket gave, about one SSH packet. */
  readonly passed: number
  /** Resolves when {@link passed} has reached this number. */
  reached(pieces: number): Promise<void>
  /** Cuts every connection and takes no new one. */
  cut(): void
  /** Takes connections again and never cuts them by itself any more. */
  mend(): void
}

/** Starts one on a free port of 127.0.0.1. */
export async function startProxy({ target, cutAfter = Infinity, delayMs = 0 }: ProxyOptions): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const waiting = new Set<{ pieces: number; resolve: () => void }>()
  let passed = 0
  let limit = cutAfter
  let isCut = false
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const pass = async (chunk: Buffer, to: Socket) => {
    if (delayMs > 0) await pause(delayMs)
    if (passed >= limit) cut()
    if (isCut || to.destroyed) return
    passed += 1
    to.write(chunk)
    for (const one of waiting) if (passed >= one.pieces) one.resolve()
  }
  const server = createServer((client) => {
    const behind = connect({ host: '127.0.0.1', port: target, noDelay: true })
    for (const [from, to] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('error', () => {}).on('data', (chunk: Buffer) => void pass(chunk, to))
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    if (isCut) client.resetAndDestroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo
  return {
    port,
    get passed() {
      return passed
    },
    reached: (pieces) =>
      new Promise((resolve) => {
        if (passed >= pieces) resolve()
        else waiting.add({ pieces, resolve })
      }),
    cut,
    mend() {
      isCut = false
      limit = Infinity
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
