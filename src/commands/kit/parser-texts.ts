import type { Text } from './language.ts'

type Facts = readonly string[]

/** What the parser of command lines says, by its own names. */
export const parserTexts = {
  help: { en: 'show help', zh: '显示帮助' },
  helpTerm: 'help [command]',
  titles: {
    'Usage:': { en: 'Usage:', zh: '用法:' },
    'Arguments:': { en: 'Arguments:', zh: '参数：' },
    'Options:': { en: 'Options:', zh: '选项：' },
    'Commands:': { en: 'Commands:', zh: '命令：' },
  } as Readonly<Record<string, Text>>,
  complaints: {
    'commander.unknownOption': ([flag = '']: Facts) => ({
      en: `unknown option ${flag}`,
      zh: `未知选项 ${flag}`,
    }),
    'commander.unknownCommand': ([name = '']: Facts) => ({
      en: `unknown command ${name}; see keyplane --help`,
      zh: `未知命令 ${name}；参见 keyplane --help`,
    }),
    'commander.missingArgument': ([name = '']: Facts) => ({
      en: `missing argument <${name}>`,
      zh: `缺少参数 <${name}>`,
    }),
    'commander.optionMissingArgument': ([flags = '']: Facts) => ({
      en: `option ${flags} needs a value`,
      zh: `选项 ${flags} 需要一个值`,
    }),
    'commander.missingMandatoryOptionValue': ([flags = '']: Facts) => ({
      en: `option ${flags} is required`,
      zh: `必须给出选项 ${flags}`,
    }),
    'commander.conflictingOption': ([one = '', other = '']: Facts) => ({
      en: `${one} and ${other} exclude each other`,
      zh: `${one} 与 ${other} 不能同时使用`,
    }),
    'commander.invalidArgument': (facts: Facts, choices: string) => {
      const { given, of } = refusedChoice(facts)
      return {
        en: `${JSON.stringify(given)} is not a valid ${of}; choose from ${choices}`,
        zh: `${JSON.stringify(given)} 不是有效的 ${of}；可选 ${choices}`,
      }
    },
    'commander.excessArguments': ([name = '']: Facts) => ({
      en: `too many arguments${name === '' ? '' : ` for ${name}`}`,
      zh: `${name === '' ? '' : `${name} 的`}参数过多`,
    }),
  } as Readonly<Record<string, (facts: Facts, choices: string) => Text>>,
}

/** The parser names an option, as `--type <type>`, before what was given for it, and an argument after it. */
function refusedChoice([one = '', other = '']: Facts): { readonly given: string; readonly of: string } {
  const [, option] = /^(?:-\w, )?(--\S+)/.exec(one) ?? []
  return option === undefined ? { given: one, of: `<${other}>` } : { given: other, of: option }
}
