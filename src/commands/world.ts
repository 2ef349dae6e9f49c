import { type Command, Option } from 'commander'

import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { durationMs } from './kit/duration.ts'
import { EXIT } from './kit/exit-codes.ts'
import type { Text } from './kit/language.ts'
import { printable, printJson, printLine, printTable } from './kit/output.ts'
import { asking, type ReachFlags, reaching } from './kit/reach.ts'
import { clockText, heldText, printState, ruleTable, snapshotTable } from './world-display.ts'
import { ruleOf, type RuleFlags } from './world-rule.ts'
import { worldTexts as texts } from './world-texts.ts'

type Flags = ReachFlags & { readonly json?: true }
type World = OwnApiClient['world']

const STEPS = ['login', 'start', 'stop', 'reboot', 'applyAccess', 'reinstall', 'observe']

/** Adds `world`: control of a stand-in for tests. */
export function addWorldCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const world = program.command('world').description(say(texts.world))
  asking(world.command('show').description(say(texts.show)), context).action(async (flags: Flags) => {
    const state = await (await worldOf(context, flags)).show({})
    if (flags.json) printJson(context, state)
    else printState(context, state)
  })
  reaching(world.command('reset').description(say(texts.reset)), context)
    .option('--account <id>', say(texts.resetAccount))
    .action(async (flags: ReachFlags & { account?: string }) => {
      const { account } = flags
      await (await worldOf(context, flags)).reset(account === undefined ? {} : { account })
      printLine(context, say(texts.isReset))
    })
  addSnapshots(world.command('snapshot').description(say(texts.snapshot)), context)
  addClock(world.command('clock').description(say(texts.clock)), context)
  addFaults(world.command('fault').description(say(texts.fault)), context)
  addHolds(world, context)
}

function addSnapshots(snapshot: Command, context: CommandContext): void {
  const { say } = context
  const named = (name: string, text: Text) =>
    reaching(snapshot.command(name).description(say(text)), context).argument('<name>', say(texts.name))
  named('save', texts.save).action(async (name: string, flags: ReachFlags) => {
    const { rows } = await (await worldOf(context, flags)).snapshots.save({ name })
    printLine(context, say(texts.isSaved(name, rows)))
  })
  named('load', texts.load).action(async (name: string, flags: ReachFlags) => {
    await (await worldOf(context, flags)).snapshots.load({ name })
    printLine(context, say(texts.isLoaded(name)))
  })
  asking(snapshot.command('list').description(say(texts.list)), context).action(async (flags: Flags) => {
    const answer = await (await worldOf(context, flags)).snapshots.list({})
    if (flags.json) printJson(context, answer)
    else printTable(context, snapshotTable, answer.items)
  })
  named('remove', texts.remove).action(async (name: string, flags: ReachFlags) => {
    await (await worldOf(context, flags)).snapshots.remove({ name })
    printLine(context, say(texts.isRemoved(name)))
  })
}

function addClock(clock: Command, context: CommandContext): void {
  const { say } = context
  const tell = (state: Awaited<ReturnType<World['clock']['set']>>, { json }: Flags) => {
    if (json) printJson(context, state)
    else printLine(context, say(clockText(state)))
  }
  asking(clock.command('hold').description(say(texts.clockHold)), context)
    .option('--at <instant>', say(texts.at))
    .action(async (flags: Flags & { at?: string }) => {
      const at = flags.at === undefined ? {} : { at: instantOf(flags.at) }
      tell(await (await worldOf(context, flags)).clock.set({ mode: 'held', ...at }), flags)
    })
  asking(clock.command('advance').description(say(texts.advance)), context)
    .argument('<duration>', say(texts.duration))
    .action(async (duration: string, flags: Flags) => {
      const byMs = durationMs('<duration>', duration)
      tell(await (await worldOf(context, flags)).clock.advance({ byMs }), flags)
    })
  asking(clock.command('real').description(say(texts.real)), context).action(async (flags: Flags) =>
    tell(await (await worldOf(context, flags)).clock.set({ mode: 'real' }), flags),
  )
}

function addFaults(fault: Command, context: CommandContext): void {
  const { say } = context
  const add = asking(fault.command('add').description(say(texts.faultAdd)), context)
    .option('--dialect <id>', say(texts.ofDialect))
    .option('--account <id>', say(texts.ofAccount))
    .option('--action <name>', say(texts.ofAction))
    .option('--instance <id>', say(texts.ofInstance))
    .addOption(new Option('--step <step>', say(texts.ofStep)).choices(STEPS))
    .option('--nth <number>', say(texts.nth))
    .option('--rate <share>', say(texts.rate))
    .option('--times <number>', say(texts.times))
  add
    .option('--error <code>', say(texts.error))
    .option('--status <number>', say(texts.status))
    .option('--message <text>', say(texts.message))
    .option('--delay <duration>', say(texts.delay))
    .addOption(new Option('--cut <when>', say(texts.cut)).choices(['before', 'after']))
    .option('--half-answer', say(texts.half))
    .option('--slow <duration>', say(texts.slow))
    .option('--refuse', say(texts.refuse))
    .option('--half-applied', say(texts.halfApplied))
    .action(async (flags: Flags & RuleFlags) => {
      const wanted = ruleOf(flags)
      const rule = await (await worldOf(context, flags)).faults.add(wanted)
      if (flags.json) printJson(context, rule)
      else printLine(context, printable(rule.id))
    })
  asking(fault.command('list').description(say(texts.faultList)), context).action(async (flags: Flags) => {
    const answer = await (await worldOf(context, flags)).faults.list({})
    if (flags.json) printJson(context, answer)
    else printTable(context, ruleTable, answer.items)
  })
  reaching(fault.command('remove').description(say(texts.faultRemove)), context)
    .argument('<id>', say(texts.ruleId))
    .action(async (id: string, flags: ReachFlags) => {
      await (await worldOf(context, flags)).faults.remove({ id })
      printLine(context, say(texts.isRemoved(id)))
    })
}

function addHolds(world: Command, context: CommandContext): void {
  const { say } = context
  const ofInstance = (name: string, text: Text) =>
    asking(world.command(name).description(say(text)), context)
      .argument('<instance>', say(texts.instance))
      .requiredOption('--dialect <id>', say(texts.dialect))
      .requiredOption('--account <id>', say(texts.account))
  type Owner = Flags & { readonly dialect: string; readonly account: string }
  ofInstance('hold', texts.hold).action(async (instance: string, flags: Owner) => {
    const { dialect, account } = flags
    const held = await (await worldOf(context, flags)).holds.hold({ dialect, account, instance })
    if (flags.json) printJson(context, held)
    else printLine(context, say(heldText(held)))
  })
  ofInstance('release', texts.release).action(async (instance: string, flags: Owner) => {
    const { dialect, account } = flags
    const held = await (await worldOf(context, flags)).holds.release({ dialect, account, instance })
    if (flags.json) printJson(context, held)
    else printLine(context, say(texts.released(held.instance)))
  })
}

async function worldOf(context: CommandContext, flags: ReachFlags): Promise<World> {
  return (await openClient(context, flags)).world
}

function instantOf(given: string): string {
  const date = new Date(given)
  if (Number.isNaN(date.getTime())) throw new CommandError(texts.badInstant(given), EXIT.usage)
  return date.toISOString()
}
