import type { ServerChannel } from 'ssh2'

/** Reads a channel's input by bytes and lines. Whatever is asked for after its end is undefined. */
export class ChannelInput {
  readonly #chunks: AsyncGenerator<Buffer>
  #rest = Buffer.alloc(0)

  constructor(channel: ServerChannel, signal: AbortSignal) {
    this.#chunks = chunks(channel, signal)
  }

  /** The next bytes, at least one and at most so many. */
  async some(most: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next()
      if (next.done === true) return undefined
      this.#rest = Buffer.from(next.value)
    }
    const taken = this.#rest.subarray(0, most)
    this.#rest = this.#rest.subarray(taken.length)
    return taken
  }

  /** The next so many bytes. */
  async exactly(count: number): Promise<Buffer | undefined> {
    const taken: Buffer[] = []
    for (let left = count; left > 0;) {
      const bytes = await this.some(left)
      if (bytes === undefined) return undefined
      taken.push(bytes)
      left -= bytes.length
    }
    return Buffer.concat(taken)
  }

  /** The bytes up to a line end, without it; undefined for a line that is longer than `most`, too. */
  async line(most: number): Promise<Buffer | undefined> {
    const taken: number[] = []
    for (;;) {
      const byte = (await this.some(1))?.[0]
      if (byte === undefined || taken.length > most) return undefined
      if (byte === 0x0a) return Buffer.from(taken)
      taken.push(byte)
    }
  }
}

/** The channel's input; ends quietly when the client goes away. */
export async function* chunks(channel: ServerChannel, signal: AbortSignal): AsyncGenerator<Buffer> {
  const queue: Buffer[] = []
  let hasEnded = false
  let wake = () => {}
  const end = () => {
    hasEnded = true
    wake()
  }
  channel.on('data', (chunk: Buffer) => {
    queue.push(chunk)
    // The client's window bounds what arrives before it is read.
    channel.pause()
    wake()
  })
  channel.on('end', end)
  signal.addEventListener('abort', end, { once: true })
  for (;;) {
    const chunk = queue.shift()
    if (chunk !== undefined && !signal.aborted) yield chunk
    else if (hasEnded || signal.aborted) return
    else {
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      channel.resume()
      await promise
    }
  }
}
