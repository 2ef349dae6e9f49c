import type { Socket } from 'node:net'

import { BySource } from '../../core/by-source.ts'
import { sourceOf } from '../../core/source-of.ts'

/** Most connections without login of one source, and in all. */
const MAX_OF_SOURCE = 1_024
const MAX_STRANGERS = 2_048

export interface StrangerLimits {
  readonly ofSource: number
  readonly inAll: number
}

/**
 * Connections that have not logged in. When there are too many, the oldest one gives way, not the new one as with
 * MaxStartups of sshd_config(5): who means well is let in within a moment, so it is not his. It is one of the source that
 * has most of them.
 */
export class Strangers {
  readonly #limits: StrangerLimits
  readonly #sockets = new BySource<Socket>()

  constructor(limits: StrangerLimits = { ofSource: MAX_OF_SOURCE, inAll: MAX_STRANGERS }) {
    this.#limits = limits
  }

  get size(): number {
    return this.#sockets.size
  }

  /** Counts a new connection, until it is let in or closed. */
  add(socket: Socket): void {
    const source = sourceOf(socket.remoteAddress)
    const own = this.#sockets.add(source, socket)
    if (!own) return
    socket.once('close', () => this.#sockets.remove(source, socket))
    if (own.size > this.#limits.ofSource) this.#close(own)
    else if (this.size > this.#limits.inAll) this.#close(this.#sockets.largest())
  }

  /** It has logged in. */
  letIn(socket: Socket): void {
    this.#sockets.remove(sourceOf(socket.remoteAddress), socket)
  }

  #close([oldest]: ReadonlySet<Socket>): void {
    if (!oldest) return
    this.letIn(oldest)
    oldest.destroy()
  }
}
