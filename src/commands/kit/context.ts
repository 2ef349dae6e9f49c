import { styleText } from 'node:util'

import { type Language, languageOf, type Text } from './language.ts'

/** Where a command writes to; `columns` and `rows` are known at a terminal only. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

export type Style = Parameters<typeof styleText>[0]

/** What a command knows about where it runs: nothing in src/commands reads the environment or the time beside it. */
export interface CommandContext {
  readonly language: Language
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly out: Output
  readonly err: Output
  /** Now, in ms since 1970. */
  readonly now: () => number
  /** The text in the language of the person. */
  readonly say: (text: Text) => string
  /** Coloured at a terminal, and never with NO_COLOR. */
  readonly paint: (style: Style, text: string) => string
}

type Surroundings = Pick<CommandContext, 'environment' | 'out' | 'err'> & { readonly now?: () => number }

export function createContext({
  environment,
  out,
  err,
  now = () => Date.now(),
}: Surroundings): CommandContext {
  const language = languageOf(environment)
  const isColoured =
    out.isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb'
  return {
    ...{ language, environment, out, err, now },
    say: (text) => text[language],
    paint: (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text),
  }
}

export function processContext(): CommandContext {
  return createContext({ environment: process.env, out: process.stdout, err: process.stderr })
}
