import { StringDecoder } from 'node:string_decoder'
import type { ServerChannel } from 'ssh2'
import { LineEditor, type LineEvent } from './line-editor.ts'
import type { ShellSession } from './shell-session.ts'
import { write } from './channel-output.ts'
import { forTerminal } from './ssh-exec.ts'

/** Most characters typed ahead while a command runs. */
const LONGEST_TYPED_AHEAD = 65_536

/** An interactive shell: prompt, line editing, Ctrl-C stops the running command, Ctrl-D or `exit` leaves. */
export function runTerminal(
  channel: ServerChannel,
  shell: ShellSession,
  signal: AbortSignal,
): Promise<number> {
  return new Terminal(channel, shell, signal).run()
}

class Terminal {
  readonly #channel: ServerChannel
  readonly #shell: ShellSession
  readonly #signal: AbortSignal
  readonly #editor: LineEditor
  readonly #done = Promise.withResolvers<number>()
  /** Lines of a command that goes on. */
  #lines = ''
  #typedAhead: string[] = []
  /** Nothing more will be typed; what was is run to its end. */
  #hasEnded = false
  /** Stops the running command; absent while the prompt waits. */
  #running: AbortController | undefined

  constructor(channel: ServerChannel, shell: ShellSession, signal: AbortSignal) {
    this.#channel = channel
    this.#shell = shell
    this.#signal = signal
    this.#editor = new LineEditor((text) => void channel.write(text))
  }

  run(): Promise<number> {
    const decoder = new StringDecoder('utf8')
    this.#channel.on('data', (chunk: Buffer) => this.#take(Array.from(decoder.write(chunk))))
    this.#channel.on('end', () => {
      this.#hasEnded = true
      if (this.#running === undefined) this.#leave()
    })
    this.#signal.addEventListener('abort', () => this.#leave(), { once: true })
    this.#prompt()
    return this.#done.promise
  }

  #leave(): void {
    this.#done.resolve(this.#shell.exitCode)
  }

  #prompt(): void {
    this.#channel.write(this.#lines === '' ? this.#shell.prompt() : '> ')
  }

  #take(characters: readonly string[]): void {
    for (const [place, character] of characters.entries()) {
      if (this.#running !== undefined) return this.#keep(characters.slice(place))
      const event = this.#editor.type(character)
      if (event !== undefined) this.#handle(event)
    }
  }

  #keep(characters: readonly string[]): void {
    if (characters.includes('\x03')) {
      this.#typedAhead = []
      this.#channel.write('^C\r\n')
      this.#running?.abort()
    } else if (this.#typedAhead.length + characters.length <= LONGEST_TYPED_AHEAD) {
      this.#typedAhead.push(...characters)
    }
  }

  #hasLineAhead(): boolean {
    return this.#typedAhead.some((character) => character === '\r' || character === '\n')
  }

  #handle(event: LineEvent): void {
    switch (event.kind) {
      case 'interrupt':
        this.#lines = ''
        return this.#prompt()
      case 'end':
        this.#channel.write('exit\r\n')
        return this.#leave()
      case 'line':
        this.#lines += `${event.text}\n`
        this.#running = new AbortController()
        this.#runLines(this.#running.signal).catch((error: unknown) => this.#done.reject(error))
    }
  }

  async #runLines(interrupted: AbortSignal): Promise<void> {
    const text = this.#lines
    if (text.trim() === '') this.#lines = ''
    else if (!(await this.#shell.isIncomplete(text, () => this.#hasLineAhead()))) {
      this.#lines = ''
      const signal = AbortSignal.any([interrupted, this.#signal])
      const { stdout, stderr, hasEnded } = await this.#shell.run(text, signal)
      if (hasEnded) return this.#leave()
      if (!interrupted.aborted) await write(this.#channel, forTerminal(stdout + stderr), this.#signal)
    }
    this.#running = undefined
    this.#prompt()
    this.#take(this.#typedAhead.splice(0))
    if (this.#hasEnded && this.#running === undefined) this.#leave()
  }
}
