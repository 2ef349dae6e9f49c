import type { Socket } from 'node:net'

/** All open connections, and which machine each belongs to once that is known. */
export class OpenConnections {
  readonly #machines = new Map<Socket, string | undefined>()
  readonly #sockets = new Map<string, Set<Socket>>()

  add(socket: Socket): void {
    this.#machines.set(socket, undefined)
    socket.once('close', () => this.#forget(socket))
  }

  /** Names the machine of a connection; it belongs to one at a time. */
  assign(socket: Socket, machineId: string): void {
    if (!this.#machines.has(socket) || this.#machines.get(socket) === machineId) return
    this.#leave(socket)
    this.#machines.set(socket, machineId)
    const sockets = this.#sockets.get(machineId) ?? new Set()
    this.#sockets.set(machineId, sockets.add(socket))
  }

  /** Closes a machine's connections at once. */
  cut(machineId: string): void {
    for (const socket of this.#sockets.get(machineId) ?? []) socket.destroy()
  }

  /** All, or those of the machines that are meant. */
  cutAll(isMeant?: (machineId: string) => boolean): void {
    for (const [socket, machineId] of this.#machines) {
      if (!isMeant || (machineId !== undefined && isMeant(machineId))) socket.destroy()
    }
  }

  #forget(socket: Socket): void {
    this.#leave(socket)
    this.#machines.delete(socket)
  }

  #leave(socket: Socket): void {
    const machineId = this.#machines.get(socket)
    if (machineId === undefined) return
    const sockets = this.#sockets.get(machineId)
    sockets?.delete(socket)
    if (sockets?.size === 0) this.#sockets.delete(machineId)
  }
}
