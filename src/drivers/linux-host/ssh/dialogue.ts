import type { ClientChannel } from 'ssh2'

import { MachineError } from '../../../core/machines/driver.ts'

/** More than this in one answer is refused: a host must not fill our memory. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024

/** A command on a host that answers one question after the other. Disposing ends its input. */
export class Dialogue implements Disposable {
  readonly #channel: ClientChannel
  readonly #name: string
  #answer: Buffer[] = []
  /** The last bytes of the answer, as many as its end has. */
  #tail = Buffer.alloc(0)
  #size = 0
  #complaint = ''
  #isOver = false
  #asked: { readonly end: Buffer; readonly done: PromiseWithResolvers<Buffer> } | undefined

  constructor(channel: ClientChannel, name: string) {
    this.#channel = channel
    this.#name = name
    channel.on('data', (chunk: Buffer) => this.#take(chunk))
    channel.stderr.on('data', (chunk: Buffer) => {
      if (this.#complaint.length < 4_096) this.#complaint += chunk.toString()
    })
    channel.on('error', () => {})
    channel.on('close', () => this.#end())
  }

  /**
   * Asks and waits for the answer, whose last line is `end`. The answer is given without that line.
   * @throws MachineError when the command ends before it has answered
   */
  ask(question: Buffer | string, end: string): Promise<Buffer> {
    const done = Promise.withResolvers<Buffer>()
    this.#asked = { end: Buffer.from(`${end}\n`), done }
    this.#answer = []
    this.#tail = Buffer.alloc(0)
    this.#size = 0
    if (this.#isOver) this.#end()
    else this.#channel.write(question)
    return done.promise
  }

  [Symbol.dispose](): void {
    if (!this.#isOver) this.#channel.end()
  }

  #take(chunk: Buffer): void {
    this.#size += chunk.length
    this.#answer.push(chunk)
    if (this.#size > MOST_ANSWER_BYTES) {
      this.#asked?.done.reject(new MachineError(`${this.#name} said more than ${MOST_ANSWER_BYTES} bytes`))
      this.#channel.destroy()
      return
    }
    if (this.#asked === undefined) return
    const { end, done } = this.#asked
    // The answer is put together once: over and over, a host that says it in pieces would cost us minutes.
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-end.length)]).subarray(-end.length)
    if (!this.#tail.equals(end)) return
    this.#asked = undefined
    done.resolve(Buffer.concat(this.#answer).subarray(0, -end.length))
  }

  #end(): void {
    this.#isOver = true
    const why = this.#complaint.trim() || 'the command ended and said nothing'
    this.#asked?.done.reject(new MachineError(`${this.#name}: ${why}`))
    this.#asked = undefined
  }
}
