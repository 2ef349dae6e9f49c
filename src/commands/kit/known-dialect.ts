import { CommandError } from './command-error.ts'
import type { OwnApiClient } from '../../own-api/client.ts'
import { EXIT } from './exit-codes.ts'
import { texts } from './texts.ts'

/**
 * Makes sure that a list is not empty only because its `--dialect` is nobody's.
 * @throws CommandError with those that there are
 */
export async function refuseUnknownDialect(
  client: OwnApiClient,
  { dialect }: { readonly dialect?: string },
): Promise<void> {
  if (dialect === undefined) return
  const { items } = await client.dialects.list({})
  const known = items.map(({ id }) => id)
  if (!known.includes(dialect))
    throw new CommandError(texts.unknownDialect(dialect, known.join(', ')), EXIT.usage)
}
