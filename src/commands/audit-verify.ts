import type { AuditFlags } from './audit.ts'
import { auditTexts as texts } from './audit-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError, orExit } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { printJson, printTable, type Table } from './kit/output.ts'

type Checks = Awaited<ReturnType<OwnApiClient['audit']['verify']>>
type Check = Checks extends AsyncIterable<infer T> ? T : never

const { columns } = texts

const table: Table<Check> = {
  columns: [
    { title: columns.account, cell: ({ account }) => account || '-' },
    { title: columns.sealed, cell: ({ sealed }) => String(sealed) },
    { title: columns.unsealed, cell: ({ unsealed }) => String(unsealed) },
    { title: columns.state, cell: stateOf },
    { title: columns.end, cell: ({ end }) => (end ? `${end.number}:${end.hash}` : '-') },
  ],
  empty: texts.noChains,
}

function stateOf({ broken, unprotected }: Check, { say, paint }: CommandContext): string {
  if (!broken) return say(unprotected === 0 ? texts.whole : texts.wholeBut(unprotected))
  return paint('red', say(texts.broken(broken.number, texts.why[broken.why])))
}

/** @throws CommandError with exit code 1 when a chain is broken, after all was printed */
export async function verifyChains(
  context: CommandContext,
  client: OwnApiClient,
  { account, anchor, json }: AuditFlags,
): Promise<void> {
  if (anchor !== undefined && account === undefined) {
    throw new CommandError(texts.anchorNeedsAccount, EXIT.usage)
  }
  const wanted = { ...(account !== undefined && { account }), ...(anchor !== undefined && { anchor }) }
  const checks: Check[] = []
  for await (const check of await client.audit.verify(wanted)) {
    checks.push(check)
    if (json) printJson(context, check)
  }
  if (!json) printTable(context, table, checks)
  orExit(checks.every(({ broken }) => !broken))
}
