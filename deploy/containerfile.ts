/** Reads the Containerfile, for the dry build and its tests: the instructions that are used here, and no others. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')

/** What one stage is made of, in order. */
export interface Stage {
  readonly image: string
  /** Name after AS; empty for the last one. */
  readonly name: string
  readonly instructions: readonly Instruction[]
}

export interface Instruction {
  /** `COPY`, `RUN`… */
  readonly verb: string
  readonly text: string
}

const KNOWN = new Set([
  ...['FROM', 'WORKDIR', 'COPY', 'RUN', 'LABEL', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'STOPSIGNAL'],
  ...['HEALTHCHECK', 'ENTRYPOINT', 'CMD'],
])

/** @throws for an instruction that nothing here knows how to check */
export function readContainerfile(): readonly Stage[] {
  const stages: (Stage & { readonly instructions: Instruction[] })[] = []
  for (const line of readFileSync(join(ROOT, 'Containerfile'), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const [, verb = '', text = ''] = /^([A-Z]+) (.*[^\\])$/.exec(line) ?? []
    if (!KNOWN.has(verb)) throw new Error(`not an instruction that is known here: ${line}`)
    if (verb === 'FROM') {
      const [image = '', , name = ''] = text.split(' ')
      stages.push({ image, name, instructions: [] })
    } else stages.at(-1)?.instructions.push({ verb, text })
  }
  return stages
}

/** The text of the last instruction of this name. */
export function textOf({ instructions }: Stage, verb: string): string {
  return instructions.findLast((instruction) => instruction.verb === verb)?.text ?? ''
}

/** The words of `ENTRYPOINT ["a", "b"]` and the like. */
export function wordsOf(text: string): readonly string[] {
  // What is written in the file; `spawn` refuses what are no words.
  return JSON.parse(text.slice(text.indexOf('['))) as string[]
}

export function environmentOf({ instructions }: Stage): Readonly<Record<string, string>> {
  const set = instructions.filter(({ verb }) => verb === 'ENV').map(({ text }) => text.split(/=(.*)/s))
  return Object.fromEntries(set.map(([name = '', value = '']) => [name, value]))
}

export interface Copy {
  /** Name of the stage, undefined for the project itself. */
  readonly from: string | undefined
  readonly sources: readonly string[]
  readonly target: string
}

export function readCopy(text: string): Copy {
  const [, from, rest = ''] = /^(?:--from=(\S+) )?(.*)$/.exec(text) ?? []
  const words = rest.split(' ')
  return { from, sources: words.slice(0, -1), target: words.at(-1) ?? '' }
}

/** Whether .containerignore keeps a path of the project from the engine; of several lines the last one counts. */
export function ignoredPaths(): (path: string) => boolean {
  const lines = readFileSync(join(ROOT, '.containerignore'), 'utf8').split('\n')
  const rules = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isIgnored: !line.startsWith('!'), pattern: patternOf(line.replace(/^!/, '')) }))
  return (path) => {
    const parts = path.split('/')
    const upTo = parts.map((_, place) => parts.slice(0, place + 1).join('/'))
    return rules.findLast(({ pattern }) => upTo.some((part) => pattern.test(part)))?.isIgnored ?? false
  }
}

const PATTERNS: Readonly<Record<string, string>> = { '**/': '(?:.+/)?', '*': '[^/]*', '.': '\\.' }

/** As engines read it: a star stands for names that begin with a dot too. */
function patternOf(glob: string): RegExp {
  const text = glob.replaceAll(/\*\*\/|\*|\./g, (part) => PATTERNS[part] ?? part)
  return new RegExp(`^${text}$`)
}
