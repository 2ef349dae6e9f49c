import type { TokenFlaw } from '../../core/accounts/access-keys.ts'
import { type AccessKey, callerOf, ROOT_USER } from '../../core/accounts/account.ts'
import type { Call } from '../../core/call.ts'
import type { Action, Fields } from '../kit/action.ts'
import type { Attempt } from '../kit/attempt.ts'
import { countCall } from '../kit/call-rate.ts'
import type { CallStep } from '../kit/calls/call-steps.ts'
import { findRegion } from '../kit/catalog.ts'
import type { World } from '../kit/dialect.ts'
import { parseParams } from '../kit/params.ts'
import { ramDenial } from '../kit/policies/denials.ts'
import type { GuardedCall } from '../kit/policies/guard.ts'
import type { RawParams } from '../kit/policies/param-texts.ts'
import type { Replays } from '../kit/replays.ts'
import type { OpenService } from '../kit/service.ts'
import type { SigningKeys } from '../kit/signing-keys.ts'
import { Refusal, type WireError } from '../kit/wire-error.ts'
import type { WireRequest } from '../kit/wire-request.ts'
import { forbiddenByRam } from './access-denied.ts'
import { catalog } from './catalog.ts'
import { COMPLAINT_ORDER, complain } from './complain.ts'
import {
  claimsError,
  gatewayErrors,
  missingParameter,
  paramsError,
  signatureDoesNotMatch,
  userThrottled,
} from './errors.ts'
import { withKeyPairNames } from './key-pair-texts.ts'
import { type CallHead, nestParams, type ParamsProblem, type RequestParams } from './params.ts'
import { rates } from './rates.ts'
import { readV1Claims, type V1Claims, verifyV1 } from './v1-signature.ts'
import { readV3Claims, type V3Claims, verifyV3 } from './v3-signature.ts'

export const VERSION = '2014-05-26'

/** Unverified: fifteen minutes both ways. Source: spec/alibaba.md §1.6, §5 U10. */
const CLOCK_WINDOW_MS = 15 * 60_000
const LONGEST_NAME_KEPT = 128

/** As `takeSteps` takes them. */
export const STEPS: readonly CallStep[] = [
  ...(['read', 'action', 'proof', 'clock', 'accessKey', 'signature', 'nonce', 'rate'] as const),
  ...(['parameters', 'region', 'authorize', 'faults', 'run'] as const),
]

/** Sent by clients with actions that do not declare them, and ignored there. Source: spec/alibaba.md §1.2. */
const TAKEN_EVERYWHERE: ReadonlySet<string> = new Set([
  ...['RegionId', 'SourceIp', 'SecureTransport', 'AcceptLanguage'],
])

/** What the steps of every call share; lives as long as the dialect. */
export interface Room {
  readonly world: World
  /** Its own service first, then its siblings. */
  readonly services: readonly OpenService[]
  readonly keys: SigningKeys
  readonly replays: Replays
}

/** A request as far as it could be read; nothing is checked yet. */
export interface Arrival {
  readonly request: WireRequest
  readonly read: { readonly params: RequestParams; readonly head: CallHead } | ParamsProblem
}

type Claims = V1Claims | V3Claims

