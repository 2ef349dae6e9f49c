import { isIP } from 'node:net'

import { holderOf, type UserFlags } from './account-flags.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { printable, printJson, printLine, rowsAsText } from './kit/output.ts'
import { policyTexts as texts } from './policy-texts.ts'

export interface CheckFlags extends UserFlags {
  readonly dialect: string
  readonly region?: string
  readonly parameters?: string
  readonly resource?: readonly string[]
  readonly from?: string
  readonly plain?: true
}

/** Prints whether a call would be allowed, and which statements decide; resolves to whether it would. */
export async function checkPolicy(
  context: CommandContext,
  client: OwnApiClient,
  { action, ...flags }: CheckFlags & { readonly action: string },
): Promise<boolean> {
  const { say, paint } = context
  const { dialect, region, parameters, resource, from, plain, json } = flags
  const verdict = await client.policies.check({
    ...{ ...holderOf(flags), dialect, action, isSecure: plain !== true },
    ...(region !== undefined && { region }),
    ...(parameters !== undefined && { parameters: parametersOf(parameters) }),
    ...(resource && { resources: [...resource] }),
    ...(from !== undefined && { sourceAddress: addressOf(from) }),
  })
  const { decision, why, statements, resource: denied } = verdict
  const isAllowed = decision === 'allow'
  if (json) {
    printJson(context, verdict)
    return isAllowed
  }
  const told = `${say(texts.decisions[decision])}${say({ en: ': ', zh: '：' })}${say(texts.reasons[why])}`
  printLine(context, paint(isAllowed ? 'green' : 'red', told))
  const rows = statements.map(({ effect, resource, policy, statement }) => [
    printable(resource),
    say(texts.decided(effect, policy, statement)),
  ])
  const isLeftOut = denied !== undefined && rows.length === 0
  const open = isLeftOut ? [[printable(denied), say(texts.allowedByNone)]] : []
  context.out.write(rowsAsText([...rows, ...open]))
  return isAllowed
}

function addressOf(text: string): string {
  if (isIP(text) !== 0) return text
  throw new CommandError(texts.badAddress(text), EXIT.usage)
}

function parametersOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  } catch {
    // Said below, as of any other text that is none.
  }
  throw new CommandError(texts.badParameters, EXIT.usage)
}
