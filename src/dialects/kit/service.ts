import type { Action } from './action.ts'
import type { World } from './dialect.ts'
import type { AccessTable } from './policies/access-table.ts'
import { Guard, type GuardRules } from './policies/guard.ts'

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
