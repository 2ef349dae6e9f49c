import { hostTexts as texts } from './host-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { printable, printJson, printLine } from './kit/output.ts'

export interface KeyFlags {
  readonly rotate?: boolean
  /** Hosts that a rotation leaves out. */
  readonly skip?: readonly string[]
  /** One JSON document per step instead of words. */
  readonly json?: boolean
}

/** Prints the public management key, or replaces it on every host; resolves to whether that went through. */
export async function managementKey(
  context: CommandContext,
  client: OwnApiClient,
  { rotate = false, skip, json = false }: KeyFlags,
): Promise<boolean> {
  if (skip && !rotate) throw new CommandError(texts.skipNeedsRotate, EXIT.usage)
  let isDone = true
  if (rotate) {
    for await (const step of await client.hosts.rotateKey({ skip: [...(skip ?? [])] })) {
      const { host, step: name, outcome, message } = step
      isDone &&= outcome !== 'failed'
      const line = [host, name, `${outcome}${message === '' ? '' : `: ${message}`}`].map(printable).join('  ')
      if (json) printJson(context, step)
      else context.err.write(`${line}\n`)
    }
  }
  const { publicKey } = await client.hosts.key({})
  if (!json) printLine(context, `${publicKey} keyplane-management`)
  else if (!rotate) printJson(context, { publicKey: `${publicKey} keyplane-management` })
  return isDone
}
