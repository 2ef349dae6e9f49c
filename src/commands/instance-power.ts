import { findInstances, type Instance, labelsOf, machineIdOf } from './find-instance.ts'
import { instanceTexts as texts } from './instance-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { timeoutOf, untilEnded, type WaitFlags } from './kit/wait.ts'
import { watch } from './kit/watch.ts'

export const VERBS = ['start', 'stop', 'reboot', 'terminate'] as const

export interface PowerFlags extends WaitFlags {
  readonly force?: true
  readonly json?: true
}

interface Powered {
  readonly instance: string
  readonly outcome: keyof typeof texts.outcomes
  readonly operationId: string
  readonly message: string
}

type Asked = PowerFlags & { readonly verb: (typeof VERBS)[number]; readonly names: readonly string[] }

/** Switches instances and shows each; resolves to whether none was refused or failed. */
export async function powerInstances(
  context: CommandContext,
  client: OwnApiClient,
  asked: Asked,
): Promise<boolean> {
  const instances = await findInstances(client, asked.names)
  const watched = {
    awaited: instances.map((one) => ({ key: machineIdOf(one), labels: labelsOf(one) })),
    documents: (signal: AbortSignal) => powered(client, instances, { ...asked, signal }),
    read({ instance, outcome, message }: Powered) {
      const text = [context.say(texts.outcomes[outcome]), ...(message === '' ? [] : [message])].join(': ')
      const isGood = outcome === 'begun' || outcome === 'succeeded'
      const one = instances.find((each) => machineIdOf(each) === instance)
      return { key: instance, labels: one ? labelsOf(one) : [instance], isGood, text }
    },
    words: {
      done: texts.done,
      good: texts.outcomes[asked.wait ? 'succeeded' : 'begun'],
      bad: texts.bad,
    },
    isNumbered: true,
    interrupted: texts.interrupted,
    ...(asked.wait && { timeoutMs: timeoutOf(asked) }),
  }
  return watch(context, watched, asked)
}

async function* powered(
  client: OwnApiClient,
  instances: readonly Instance[],
  { verb, force, wait, signal }: Asked & { readonly signal: AbortSignal },
): AsyncGenerator<Powered, void, undefined> {
  const begun = new Map<string, string>()
  for (const one of instances) {
    const instance = machineIdOf(one)
    const { dialect, account, id } = one
    try {
      const wanted = { dialect, account, id, verb, force: force === true }
      const { operationId } = await client.instances.power(wanted, { signal })
      if (wait) begun.set(operationId, instance)
      else yield { instance, outcome: 'begun', operationId, message: '' }
    } catch (error) {
      if (!(error instanceof Error) || !('status' in error) || error.status !== 409) throw error
      yield { instance, outcome: 'refused', operationId: '', message: error.message }
    }
  }
  const look = async (missing: readonly string[]) =>
    endedOf(await Promise.all(missing.map((id) => client.operations.show({ id }, { signal }))), begun)
  yield* untilEnded([...begun.keys()], look, signal)
}

type Operation = Awaited<ReturnType<OwnApiClient['operations']['show']>>

function endedOf(
  shown: readonly Operation[],
  begun: ReadonlyMap<string, string>,
): ReadonlyMap<string, Powered> {
  return new Map(
    shown.flatMap(({ id, outcome, message }) =>
      outcome === 'running'
        ? []
        : [[id, { instance: begun.get(id) ?? '', outcome, operationId: id, message }] as const],
    ),
  )
}
