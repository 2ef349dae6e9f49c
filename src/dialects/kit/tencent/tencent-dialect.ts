import type { Ids } from '../../../core/ids.ts'
import { Attempt } from '../attempt.ts'
import type { Dialect, World } from '../dialect.ts'
import { SigningKeys } from '../signing-keys.ts'
import type { WireAnswer, WireRequest } from '../wire-request.ts'
import { failure, success } from './answer.ts'
import type { TencentApi } from './api.ts'
import { claimOf } from './claim.ts'
import { type Room, takeSteps } from './steps.ts'

/** Signing keys kept per service: one per secret and day. */
const MOST_KEYS = 10_000

/** A dialect that answers the calls of one Tencent service. */
export function tencentDialect(world: World, api: TencentApi): Dialect {
  const { id, actions, catalog, seeding } = api
  const byName = new Map(actions.map((action) => [action.name, action]))
  const room: Room = { world, api, actions: byName, keys: new SigningKeys(MOST_KEYS) }
  return {
    ...{ id, actions, catalog, seeding },
    claim: (request) => claimOf(request, api),
    answer: (request) => answer(room, request),
  }
}

/** The world's source of ids, asked for only when an id is needed: a registry is read without a world too. */
export function idsOf(world: World): Ids {
  return { suffix: (length) => world.core.ids.suffix(length), uuid: () => world.core.ids.uuid() }
}

async function answer(room: Room, request: WireRequest): Promise<WireAnswer> {
  const { world, api } = room
  const rules = { dialect: api.id, faults: api.faults, internalError: api.internalError }
  const attempt = new Attempt(world, request, rules, world.core.ids.uuid())
  const ending = await attempt.settle(() => takeSteps(room, request, attempt))
  return 'answer' in ending
    ? success(ending.answer, attempt.requestId)
    : failure(ending.refusal, attempt.requestId)
}
