import { hostTexts as texts } from './host-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { printable, printLine } from './kit/output.ts'

/** Lets a host go, and says so; one that is only forgotten keeps what was written on it, and each such place is told. */
export async function removeHost(
  context: CommandContext,
  client: OwnApiClient,
  { id, forget }: { readonly id: string; readonly forget: boolean },
): Promise<void> {
  const { say } = context
  const { host = id, remains = [] } = await client.hosts.remove({ id, forget })
  if (!forget) return printLine(context, say(texts.removed(id)))
  printLine(context, say(texts.forgot(id)))
  printLine(context, say(texts.untouched(host)))
  for (const place of remains) printLine(context, `- ${printable(place)}`)
}
