import type { TokenFlaw } from '../../core/accounts/access-keys.ts'
import { type AccessKey, callerOf } from '../../core/accounts/account.ts'
import type { Call } from '../../core/call.ts'
import type { Action, Fields } from '../kit/action.ts'
import type { Attempt } from '../kit/attempt.ts'
import { countCall } from '../kit/call-rate.ts'
import type { CallStep } from '../kit/calls/call-steps.ts'
import { findRegion } from '../kit/catalog.ts'
import type { World } from '../kit/dialect.ts'
import type { Pair } from '../kit/nest-pairs.ts'
import { parseParams } from '../kit/params.ts'
import { iamDenial } from '../kit/policies/denials.ts'
import type { Replays } from '../kit/replays.ts'
import type { OpenService } from '../kit/service.ts'
import type { SigningKeys } from '../kit/signing-keys.ts'
import { Refusal } from '../kit/wire-error.ts'
import type { WireRequest } from '../kit/wire-request.ts'
import { catalog } from './catalog.ts'
import { complain } from './complain.ts'
import type { Credentials, CredentialsProblem } from './credentials.ts'
import {
  accessDenied,
  credentialsError,
  ecsErrors,
  gatewayErrors,
  invalidAccessKey,
  invalidSecretToken,
  missingParameterOfCall,
  notFound,
  paramsError,
  serviceNotFound,
  unknownOperation,
} from './errors.ts'
import { readParams } from './params.ts'
import { type PairsProblem, valueOf } from './query-pairs.ts'
import { rates } from './rates.ts'
import { verify } from './signature.ts'

export const VERSION = '2020-04-01'
export const SERVICE = 'ecs'

/** Lifetime of a signature that names none, also into the future. Source: spec/volcengine.md §1.6. */
const DEFAULT_LIFETIME_SECONDS = 900
const LONGEST_NAME_KEPT = 128

/** As `takeSteps` takes them. */
export const STEPS: readonly CallStep[] = [
  ...(['read', 'proof', 'clock', 'accessKey', 'signature', 'action', 'region'] as const),
  ...(['authorize', 'rate', 'parameters', 'faults', 'run'] as const),
]

/** What the steps of every call share; lives as long as the dialect. */
export interface Room {
  readonly world: World
  /** Its own service first, then its siblings. */
  readonly services: readonly OpenService[]
  readonly keys: SigningKeys
  readonly replays: Replays
}

type ReadParams = ReturnType<typeof readParams>

/** A request as far as it could be read; nothing is checked yet. */
export interface Arrival {
  readonly request: WireRequest
  readonly query: readonly Pair[] | PairsProblem
  readonly claims: Credentials | CredentialsProblem
}

/** Which error wins when two things are wrong: the order of checks. Source: spec/volcengine.md §1.8, last paragraph. */
export async function takeSteps(room: Room, attempt: Attempt, arrival: Arrival): Promise<Fields> {
  const { request } = arrival
  checkReadable(arrival)
  attempt.begins('proof')
  const credentials = readProof(arrival)
  attempt.learn({ accessKeyId: credentials.accessKeyId.slice(0, LONGEST_NAME_KEPT) })
  attempt.begins('clock')
  checkClock(credentials, attempt.nowFor(credentials.signedAtMs))
  attempt.begins('accessKey')
  const caller = await findCaller(room, credentials)
  await checkToken(room, { credentials, caller, nowMs: attempt.nowMs })
  attempt.begins('signature')
  checkSignature(room, { request, credentials }, caller)
  attempt.learn(callerOf(caller))
  attempt.begins('action')
  const { service, action } = findAction(room, attempt, { request, credentials })
  attempt.begins('region')
  const call = attempt.learn({ region: service.isGlobal ? '' : checkRegion(credentials) })
  attempt.begins('authorize')
  const read = readParams(request, credentials)
  await authorize(service, { call, read, isSecure: request.isSecure })
  attempt.begins('rate')
  await checkRate(room, call)
  attempt.begins('parameters')
  const params = parse(room, { call, action, read })
  const host = request.headers.host ?? ''
  const meeting = attempt.meetFaults()
  if (meeting) await meeting
  attempt.begins('run')
  return room.replays.run(action, { core: room.world.core, call, language: 'en', host }, params)
}

function checkReadable({ request: { method }, query }: Arrival): void {
  if (method !== 'GET' && method !== 'POST') throw new Refusal(gatewayErrors.methodNotAllowed)
  if ('problem' in query) throw new Refusal(ecsErrors.invalidArgument)
}

function readProof({ claims }: Arrival): Credentials {
  if ('problem' in claims) throw new Refusal(credentialsError(claims))
  return claims
}

