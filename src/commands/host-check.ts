import { hostCheckTexts as texts } from './host-check-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { watch } from './kit/watch.ts'
import { awaitedOf, keyOf, listNamed, pickHosts, referenceOf } from './named-hosts.ts'

export interface CheckFlags {
  readonly all?: boolean
  readonly mode?: 'report' | 'adopt' | 'enforce'
  /** One JSON document per host instead of words. */
  readonly json?: boolean
}

type Checked =
  Awaited<ReturnType<OwnApiClient['hosts']['check']>> extends AsyncIterable<infer Host> ? Host : never

/** Checks hosts and shows each when it was looked at; resolves to whether all are in sync now. */
export async function checkHosts(
  context: CommandContext,
  client: OwnApiClient,
  { names, all: isAll = false, mode, json }: CheckFlags & { readonly names: readonly string[] },
): Promise<boolean> {
  if (names.length > 0 === isAll) throw new CommandError(texts.nameSome, EXIT.usage)
  const all = await listNamed(client)
  const hosts = isAll ? all : pickHosts(all, names)
  const ids = isAll ? {} : { ids: hosts.map(referenceOf(all)) }
  const watched = {
    awaited: hosts.map(awaitedOf),
    documents: (signal: AbortSignal) => client.hosts.check({ ...ids, ...(mode && { mode }) }, { signal }),
    read: (host: Checked) => ({
      key: keyOf(host),
      labels: [host.id, host.address],
      isGood: host.state === 'in-sync' || ['adopted', 'enforced'].includes(host.settled ?? ''),
      text: checkText(context, host),
    }),
    words: { done: texts.done, good: texts.good, bad: texts.bad },
    isNumbered: false,
    interrupted: texts.interrupted,
  }
  return watch(context, watched, { json })
}

function checkText({ say }: CommandContext, host: Checked): string {
  const { state, settled, keys, foreign, password, message } = host
  const isOtherwise = password.shouldBe !== null && password.isAnswered !== password.shouldBe
  const parts = [
    say(texts.states[state]) + (settled === undefined ? '' : say(texts.settled[settled])),
    ...(keys.missing.length > 0 ? [say(texts.missing(keys.missing.length))] : []),
    ...(keys.extra.length > 0 ? [say(texts.extra(keys.extra.length))] : []),
    ...(isOtherwise ? [say(password.isAnswered ? texts.answered : texts.refused)] : []),
    ...(foreign.length > 0 ? [say(texts.foreign(foreign.length))] : []),
    ...(message === '' ? [] : [message]),
  ]
  return parts.join(say({ en: '; ', zh: '；' }))
}
