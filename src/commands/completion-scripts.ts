import type { Command } from 'commander'

/** What can follow a command. */
interface Place {
  /** Words of the command, `host add`; empty for the program itself. */
  readonly words: string
  readonly commands: readonly Choice[]
  readonly options: readonly (Choice & { readonly takesValue: boolean; readonly values: readonly string[] })[]
  /** What its first argument may be, where there are only so many. */
  readonly values: readonly string[]
}

interface Choice {
  readonly word: string
  readonly about: string
}

/** A completion script for each shell. */
export const WRITERS: Readonly<Record<'bash' | 'zsh' | 'fish', (program: Command) => string>> = {
  bash: (program) => bash(placesOf(program)),
  zsh: (program) => zsh(placesOf(program)),
  fish: (program) => fish(placesOf(program)),
}

function placesOf(command: Command, above = ''): readonly Place[] {
  const help = command.createHelp()
  const options = help.visibleOptions(command).map((option) => ({
    word: option.long ?? option.flags,
    about: option.description,
    takesValue: option.required || option.optional,
    values: option.argChoices ?? [],
  }))
  const commands = command.commands.map((child) => ({ word: child.name(), about: child.description() }))
  const values = command.registeredArguments[0]?.argChoices ?? []
  const inside = command.commands.flatMap((child) => placesOf(child, `${above} ${child.name()}`.trim()))
  return [{ words: above, commands, options, values }, ...inside]
}

function wordsOf({ commands, options, values }: Place): string {
  return [...commands.map(({ word }) => word), ...values, ...options.map(({ word }) => word)].join(' ')
}

/** Shared by bash and zsh: which command the line calls so far, without options and their values. */
function findCommand(places: readonly Place[]): readonly string[] {
  const names = places.flatMap(({ words }) => (words === '' ? [] : [`"${words}"`]))
  return [
    '  local command="" word candidate',
    '  for word in "${before[@]}"; do',
    '    candidate="${command:+$command }$word"',
    `    case "$candidate" in ${names.join('|')}) command="$candidate" ;; esac`,
    '  done',
  ]
}

function valueCases(places: readonly Place[]): readonly string[] {
  const cases = places.flatMap(({ words, options }) =>
    options.flatMap(({ word, takesValue, values }) =>
      takesValue ? [`    "${words} ${word}") choices="${values.join(' ')}"; isValue=1 ;;`] : [],
    ),
  )
  return ['  local choices="" isValue=""', '  case "$command $previous" in', ...cases, '  esac']
}

function wordCases(places: readonly Place[]): readonly string[] {
  const cases = places.map((place) => `    "${place.words}") choices="${wordsOf(place)}" ;;`)
  return ['  if [[ -z $isValue ]]; then case "$command" in', ...cases, '  esac; fi']
}

function bash(places: readonly Place[]): string {
  return text([
    '# bash completion of keyplane',
    '_keyplane() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"',
    '  local before=("${COMP_WORDS[@]:1:COMP_CWORD-1}")',
    ...findCommand(places),
    ...valueCases(places),
    ...wordCases(places),
    '  if [[ -n $isValue && -z $choices ]]; then COMPREPLY=($(compgen -f -- "$current")); return; fi',
    '  COMPREPLY=($(compgen -W "$choices" -- "$current"))',
    '}',
    'complete -F _keyplane keyplane',
  ])
}

function zsh(places: readonly Place[]): string {
  return text([
    '#compdef keyplane',
    '_keyplane() {',
    '  local previous="${words[CURRENT-1]}"',
    '  local before=("${(@)words[2,CURRENT-1]}")',
    ...findCommand(places),
    ...valueCases(places),
    ...wordCases(places),
    '  if [[ -n $isValue && -z $choices ]]; then _files; return; fi',
    '  compadd -- ${=choices}',
    '}',
    'if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _keyplane "$@"; else compdef _keyplane keyplane; fi',
  ])
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ words, commands, options, values }) => {
    const when = `-n '__keyplane_at "${words}"'`
    return [
      ...commands.map(({ word, about }) => `complete -c keyplane ${when} -f -a ${word} -d ${quoted(about)}`),
      ...(values.length > 0 ? [`complete -c keyplane ${when} -f -a ${quoted(values.join(' '))}`] : []),
      ...options.map(({ word, about, takesValue, values: given }) => {
        const value = [takesValue ? ' -r' : '', given.length > 0 ? ` -f -a ${quoted(given.join(' '))}` : '']
        return `complete -c keyplane ${when} -l ${word.replace(/^--/, '')}${value.join('')} -d ${quoted(about)}`
      }),
    ]
  })
  const names = places.flatMap(({ words }) => (words === '' ? [] : [quoted(words)]))
  return text([
    '# fish completion of keyplane',
    'function __keyplane_at',
    '  set -l command ""',
    '  for word in (commandline -opc)[2..-1]',
    '    set -l candidate (string trim -- "$command $word")',
    `    contains -- "$candidate" ${names.join(' ')}; and set command "$candidate"`,
    '  end',
    '  test "$command" = "$argv[1]"',
    'end',
    ...lines,
  ])
}

function quoted(value: string): string {
  return `'${value.replaceAll(/[\\']/g, '\\$&')}'`
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
