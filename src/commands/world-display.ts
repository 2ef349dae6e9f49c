import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { localTime } from './kit/local-time.ts'
import type { Text } from './kit/language.ts'
import { printLine, printTable, type Table } from './kit/output.ts'
import { worldTexts as texts } from './world-texts.ts'

type World = OwnApiClient['world']
type State = Awaited<ReturnType<World['show']>>
type Rule = State['faults'][number]
type Snapshot = State['snapshots'][number]
type Held = State['holds'][number]

const { columns } = texts

export const snapshotTable: Table<Snapshot> = {
  columns: [
    { title: columns.name, cell: ({ name }) => name },
    { title: columns.taken, cell: ({ takenAt }) => localTime(takenAt) },
    { title: columns.rows, cell: ({ rows }) => String(rows) },
  ],
  empty: texts.noSnapshots,
}

export const ruleTable: Table<Rule> = {
  columns: [
    { title: columns.id, cell: ({ id }) => id },
    { title: columns.match, cell: (rule, { say }) => matchText(rule) || say(texts.everything) },
    { title: columns.what, cell: ({ fault }, { say }) => say(faultText(fault)) },
    { title: columns.matched, cell: ({ matched }) => String(matched) },
    { title: columns.injected, cell: ({ injected }) => String(injected) },
  ],
  empty: texts.noFaults,
}

function matchText({ match, nth, rate, times }: Rule): string {
  const facts = { ...match, nth, rate, times }
  return Object.entries(facts)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(' ')
}

function faultText(fault: Rule['fault']): Text {
  if (fault.kind === 'cut') return texts.cuts[fault.when]
  const { kind, ...facts } = fault
  const { en, zh } = texts.faultKinds[kind]
  const told = Object.values(facts)
  return { en: [en, ...told].join(' '), zh: [zh, ...told].join(' ') }
}

/** Which of the two clocks is in force, and its time. */
export function clockText({ mode, now }: State['clock']): Text {
  return mode === 'held' ? texts.held(localTime(now)) : texts.running(localTime(now))
}

export function heldText({ instance, action }: Held): Text {
  return action === undefined ? texts.waiting(instance) : texts.holding(instance, action)
}

/** Everything about the world, for people. */
export function printState(context: CommandContext, { clock, holds, faults, snapshots }: State): void {
  printLine(context, context.say(clockText(clock)))
  for (const held of holds) printLine(context, context.say(heldText(held)))
  printTable(context, ruleTable, faults)
  printTable(context, snapshotTable, snapshots)
}
