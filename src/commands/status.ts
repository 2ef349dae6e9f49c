import type { Command } from 'commander'

import { type Instance, listInstances, machineIdOf } from './find-instance.ts'
import { fetchFrom, openClient } from './kit/client.ts'
import { orExit } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { printable, printJson, printLine, rowsAsText } from './kit/output.ts'
import { everyPage } from '../own-api/contract/every-page.ts'
import { type ReachFlags, reaching, readReach } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'
import { statusTexts as texts } from './status-texts.ts'

/** Adds `status`. */
export function addStatusCommand(program: Command, context: CommandContext): void {
  const { say } = context
  reaching(program.command('status').description(say(texts.status)), context)
    .option('--json', say(common.json))
    .action(async (flags: ReachFlags & { json?: true }) => {
      const status = await readStatus(context, flags)
      if (flags.json) printJson(context, status)
      else printStatus(context, status)
      orExit(status.isReady)
    })
}

interface Status {
  readonly url: string
  readonly isReady: boolean
  readonly mode: 'stand-in' | 'strict'
  readonly counts: Readonly<Record<'accounts' | 'keyPairs' | 'instances' | 'hosts', number>>
  /** Instances whose access is not the one wanted, `failed` those of them whose operation failed. */
  readonly pending: readonly PendingInstance[]
  readonly failed: readonly PendingInstance[]
}

interface PendingInstance {
  readonly instance: string
  readonly reason: keyof typeof texts.reasons
  readonly message: string
}

async function readStatus(context: CommandContext, flags: ReachFlags): Promise<Status> {
  const reach = readReach(flags, context)
  const client = await openClient(context, flags)
  const ask = await fetchFrom(reach, context, flags)
  const [ready, { mode, accounts, keyPairs, instances }, hosts, waiting] = await Promise.all([
    ask(`${reach.url}/readyz`),
    client.status.show({}),
    everyPage((page) => client.hosts.list(page)),
    listInstances(client, { pending: true }),
  ])
  await ready.body?.cancel()
  const pending = waiting.flatMap(pendingOf)
  const isFailed = ({ reason }: PendingInstance) => reason === 'operationFailed'
  const count = instances.reduce((sum, each) => sum + each.count, 0)
  return {
    url: reach.url,
    isReady: ready.ok,
    mode,
    counts: { accounts, keyPairs, instances: count, hosts: hosts.items.length },
    pending: pending.filter((one) => !isFailed(one)),
    failed: pending.filter(isFailed),
  }
}

function pendingOf(instance: Instance): readonly PendingInstance[] {
  const { pending } = instance
  return pending
    ? [{ instance: machineIdOf(instance), reason: pending.reason, message: pending.message }]
    : []
}

const MOST_LISTED = 10

function printStatus(context: CommandContext, { url, isReady, mode, counts, pending, failed }: Status): void {
  const { say, paint } = context
  const state = isReady ? paint('green', say(texts.ready)) : paint('red', say(texts.notReady))
  const rows = [
    [say(texts.server), `${url}  ${state}`],
    [say(texts.mode), mode],
    [say(texts.accounts), String(counts.accounts)],
    [say(texts.keyPairs), String(counts.keyPairs)],
    [say(texts.instances), String(counts.instances)],
    [say(texts.hosts), String(counts.hosts)],
    [say(texts.pending), String(pending.length)],
    [say(texts.failed), String(failed.length)],
  ]
  context.out.write(rowsAsText(rows))
  const told = [...failed, ...pending].slice(0, MOST_LISTED)
  for (const { instance, reason, message } of told) {
    printLine(context, printable([`  ${instance}:`, say(texts.reasons[reason]), message].join(' ').trimEnd()))
  }
  const rest = failed.length + pending.length - told.length
  if (rest > 0) printLine(context, `  ${say(texts.more(rest))}`)
}
