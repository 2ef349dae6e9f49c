import type { Duplex } from 'node:stream'

import type { Client, ClientChannel, SFTPWrapper } from 'ssh2'

import { MachineError } from '../../../core/machines/driver.ts'
import { Dialogue } from './dialogue.ts'
import { UnreachableError } from './unreachable.ts'

/** What a command said and how it ended. */
export interface ExecResult {
  /** Undefined when a signal ended it or the server did not tell. */
  readonly exitCode: number | undefined
  readonly stdout: Buffer
  readonly stderr: string
}

/** How long a wait may last. */
export interface Within {
  readonly signal: AbortSignal
  /** Longest that it may take, in milliseconds; the connection is closed then, as what runs cannot be trusted. */
  readonly timeoutMs: number
}

export interface ExecOptions extends Within {
  readonly stdin?: Buffer | string
}

/** A jump host reached nothing at the place it was asked for. Source: RFC 4254 §5.1. */
const CONNECT_FAILED = 2

/** More than this from one command is refused: a host must not fill our memory. */
const MOST_OUTPUT_BYTES = 16 * 1024 * 1024

/** One logged-in connection over all its hops. Disposing ends all of them. */
export class SshConnection implements AsyncDisposable {
  readonly #clients: readonly Client[]
  readonly #last: Client
  /** `address:port` of the host, for messages. */
  readonly name: string
  #isOpen = true

  constructor(clients: readonly Client[], name: string) {
    const last = clients.at(-1)
    if (last === undefined) throw new MachineError('a connection needs a client')
    this.#clients = clients
    this.#last = last
    this.name = name
    for (const client of clients) client.once('close', () => (this.#isOpen = false))
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** What the server calls itself in its greeting, such as `OpenSSH_9.2p1`; empty where that is not known. Source: RFC 4253 §4.2. */
  get software(): string {
    // The library keeps it and has no documented way to ask for it.
    const software: unknown = Reflect.get(this.#last, '_remoteVer')
    return typeof software === 'string' ? software : ''
  }

  /**
   * Runs one command line.
   * @throws MachineError when the connection breaks, the time is over or the output is too long
   */
  exec(command: string, { stdin, signal, timeoutMs }: ExecOptions): Promise<ExecResult> {
    return this.inTime({ signal, timeoutMs }, () => this.#run(command, stdin))
  }

  /**
   * Waits for something that happens over this connection, which is closed when it takes longer.
   * @throws MachineError when the connection breaks or the time is over
   */
  async inTime<T>({ signal, timeoutMs }: Within, work: () => Promise<T>): Promise<T> {
    const late = AbortSignal.timeout(timeoutMs)
    return this.#unlessAborted(AbortSignal.any([signal, late]), work).catch((error: unknown) => {
      if (signal.aborted || !late.aborted) throw error
      throw new MachineError(`${this.name} took longer than ${timeoutMs} ms for one step`)
    })
  }

  /** Starts one command line that answers questions; ask it within {@link inTime}. */
  converse(command: string): Promise<Dialogue> {
    return this.#ask((begun) =>
      this.#last.exec(command, (error, channel) => {
        if (error) begun.reject(this.#runsNothing(error))
        // In this turn: what it says first may be in the same packet.
        else begun.resolve(new Dialogue(channel, this.name))
      }),
    )
  }

  /** Opens the file transfer service. */
  sftp(within: Within): Promise<SFTPWrapper> {
    return this.inTime(within, () =>
      this.#ask<SFTPWrapper>((opened) =>
        this.#last.sftp((error, sftp) =>
          error
            ? opened.reject(new MachineError(`${this.name} offers no SFTP`, { cause: error }))
            : opened.resolve(sftp),
        ),
      ),
    )
  }

  /** A stream from the host to another address, as `ssh -J` uses it. */
  forward(
    { address, port }: { readonly address: string; readonly port: number },
    within: Within,
  ): Promise<Duplex> {
    return this.inTime(within, () =>
      this.#ask<Duplex>((opened) =>
        this.#last.forwardOut('127.0.0.1', 0, address, port, (cause, stream) => {
          if (!cause) return opened.resolve(stream)
          const isSilent = 'reason' in cause && cause.reason === CONNECT_FAILED
          const Failure = isSilent ? UnreachableError : MachineError
          opened.reject(new Failure(`the way over ${this.name} to ${address}:${port} is closed`, { cause }))
        }),
      ),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOpen = false
    for (const client of this.#clients.toReversed()) client.end()
  }

  /** Breaks the connection without a word. */
  destroy(): void {
    this.#isOpen = false
    for (const client of this.#clients.toReversed()) client.destroy()
  }

  #run(command: string, stdin: Buffer | string | undefined): Promise<ExecResult> {
    return this.#ask((done) =>
      this.#last.exec(command, (error, channel) => {
        if (error) return done.reject(this.#runsNothing(error))
        // In this turn: the end of a short command may be in the same packet as its beginning.
        done.resolve(collect(channel, this.name))
        channel.on('error', () => {})
        channel.end(stdin)
      }),
    )
  }

  /** The library throws at once what it is asked on a line that is cut, before it says that it is closed. */
  #ask<T>(begin: (asked: PromiseWithResolvers<T>) => unknown): Promise<T> {
    const asked = Promise.withResolvers<T>()
    try {
      begin(asked)
    } catch (cause) {
      asked.reject(new MachineError(`the connection to ${this.name} broke`, { cause }))
    }
    return asked.promise
  }

  #runsNothing(cause: Error): MachineError {
    return new MachineError(`${this.name} runs no commands: ${cause.message}`, { cause })
  }

  /** Rejects when the signal is aborted or the connection breaks; in both cases the connection is of no use any more. */
  async #unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    if (!this.#isOpen) throw new MachineError(`the connection to ${this.name} is closed`)
    const ended = Promise.withResolvers<never>()
    const onAbort = () => {
      this.destroy()
      ended.reject(signal.reason)
    }
    const onClose = () => ended.reject(new MachineError(`the connection to ${this.name} broke`))
    signal.addEventListener('abort', onAbort, { once: true })
    this.#last.once('close', onClose)
    try {
      return await Promise.race([work(), ended.promise])
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#last.off('close', onClose)
    }
  }
}

function collect(channel: ClientChannel, name: string): Promise<ExecResult> {
  const done = Promise.withResolvers<ExecResult>()
  const out: Buffer[] = []
  const err: Buffer[] = []
  let size = 0
  const keep = (chunks: Buffer[]) => (chunk: Buffer) => {
    size += chunk.length
    if (size <= MOST_OUTPUT_BYTES) return void chunks.push(chunk)
    done.reject(new MachineError(`${name} said more than ${MOST_OUTPUT_BYTES} bytes`))
    channel.destroy()
  }
  channel.on('data', keep(out))
  channel.stderr.on('data', keep(err))
  let exitCode: number | undefined
  channel.on('exit', (code: number | null) => (exitCode = code ?? undefined))
  channel.on('close', () =>
    done.resolve({ exitCode, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() }),
  )
  return done.promise
}
