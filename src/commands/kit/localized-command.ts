import { Command, type ErrorOptions, type Help } from 'commander'

import type { CommandContext } from './context.ts'
import { parserTexts } from './parser-texts.ts'
import { textWidth } from './text-width.ts'

/** A command whose help and complaints are in the person's language. Subcommands become the same. */
export class LocalizedCommand extends Command {
  readonly #context: CommandContext

  constructor(name: string, context: CommandContext) {
    super(name)
    this.#context = context
    const { say, out, err } = context
    this.helpOption('-h, --help', say(parserTexts.help))
    this.exitOverride()
    this.configureOutput({
      writeOut: (text) => void out.write(text),
      writeErr: (text) => void err.write(text),
      getOutHelpWidth: () => out.columns ?? 100,
      getErrHelpWidth: () => err.columns ?? 100,
      getOutHasColors: () => context.paint('bold', 'x') !== 'x',
      getErrHasColors: () => false,
    })
  }

  override createCommand(name = ''): Command {
    return new LocalizedCommand(name, this.#context)
  }

  override createHelp(): Help {
    const { say, language, paint } = this.#context
    // A group that has commands has `help` too; it is only described where it is shown.
    if (this.commands.length > 0) this.helpCommand(parserTexts.helpTerm, say(parserTexts.help))
    const help = super.createHelp()
    help.displayWidth = textWidth
    help.styleTitle = (title) => paint('bold', say(parserTexts.titles[title] ?? { en: title, zh: title }))
    if (language === 'zh') {
      const ofOption = help.optionDescription.bind(help)
      const ofArgument = help.argumentDescription.bind(help)
      help.optionDescription = (option) => inChinese(ofOption(option))
      help.argumentDescription = (argument) => inChinese(ofArgument(argument))
    }
    return help
  }

  override error(message: string, options?: ErrorOptions): never {
    const told = parserTexts.complaints[options?.code ?? '']?.(quoted(message), choicesIn(message))
    return super.error(
      `keyplane: ${told ? this.#context.say(told) : message.replace(/^error: /, '')}`,
      options,
    )
  }
}

/** The parser tells facts only within its sentence: each stands in single quotes. */
function quoted(message: string): readonly string[] {
  return [...message.matchAll(/'([^']*)'/g)].map(([, fact = '']) => fact)
}

/** What an argument may be, from the end of the parser's sentence. */
function choicesIn(message: string): string {
  return / choices are (.*)\.$/.exec(message)?.[1] ?? ''
}

/** What the parser appends to a description. */
function inChinese(description: string): string {
  return description
    .replace(/ \(choices: ([^()]*?)(?:, default: ([^()]*))?\)$/, (_, choices: string, given?: string) =>
      given === undefined ? `（可选：${choices}）` : `（可选：${choices}；默认：${given}）`,
    )
    .replace(/ \(default: ([^()]*)\)$/, '（默认：$1）')
}
