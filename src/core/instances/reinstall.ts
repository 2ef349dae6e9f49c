import { planEnds, writeEnds } from '../bindings/ends.ts'
import type { Call } from '../call.ts'
import { type Core, changeInstances } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import { scopeOf } from '../key-pairs/add.ts'
import { resolveKeyPairs } from '../key-pairs/find.ts'
import type { KeyPair, KeyPairReference } from '../key-pairs/key-pair.ts'
import { beginOperation } from '../operations/begin.ts'
import type { Operation } from '../operations/operation.ts'
import { planReinstall, type ReinstallShows } from '../operations/plans.ts'
import { type AdmissionRules, admit, type Outcome } from './admit.ts'
import type { Instance, InstanceAttributes } from './instance.ts'
import { hashPassword } from './password.ts'
import type { InstanceChanges } from './store.ts'

/** What differs between the clouds about putting a new system on a machine. */
export interface ReinstallRules extends AdmissionRules {
  readonly isAccountWide: boolean
  /** The states that the instance shows on the way. */
  readonly shows: ReinstallShows
}

/** The new system; what is left out stays as it is. */
export type NewSystem = Partial<
  Pick<Instance, 'imageId' | 'os' | 'osName' | 'loginUser' | 'hostName' | 'description'>
>

/** Who may log in afterwards. `kept`: whoever might before. Without password and pairs: nobody. */
export type NewLogin =
  | 'kept'
  | {
      readonly keyPairs: readonly KeyPairReference[]
      /** Plain text; only its hash is kept. It is answered when no pair is given. */
      readonly password?: string
    }

export interface ReinstallRequest {
  readonly instanceIds: readonly string[]
  readonly system: NewSystem
  readonly login: NewLogin
  /** Merged into what is there. */
  readonly attributes?: InstanceAttributes
  /** Without asking the guest before it is switched off. */
  readonly isForced?: boolean
  /** Everything is checked, nothing is changed. */
  readonly isDryRun?: boolean
}

/**
 * Puts a system on the machine anew: everything on its disk is gone, also keys added by hand; id and address stay.
 * The login is replaced. It ends running, whatever it was before.
 * Faults: keyPairNotFound, those of `admit`, powerNotSupported, instanceIsWindows when pairs are to be bound to a
 * Windows system.
 */
export async function reinstallInstances(
  core: Core,
  call: Call,
  rules: ReinstallRules,
  request: ReinstallRequest,
): Promise<readonly Outcome[]> {
  const { login, instanceIds } = request
  const password = login === 'kept' ? undefined : login.password
  const passwordHash = password === undefined ? undefined : await hashPassword(password)
  const begun: Operation[] = []
  const outcomes = await changeInstances(core, call, {
    instanceIds: instanceIds,
    work: async (tx) => {
      const keyPairs =
        login === 'kept' ? undefined : await resolveKeyPairs(tx, scopeOf(call, rules), login.keyPairs)
      return admit(tx, call, { rules, instanceIds }, async (instance) => {
        refuseImpossible(core, instance, { system: request.system, keyPairs })
        if (request.isDryRun) return
        const wanted = { rules, request, keyPairs, passwordHash }
        begun.push(await reinstall({ core, tx, call }, instance, wanted))
      })
    },
  })
  core.dispatcher.wake(begun)
  return outcomes
}

function refuseImpossible(
  core: Core,
  instance: Instance,
  { system, keyPairs }: { system: NewSystem; keyPairs: readonly KeyPair[] | undefined },
): void {
  const { id } = instance
  if (!core.drivers.get(instance.driver).capabilities.reinstalls) throw new Fault('powerNotSupported', { id })
  const pairsAfterwards = keyPairs ?? instance.keyPairIds
  if ((system.os ?? instance.os) === 'windows' && pairsAfterwards.length > 0)
    throw new Fault('instanceIsWindows', { id, osName: system.osName ?? instance.osName })
}

async function reinstall(
  parts: { readonly core: Core; readonly tx: Stores; readonly call: Call },
  instance: Instance,
  wanted: {
    readonly rules: ReinstallRules
    readonly request: ReinstallRequest
    readonly keyPairs: readonly KeyPair[] | undefined
    readonly passwordHash: string | undefined
  },
): Promise<Operation> {
  const { request, passwordHash } = wanted
  const keyPairIds = wanted.keyPairs?.map(({ id }) => id)
  const login = keyPairIds && {
    passwordHash,
    allowsPassword: passwordHash !== undefined && keyPairIds.length === 0,
  }
  const changes: InstanceChanges = {
    ...request.system,
    ...login,
    attributes: { ...instance.attributes, ...request.attributes },
    stoppedMode: undefined,
    desiredVersion: instance.desiredVersion + 1,
  }
  const plan = planReinstall(instance.state, wanted.rules.shows)
  const operation = await beginOperation(parts, instance, plan, {
    changes,
    unbinds: keyPairIds ? instance.keyPairIds : [],
    isForced: request.isForced ?? false,
  })
  if (wanted.keyPairs) await bindInstead(parts, instance, wanted.keyPairs)
  const detail = ['reinstall', ...(keyPairIds ?? [])].join()
  parts.call.trail.add({ what: 'instance', verb: 'accepted', subject: instance.id, detail })
  return operation
}

/** Binds these pairs and no other, for good: also those that were bound for a while. */
async function bindInstead(
  { tx, call }: { readonly tx: Stores; readonly call: Call },
  instance: Instance,
  keyPairs: readonly KeyPair[],
): Promise<void> {
  const ends = await planEnds(tx, instance, { keyPairs, expiresAtMs: undefined })
  const keyPairIds = keyPairs.map(({ id }) => id)
  await tx.bindings.replace(instance, keyPairIds, call.nowMs)
  await writeEnds(tx, ends)
}
