const HISTORY = 100
const LONGEST_LINE = 8192

/** What a key press asks for beyond editing the line. */
export type LineEvent =
  { readonly kind: 'line'; readonly text: string } | { readonly kind: 'interrupt' } | { readonly kind: 'end' }

/** A terminal's line: echo, backspace, Ctrl-U, Ctrl-C, Ctrl-D and the lines typed before on the arrow keys. */
export class LineEditor {
  readonly #write: (text: string) => void
  #line: string[] = []
  #escape = ''
  #history: string[] = []
  #place = 0

  constructor(write: (text: string) => void) {
    this.#write = write
  }

  /** Takes one typed character; an event when the line is done or given up. */
  type(character: string): LineEvent | undefined {
    if (this.#escape !== '' || character === '\x1b') return this.#readEscape(character)
    switch (character) {
      case '\r':
      case '\n':
        return this.#enter()
      case '\x03':
        this.#line = []
        this.#write('^C\r\n')
        return { kind: 'interrupt' }
      case '\x04':
        return this.#line.length === 0 ? { kind: 'end' } : undefined
      case '\x7f':
      case '\b':
        if (this.#line.pop() !== undefined) this.#write('\b \b')
        return undefined
      case '\x15':
        this.#replace('')
        return undefined
      default:
        if (character >= ' ' && this.#line.length < LONGEST_LINE) {
          this.#line.push(character)
          this.#write(character)
        }
        return undefined
    }
  }

  #enter(): LineEvent {
    const text = this.#line.join('')
    this.#line = []
    if (text.trim() !== '') this.#history = [...this.#history, text].slice(-HISTORY)
    this.#place = this.#history.length
    this.#write('\r\n')
    return { kind: 'line', text }
  }

  /** Arrow keys arrive as `ESC [ A` or `ESC O A`; every other sequence is swallowed. Source: ECMA-48. */
  #readEscape(character: string): undefined {
    this.#escape += character
    const isDone =
      this.#escape.length > 2 ? /[@-~]$/.test(character) : !['\x1b', '\x1b[', '\x1bO'].includes(this.#escape)
    if (!isDone && this.#escape.length < 16) return
    const last = this.#escape.at(-1)
    this.#escape = ''
    if (last === 'A') this.#recall(-1)
    if (last === 'B') this.#recall(1)
  }

  #recall(step: number): void {
    const place = Math.min(this.#history.length, Math.max(0, this.#place + step))
    if (place === this.#place) return
    this.#place = place
    this.#replace(this.#history[place] ?? '')
  }

  #replace(text: string): void {
    this.#write('\b \b'.repeat(this.#line.length) + text)
    this.#line = Array.from(text)
  }
}
