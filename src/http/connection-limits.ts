import type { Socket } from 'node:net'

import { BySource } from '../core/by-source.ts'
import { sourceOf } from '../core/source-of.ts'

export interface ConnectionLimits {
  /** Most connections of one source, and in all. */
  readonly ofSource: number
  readonly inAll: number
  /** How long a client may read nothing of what was sent to it. */
  readonly stallMs: number
}

/** With the 8192 of the SSH endpoint fewer than the files that a process may have open where this was measured, 20,000. */
const LIMITS: ConnectionLimits = { ofSource: 4_096, inAll: 8_192, stallMs: 60_000 }
const LOOKS_PER_STALL = 4

/** How far a client had read when it was looked at, and since when it is no further. */
interface Progress {
  readonly bytes: number
  readonly sinceMs: number
}

/**
 * Bounds what connections cost. Where there are too many, the oldest of the source that was never answered gives way, else
 * the new one: who means well is answered soon. Clients that ask and never read are cut off. Nothing is done for a call.
 */
export class Connections {
  readonly #limits: ConnectionLimits
  readonly #sockets = new BySource<Socket>()
  readonly #answered = new Map<Socket, Progress | undefined>()
  #looking: NodeJS.Timeout | undefined

  constructor(limits: ConnectionLimits = LIMITS) {
    this.#limits = limits
  }

  get size(): number {
    return this.#sockets.size
  }

  /** Counts an accepted connection until it is closed. It, or another one, may be closed at once. */
  add(socket: Socket): void {
    const source = sourceOf(socket.remoteAddress)
    const own = this.#sockets.add(source, socket)
    // A tunnel is announced twice.
    if (!own) return
    socket.once('close', () => this.#sockets.remove(source, socket))
    if (own.size > this.#limits.ofSource) giveWay(own, socket)
    else if (this.size > this.#limits.inAll) giveWay(this.#sockets.largest(), socket)
  }

  /** Looks now and then whether the client reads; `socket` is what answers are written into. */
  watch(socket: Socket): void {
    this.#answered.set(socket, undefined)
    socket.once('close', () => this.#answered.delete(socket))
    this.#looking ??= setInterval(() => this.#cutOffStalled(), this.#limits.stallMs / LOOKS_PER_STALL).unref()
  }

  #cutOffStalled(): void {
    const nowMs = performance.now()
    for (const [socket, before] of this.#answered) {
      const bytes = socket.bytesWritten - socket.writableLength
      const isStalled = socket.writableLength > 0 && before?.bytes === bytes
      if (!isStalled) this.#answered.set(socket, { bytes, sinceMs: nowMs })
      else if (nowMs - before.sinceMs >= this.#limits.stallMs) socket.destroy()
    }
    if (this.#answered.size > 0) return
    clearInterval(this.#looking)
    this.#looking = undefined
  }
}

/** Closes the oldest that nothing was ever written to, or the newcomer. */
function giveWay(sockets: ReadonlySet<Socket>, newcomer: Socket): void {
  for (const socket of sockets) {
    if (socket.destroyed || socket === newcomer || socket.bytesWritten > 0) continue
    socket.destroy()
    return
  }
  newcomer.destroy()
}
