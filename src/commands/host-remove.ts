import { hostTexts as texts } from './host-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { printable, printLine } from './kit/output.ts'

/** Lets a host go, and says so; each place is told where something stays: emergency keys, of one only forgotten everything. */
export async function removeHost(
  context: CommandContext,
  client: OwnApiClient,
  { id, forget }: { readonly id: string; readonly forget: boolean },
): Promise<void> {
  const { say } = context
  const { host = id, remains = [] } = await client.hosts.remove({ id, forget })
  printLine(context, say(forget ? texts.forgot(id) : texts.removed(id)))
  if (forget || remains.length > 0) printLine(context, say((forget ? texts.untouched : texts.stays)(host)))
  for (const place of remains) printLine(context, `- ${printable(place)}`)
}
