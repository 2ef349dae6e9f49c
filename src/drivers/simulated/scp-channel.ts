import type { ServerChannel } from 'ssh2'
import { ChannelInput } from './channel-input.ts'
import { write } from './channel-output.ts'

/** Longest control line; a name in it is far shorter. */
const LONGEST_LINE = 16 * 1024

/** The other side went away or broke the protocol. */
export class ScpOver extends Error {}

/**
 * The conversation of the two ends of a copy: lines and bytes one way, after each of them a NUL or a complaint the other.
 * Every method throws `ScpOver` when the other side has gone.
 * Source: OpenSSH's scp.c, `sink`, `source` and `response`; there is no document.
 */
export class ScpChannel {
  readonly input: ChannelInput
  /** A complaint was sent or received: the exit code is 1. */
  hasFailed = false
  readonly #channel: ServerChannel
  readonly #signal: AbortSignal

  constructor(channel: ServerChannel, signal: AbortSignal) {
    this.input = new ChannelInput(channel, signal)
    this.#channel = channel
    this.#signal = signal
  }

  async send(content: string | Uint8Array): Promise<void> {
    if (this.#signal.aborted) throw new ScpOver()
    await write(this.#channel, content, this.#signal)
  }

  async accept(): Promise<void> {
    await this.send(Buffer.alloc(1))
  }

  /** Sends what went wrong with one file; the copy goes on. */
  async complain(about: string, message: string): Promise<void> {
    this.hasFailed = true
    await this.send(`\x01scp: ${about === '' ? '' : `${about}: `}${message}\n`)
  }

  /** The next control line; undefined at the end of the copy. */
  async line(): Promise<string | undefined> {
    const line = await this.input.line(LONGEST_LINE)
    return line?.toString('utf8')
  }

  /** Whether the other side is content. A complaint of it is a line; a fatal one ends the copy. */
  async isAccepted(): Promise<boolean> {
    const answer = (await this.input.some(1))?.[0]
    if (answer === undefined) throw new ScpOver()
    if (answer === 0) return true
    this.hasFailed = true
    await this.input.line(LONGEST_LINE)
    if (answer !== 1) throw new ScpOver()
    return false
  }
}
