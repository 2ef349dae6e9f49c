import type { Socket } from 'node:net'

import { FairLine } from './fair-line.ts'
import { sourceOf } from '../../core/source-of.ts'

/**
 * What strangers send is listened to one piece in a turn of the event loop, and their sources in turn: an exchange of keys
 * computes for a millisecond or two, and hundreds at once must not keep the calls of others waiting.
 */
export class ListeningTurns {
  readonly #line = new FairLine<() => void>()
  #isRunning = false

  /**
   * From now on whoever reads the socket next gets its bytes when it is their turn. Ends with the returned function: then
   * they arrive as they come.
   */
  take(socket: Socket): () => void {
    const source = sourceOf(socket.remoteAddress)
    let read: ((bytes: Buffer) => void) | undefined
    const hold = (bytes: Buffer) => {
      socket.pause()
      this.#enter(source, () => {
        // Whoever read has stopped, or the connection is over.
        if (socket.destroyed || socket.listenerCount('data') === 0) return
        socket.resume()
        read?.(bytes)
      })
    }
    const onListener = (event: string | symbol, listener: (bytes: Buffer) => void) => {
      if (event !== 'data') return
      socket.off('newListener', onListener)
      read = listener
      // It is added after this event; nothing is read before.
      process.nextTick(() => {
        if (socket.listenerCount('data') > 0) socket.on('data', hold).off('data', listener)
      })
    }
    socket.on('newListener', onListener)
    return () => {
      socket.off('newListener', onListener)
      if (read && socket.listeners('data').includes(hold)) socket.on('data', read).off('data', hold)
    }
  }

  #enter(source: string, work: () => void): void {
    this.#line.add(source, work)
    if (this.#isRunning) return
    this.#isRunning = true
    setImmediate(() => this.#run())
  }

  #run(): void {
    const next = this.#line.take()
    if (!next) {
      this.#isRunning = false
      return
    }
    // Before the work, which may throw.
    setImmediate(() => this.#run())
    next.work()
  }
}