/** Which error wins when two things are wrong: the order of checks. Source: spec/alibaba.md §1.6. */
export async function takeSteps(room: Room, attempt: Attempt, arrival: Arrival): Promise<Fields> {
  const { request } = arrival
  checkMethod(request)
  const { params, head } = readable(arrival)
  attempt.begins('action')
  const service = findService(room, head)
  const action = findAction(service, attempt, head)
  attempt.begins('proof')
  const claims = readClaims(request, params, head)
  attempt.learn({ accessKeyId: claims.accessKeyId.slice(0, LONGEST_NAME_KEPT) })
  attempt.begins('clock')
  checkClock(claims, attempt)
  attempt.begins('accessKey')
  const caller = await findCaller(room, claims)
  await checkToken(room, { claims, caller, nowMs: attempt.nowMs })
  attempt.begins('signature')
  checkSignature(room, { request, params, claims }, caller)
  attempt.learn(callerOf(caller))
  attempt.begins('nonce')
  await checkNonce(room, claims, attempt.nowMs)
  attempt.begins('rate')
  await checkRate(room, attempt.call, params)
  attempt.begins('parameters')
  const business = nest(params)
  const values = parse(room, attempt.call, { action, business })
  attempt.begins('region')
  const region = checkRegion(values)
  const call = attempt.learn({ region })
  attempt.begins('authorize')
  await authorize(room.world, service, { call, params: business, isSecure: request.isSecure })
  const host = request.headers.host ?? ''
  const meeting = attempt.meetFaults()
  if (meeting) await meeting
  attempt.begins('run')
  return room.replays.run(action, { core: room.world.core, call, language: 'en', host }, values)
}

function checkMethod({ method }: WireRequest): void {
  if (method !== 'GET' && method !== 'POST') throw new Refusal(gatewayErrors.methodUnsupported)
}

function readable({ read }: Arrival): { params: RequestParams; head: CallHead } {
  if ('problem' in read) throw new Refusal(paramsError(read))
  return read
}

/** Each service has a version of its own. Source: spec/alibaba.md §1.1. */
function findService({ services }: Room, { version }: CallHead): OpenService {
  if (version === undefined) throw new Refusal(missingParameter('Version'))
  const service = services.find((service) => service.version === version)
  if (!service) throw new Refusal(gatewayErrors.versionInvalid)
  return service
}

function findAction(
  { name: service, actions }: OpenService,
  attempt: Attempt,
  { action: name }: CallHead,
): Action {
  if (name === undefined) throw new Refusal(missingParameter('Action'))
  attempt.learn({ action: name.slice(0, LONGEST_NAME_KEPT) })
  const action = actions.get(name)
  if (!action) throw new Refusal(gatewayErrors.actionNotFound)
  attempt.runs(action, service)
  return action
}

function readClaims(request: WireRequest, params: RequestParams, { form }: CallHead): Claims {
  const claims = form === 'v1' ? readV1Claims(params) : readV3Claims(request)
  if ('problem' in claims) throw new Refusal(claimsError(claims))
  return claims
}

function checkClock({ timestampText }: Claims, attempt: Attempt): void {
  const isWellFormed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(timestampText)
  const atMs = isWellFormed ? Date.parse(timestampText) : Number.NaN
  if (Number.isNaN(atMs)) throw new Refusal(gatewayErrors.timestampFormat)
  if (Math.abs(attempt.nowFor(atMs) - atMs) > CLOCK_WINDOW_MS)
    throw new Refusal(gatewayErrors.timestampExpired)
}

async function findCaller({ world }: Room, { accessKeyId }: Claims): Promise<AccessKey> {
  const caller = await world.core.accessKeys.find(accessKeyId)
  if (!caller) throw new Refusal(gatewayErrors.accessKeyNotFound)
  if (caller.isDisabled) throw new Refusal(gatewayErrors.accessKeyInactive)
  return caller
}

/** An id that begins `STS.` is temporary even where nobody knows it. Source: spec/alibaba.md §1.6 step 7, §1.9. */
async function checkToken(
  { world }: Room,
  { claims, caller, nowMs }: { claims: Claims; caller: AccessKey; nowMs: number },
): Promise<void> {
  const { accessKeyId, securityToken } = claims
  if (accessKeyId.startsWith('STS.') && securityToken === undefined) {
    throw new Refusal(gatewayErrors.tokenMissing)
  }
  const flaw = await world.core.accessKeys.findTokenFlaw(caller, securityToken, nowMs)
  if (flaw) throw new Refusal(TOKEN_ERRORS[flaw])
}

