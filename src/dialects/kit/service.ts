import type { Action } from './action.ts'
import type { World } from './dialect.ts'
import type { AccessTable } from './policies/access-table.ts'
import { type Explanation, Guard, type GuardedCall, type GuardRules } from './policies/guard.ts'

/** One API of a cloud: the one a room is named after, or a sibling that its clients call along the way. */
export interface Service {
  /** As hosts, credential scopes and policies call it: `cvm`, `tag`, `sts`. */
  readonly name: string
  readonly version: string
  readonly actions: readonly Action[]
  readonly access: AccessTable
  /** The region of a call means nothing to it. */
  readonly isGlobal?: true
}

/** A service that answers: its actions by name, and who may call them. */
export interface OpenService extends Pick<Service, 'name' | 'version' | 'isGlobal'> {
  readonly actions: ReadonlyMap<string, Action>
  readonly guard: Guard
}

/** A call that is only asked about: would it be allowed? */
export interface ExplainedCall extends GuardedCall {
  /** Whole names of resources, in place of those that the parameters name. */
  readonly resources: readonly string[] | undefined
}

/**
 * Answers for services whether policies would allow a call; undefined for an action that none of them has. An action
 * may be told with its service, `ecs:AttachKeyPair`; a bare name is looked for in the order of the services.
 *
 * @param prepared the call as the dialect's own steps hand it to the guard
 */
export function explainer(
  services: readonly OpenService[],
  prepared: (guarded: GuardedCall) => Promise<GuardedCall> = (guarded) => Promise.resolve(guarded),
): (call: ExplainedCall) => Promise<Explanation | undefined> {
  return async ({ call, params, isSecure, resources }) => {
    const [, service, bare = ''] = /^(?:([^:]*):)?(.*)$/s.exec(call.action) ?? []
    const found = services.find(
      ({ name, actions }) => actions.has(bare) && (service === undefined || service === name),
    )
    if (!found) return undefined
    const guarded = await prepared({ call: { ...call, action: bare }, params, isSecure })
    return found.guard.explain(guarded, resources)
  }
}

/** Opens services whose policies are read and whose key pairs are named by the same rules. */
export function openServices(
  world: World,
  [own, ...siblings]: readonly [Service, ...Service[]],
  rules: Omit<GuardRules, 'table'>,
): readonly [OpenService, ...OpenService[]] {
  const open = ({ actions, access, ...service }: Service): OpenService => ({
    ...service,
    actions: new Map(actions.map((action) => [action.name, action])),
    guard: new Guard(world, { ...rules, table: access }),
  })
  return [open(own), ...siblings.map(open)]
}
