import type { Command } from 'commander'

import { holderOf, ofUser, printing, type UserFlags } from './account-flags.ts'
import { openClient } from './kit/client.ts'
import type { CommandContext } from './kit/context.ts'
import { localTime } from './kit/local-time.ts'
import { printJson, printLine, rowsAsText } from './kit/output.ts'
import { mfaTexts as texts } from './mfa-texts.ts'

/** Adds `mfa`: devices for one-time codes. */
export function addMfaCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const mfa = program.command('mfa').description(say(texts.group))
  printing(ofUser(mfa.command('show').description(say(texts.show)), context), context).action(
    (flags: UserFlags) => showMfa(context, flags),
  )
  printing(ofUser(mfa.command('enrol').description(say(texts.enrol)), context), context).action(
    (flags: UserFlags) => enrol(context, flags),
  )
  printing(ofUser(mfa.command('verify').description(say(texts.verify)), context), context)
    .argument('<code>', say(texts.code))
    .action(async (code: string, flags: UserFlags) => {
      const client = await openClient(context, flags)
      const verified = await client.mfa.verify({ ...holderOf(flags), code })
      if (flags.json) printJson(context, verified)
      else printLine(context, say(texts.until(localTime(verified.verifiedUntil))))
    })
  ofUser(mfa.command('remove').description(say(texts.remove)), context).action(async (flags: UserFlags) => {
    const client = await openClient(context, flags)
    await client.mfa.remove(holderOf(flags))
    printLine(context, say(texts.removed(flags.user)))
  })
}

async function showMfa(context: CommandContext, flags: UserFlags): Promise<void> {
  const client = await openClient(context, flags)
  const status = await client.mfa.show(holderOf(flags))
  if (flags.json) return printJson(context, status)
  const { state, verifiedUntil } = status
  const text = verifiedUntil === undefined ? texts.states[state] : texts.until(localTime(verifiedUntil))
  printLine(context, context.say(text))
}

async function enrol(context: CommandContext, flags: UserFlags): Promise<void> {
  const { say, out } = context
  const client = await openClient(context, flags)
  const device = await client.mfa.enrol(holderOf(flags))
  if (flags.json) return printJson(context, device)
  out.write(
    rowsAsText([
      [say(texts.secret), device.secret],
      [say(texts.uri), device.uri],
    ]),
  )
  printLine(context, say(texts.once))
}