const TOKEN_ERRORS = {
  missing: gatewayErrors.tokenMissing,
  unknown: gatewayErrors.tokenMalformed,
  expired: gatewayErrors.tokenExpired,
  ofAnotherKey: gatewayErrors.tokenMismatch,
} as const satisfies Record<TokenFlaw, WireError>

function checkSignature(
  { keys }: Room,
  { request, params, claims }: { request: WireRequest; params: RequestParams; claims: Claims },
  caller: AccessKey,
): void {
  const secret = caller.secret.reveal()
  const { isValid, stringToSign } =
    claims.version === 'v1'
      ? verifyV1({ request, params, claims }, secret, keys)
      : verifyV3({ request, params, claims }, secret, keys)
  if (!isValid) throw new Refusal(signatureDoesNotMatch(stringToSign))
}

async function checkNonce({ world }: Room, { accessKeyId, nonce }: Claims, nowMs: number): Promise<void> {
  if (!(await world.core.nonces.use(accessKeyId, nonce, nowMs))) throw new Refusal(gatewayErrors.nonceUsed)
}

/** Before the parameters are looked at: what is no region of ours is counted as none. */
async function checkRate({ world }: Room, call: Call, { all }: RequestParams): Promise<void> {
  const given = all.get('RegionId') ?? ''
  const region = findRegion(catalog, given) ? given : ''
  const excess = await countCall(world.core.rates, rates, { ...call, region })
  if (excess) throw new Refusal(userThrottled(excess))
}

function nest(params: RequestParams): RawParams {
  const nested = nestParams(params)
  if ('problem' in nested) throw new Refusal(paramsError(nested))
  return nested.business
}

function parse(
  { world }: Room,
  call: Call,
  { action, business }: { action: Action; business: RawParams },
): unknown {
  const unknown = world.parameters.note(call, action.params, {
    params: business,
    everywhere: TAKEN_EVERYWHERE,
  })
  if (unknown) throw new Refusal(complain(unknown))
  const parsed = parseParams(action.params, business, { order: COMPLAINT_ORDER })
  if ('issues' in parsed) throw new Refusal(complain(parsed.issues[0]))
  return parsed.params
}

/** Only an action that declares a region has one; the parameter is ignored elsewhere. Source: §1.2. */
function checkRegion(values: unknown): string {
  if (typeof values !== 'object' || values === null || !('RegionId' in values)) return ''
  const id = String(values.RegionId)
  if (!findRegion(catalog, id)) throw new Refusal(gatewayErrors.regionNotFound)
  return id
}

/** Before anything is looked up for the caller. Source: spec/alibaba.md §3.6, spec/policies.md §3. */
async function authorize(world: World, { guard }: OpenService, guarded: GuardedCall): Promise<void> {
  if (guarded.call.user === ROOT_USER) return
  const forbidden = await guard.judge(await guardedAs(world, guarded))
  if (!forbidden) return
  throw new Refusal(forbiddenByRam(ramDenial(forbidden.action, forbidden.principal, forbidden.denial)))
}

/** The call as it is judged: where its instance is, and with key pairs by their names. */
export async function guardedAs(world: World, guarded: GuardedCall): Promise<GuardedCall> {
  const { call, params } = guarded
  const region = call.region === '' ? await regionOfInstance(world, call, params) : call.region
  const judged = await withKeyPairNames(world.core.database, call, params)
  return { ...guarded, params: judged, call: { ...call, region } }
}

/**
 * Some actions on one instance have no region of their own. They are judged where the caller's instance is, so that
 * a statement about one region neither misses it nor is evaded; an unknown instance is nowhere.
 */
async function regionOfInstance({ core }: World, call: Call, params: RawParams): Promise<string> {
  const { account, dialect } = call
  const id = params['InstanceId']
  if (typeof id !== 'string') return ''
  const [instance] = await core.database.instances.findByIds({ account, dialect }, [id])
  return instance?.region ?? ''
}
