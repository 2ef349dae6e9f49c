import type { Command } from 'commander'

import { auditTexts as texts } from './audit-texts.ts'
import { openClient } from './kit/client.ts'
import type { CommandContext } from './kit/context.ts'
import { limited } from './kit/limit.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'

/** What rows are wanted, as it was typed. */
export interface AuditFlags {
  readonly account?: string
  readonly user?: string
  readonly subject?: string
  readonly action?: string
  readonly outcome?: string
  readonly since?: string
  readonly until?: string
  readonly limit?: string
  readonly anchor?: string
  readonly json?: true
}

type Flags = ReachFlags & AuditFlags

/** Adds `audit`: who did what, what changed on which machine, and whether the log is whole. */
export function addAuditCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const audit = program.command('audit').description(say(texts.audit))
  limited(filtered(reaching(audit.command('list').description(say(texts.list)), context), context), context)
    .option('--json', say(common.json))
    .action(async (flags: Flags) => {
      const { listRows } = await import('./audit-list.ts')
      await listRows(context, await openClient(context, flags), flags)
    })
  reaching(audit.command('show').description(say(texts.show)), context)
    .argument('<request-id>', say(texts.requestId))
    .option('--json', say(common.json))
    .action(async (requestId: string, flags: Flags) => {
      const { showRequest } = await import('./audit-show.ts')
      await showRequest(context, await openClient(context, flags), { requestId, ...flags })
    })
  reaching(audit.command('verify').description(say(texts.verify)), context)
    .option('--account <id>', say(texts.account))
    .option('--anchor <number:hash>', say(texts.anchor))
    .option('--json', say(common.jsonLines))
    .action(async (flags: Flags) => {
      const { verifyChains } = await import('./audit-verify.ts')
      await verifyChains(context, await openClient(context, flags), flags)
    })
  filtered(reaching(audit.command('export').description(say(texts.export)), context), context).action(
    async (flags: Flags) => {
      const { exportRows } = await import('./audit-list.ts')
      await exportRows(context, await openClient(context, flags), flags)
    },
  )
}

function filtered(command: Command, { say }: CommandContext): Command {
  return command
    .option('--account <id>', say(texts.account))
    .option('--user <name>', say(texts.user))
    .option('--subject <id>', say(texts.subject))
    .option('--action <name>', say(texts.action))
    .option('--outcome <outcome>', say(texts.outcome))
    .option('--since <time>', say(texts.since))
    .option('--until <time>', say(texts.until))
}
