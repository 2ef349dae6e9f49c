import { type AccessKey, callerOf } from '../../../src/core/accounts/account.ts'
import type { Action, Fields } from '../../../src/dialects/kit/action.ts'
import type { Attempt } from '../../../src/dialects/kit/attempt.ts'
import { countCall } from '../../../src/dialects/kit/call-rate.ts'
import type { CallStep } from '../../../src/dialects/kit/calls/call-steps.ts'
import { findRegion } from '../../../src/dialects/kit/catalog.ts'
import type { World } from '../../../src/dialects/kit/dialect.ts'
import { parseParams } from '../../../src/dialects/kit/params.ts'
import type { Replays } from '../../../src/dialects/kit/replays.ts'
import type { OpenService } from '../../../src/dialects/kit/service.ts'
import { Refusal } from '../../../src/dialects/kit/wire-error.ts'
import type { WireRequest } from '../../../src/dialects/kit/wire-request.ts'
import { catalog } from './catalog.ts'
import { badParameter, errors } from './faults.ts'
import { isGenuine, readCall, type ToyCall } from './read-call.ts'
import { rates } from './rules.ts'

/** As `takeSteps` takes them. */
export const STEPS: readonly CallStep[] = [
  ...(['read', 'accessKey', 'signature', 'clock', 'action', 'region'] as const),
  ...(['authorize', 'rate', 'parameters', 'faults', 'run'] as const),
]

const LONGEST_AGE_MS = 300_000

export interface Room {
  readonly world: World
  readonly service: OpenService
  readonly replays: Replays
}

/** The order in which a call may be refused. */
export async function takeSteps(room: Room, attempt: Attempt, request: WireRequest): Promise<Fields> {
  const toyCall = readCall(request)
  if (!toyCall) throw new Refusal(errors.unreadable)
  const { accessKeyId, with: given } = toyCall
  attempt.learn({ accessKeyId })
  await checkProof(room, attempt, { request, toyCall })
  attempt.begins('action')
  const action = findAction(room, attempt, toyCall)
  attempt.begins('region')
  if (!findRegion(catalog, toyCall.in)) throw new Refusal(errors.unknownRegion)
  const call = attempt.learn({ region: toyCall.in })
  attempt.begins('authorize')
  const forbidden = await room.service.guard.judge({ call, params: given, isSecure: request.isSecure })
  if (forbidden) throw new Refusal(errors.notAllowed)
  attempt.begins('rate')
  const { core } = room.world
  if (await countCall(core.rates, rates, call)) throw new Refusal(errors.tooFast)
  attempt.begins('parameters')
  const params = parse(room, attempt, { action, given })
  await attempt.meetFaults()
  attempt.begins('run')
  const host = request.headers.host ?? ''
  return room.replays.run(action, { core, call, language: 'en', host }, params)
}

async function checkProof(
  { world }: Room,
  attempt: Attempt,
  { request, toyCall }: { request: WireRequest; toyCall: ToyCall },
): Promise<void> {
  attempt.begins('accessKey')
  const caller: AccessKey | undefined = await world.core.accessKeys.find(toyCall.accessKeyId)
  if (!caller || caller.isDisabled) throw new Refusal(errors.unknownKey)
  attempt.begins('signature')
  if (!isGenuine(request, toyCall, caller.secret.reveal())) throw new Refusal(errors.badSignature)
  attempt.learn(callerOf(caller))
  attempt.begins('clock')
  if (Math.abs(attempt.nowFor(toyCall.at) - toyCall.at) > LONGEST_AGE_MS) throw new Refusal(errors.tooOld)
}

function findAction({ service }: Room, attempt: Attempt, { do: name }: ToyCall): Action {
  attempt.learn({ action: name })
  const action = service.actions.get(name)
  if (!action) throw new Refusal(errors.unknownAction)
  attempt.runs(action, service.name)
  return action
}

function parse(
  { world }: Room,
  { call }: Attempt,
  { action, given }: { action: Action; given: Fields },
): unknown {
  const unknown = world.parameters.note(call, action.params, { params: given })
  if (unknown) throw new Refusal(badParameter(unknown.name))
  const parsed = parseParams(action.params, given, {})
  if ('params' in parsed) return parsed.params
  const [{ name, refusal }] = parsed.issues
  throw new Refusal(refusal ?? badParameter(name))
}