function checkClock({ signedAtMs, expiresSeconds }: Credentials, nowMs: number): void {
  const ageSeconds = (nowMs - signedAtMs) / 1000
  const isExpired = ageSeconds > (expiresSeconds ?? DEFAULT_LIFETIME_SECONDS)
  if (isExpired || ageSeconds < -DEFAULT_LIFETIME_SECONDS) throw new Refusal(gatewayErrors.invalidTimestamp)
}

async function findCaller({ world }: Room, { accessKeyId }: Credentials): Promise<AccessKey> {
  const caller = await world.core.accessKeys.find(accessKeyId)
  if (!caller || caller.isDisabled)
    throw new Refusal(invalidAccessKey(accessKeyId.slice(0, LONGEST_NAME_KEPT)))
  return caller
}

/** One code for all that can be wrong with a token. Source: spec/volcengine.md §1.6. */
async function checkToken(
  { world }: Room,
  { credentials, caller, nowMs }: { credentials: Credentials; caller: AccessKey; nowMs: number },
): Promise<void> {
  const flaw = await world.core.accessKeys.findTokenFlaw(caller, credentials.securityToken, nowMs)
  if (flaw) throw new Refusal(invalidSecretToken(TOKEN_FLAWS[flaw]))
}

// Unverified: texts.
const TOKEN_FLAWS = {
  missing: 'the token is missing',
  unknown: 'the token is unknown',
  expired: 'the token is expired',
  ofAnotherKey: 'the token is not that of the access key',
} as const satisfies Record<TokenFlaw, string>

function checkSignature(
  { keys }: Room,
  { request, credentials }: { request: WireRequest; credentials: Credentials },
  { secret }: AccessKey,
): void {
  const isGenuine = verify(request, credentials, { secretKey: secret.reveal(), keys })
  if (!isGenuine) throw new Refusal(gatewayErrors.signatureDoesNotMatch)
}

/** Action and Version stand in the query of every form; the path means nothing. Source: §1.2, §1.8. */
function findAction(
  { services }: Room,
  attempt: Attempt,
  { request, credentials }: { request: WireRequest; credentials: Credentials },
): { service: OpenService; action: Action } {
  const { signedPairs } = credentials
  const name = valueOf(signedPairs, 'Action')?.slice(0, LONGEST_NAME_KEPT)
  const version = valueOf(signedPairs, 'Version')?.slice(0, LONGEST_NAME_KEPT)
  if (!name) throw new Refusal(missingParameterOfCall('Action'))
  attempt.learn({ action: name })
  if (!version) throw new Refusal(missingParameterOfCall('Version'))
  const service = services.find((service) => service.name === credentials.service)
  if (!service) throw new Refusal(serviceNotFound(credentials.service.slice(0, LONGEST_NAME_KEPT)))
  const action = service.actions.get(name)
  const isKnown = version === service.version && (request.path === '/' || request.path === '')
  if (!action || !isKnown) throw new Refusal(unknownOperation(name, version))
  attempt.runs(action, service.name)
  return { service, action }
}

// Unverified: no code for an unknown region is documented; this one follows the pattern of InvalidZone.NotFound.
function checkRegion({ region }: Credentials): string {
  if (!findRegion(catalog, region)) throw new Refusal(notFound('Region', 'region'))
  return region
}

/** What cannot be read names no resource: the call is judged by all of them. Source: spec/policies.md §1.0, §3. */
async function authorize(
  { guard }: OpenService,
  { call, read, isSecure }: { call: Call; read: ReadParams; isSecure: boolean },
): Promise<void> {
  const params = 'problem' in read ? {} : read.params
  const forbidden = await guard.judge({ call, params, isSecure })
  if (!forbidden) return
  const { action, resource } = iamDenial(forbidden.action, forbidden.denial)
  throw new Refusal(accessDenied(action, resource))
}

async function checkRate({ world }: Room, call: Call): Promise<void> {
  if (await countCall(world.core.rates, rates, call)) throw new Refusal(gatewayErrors.flowLimit)
}

/** Of two wrong parameters the one that the action lists first is complained about. Source: §3.1. */
function parse(
  { world }: Room,
  { call, action, read }: { call: Call; action: Action; read: ReadParams },
): unknown {
  if ('problem' in read) throw new Refusal(paramsError(read))
  const unknown = world.parameters.note(call, action.params, { params: read.params })
  if (unknown) throw new Refusal(complain(unknown))
  const parsed = parseParams(action.params, read.params, {})
  if ('issues' in parsed) throw new Refusal(complain(parsed.issues[0]))
  return parsed.params
}
