import type { OwnApiClient } from '../../own-api/client.ts'
import { CommandError } from './command-error.ts'
import type { CommandContext } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { type Reach, type ReachFlags, readReach } from './reach.ts'
import { texts } from './texts.ts'

/** The typed client of the own API of the server that the flags name. */
export async function openClient(context: CommandContext, flags: ReachFlags): Promise<OwnApiClient> {
  const reach = readReach(flags, context)
  const { createOwnApiClient } = await import('../../own-api/client.ts')
  return createOwnApiClient({ ...reach, fetch: await fetchFrom(reach, context, flags) })
}

/** `fetch` that trusts the local authority of the data directory, and says plainly when nobody answers. */
export async function fetchFrom(
  { url }: Reach,
  context: CommandContext,
  flags: ReachFlags,
): Promise<typeof fetch> {
  if (url.startsWith('https:')) {
    const { trustAuthority } = await import('./trust-authority.ts')
    await trustAuthority(context, flags)
  }
  return async (target, init) => {
    try {
      return await fetch(target, init)
    } catch (error) {
      if (init?.signal?.aborted) throw error
      throw new CommandError(texts.noServer(new URL(url).origin), EXIT.no)
    }
  }
}

/** 400, 401 and 404 are mistakes of who asks; the rest is how things are. */
const MISTAKES = [400, 401, 404]

/** What the server refused, in its own words; undefined for an error of another kind. */
export function refusalOf(error: unknown): CommandError | undefined {
  if (error instanceof CommandError) return error
  if (!(error instanceof Error) || !('code' in error) || !('status' in error)) {
    // What undici throws when a stream ends before its time.
    return error instanceof TypeError && error.message === 'terminated'
      ? new CommandError(texts.brokenConnection, EXIT.no)
      : undefined
  }
  const isMistake = MISTAKES.some((status) => status === error.status)
  return new CommandError(error.message, isMistake ? EXIT.usage : EXIT.no)
}
