import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Calls that a connection may send before the first of them is answered: no client of a cloud sends a second one. */
const MAX_IN_HAND = 32

/**
 * Ends connections that send calls faster than they take the answers: 64 KB of small calls, which arrive together, would
 * otherwise be answered with a hundred megabytes that wait to be read. To be called when the server has its listeners.
 */
export function limitCallsInHand(server: Server, most = MAX_IN_HAND): void {
  const inHand = new WeakMap<Socket, number>()
  const listeners = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    const open = (inHand.get(socket) ?? 0) + 1
    // Those that arrived together with it are still told one after the other: nobody looks at them.
    if (open > most) return void socket.destroy()
    inHand.set(socket, open)
    response.once('close', () => inHand.set(socket, (inHand.get(socket) ?? 1) - 1))
    for (const listener of listeners) Reflect.apply(listener, server, [request, response])
  })
}
