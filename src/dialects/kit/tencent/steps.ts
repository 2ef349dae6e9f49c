import { type AccessKey, callerOf } from '../../../core/accounts/account.ts'
import type { Call } from '../../../core/call.ts'
import { judgeMfa } from '../../../core/policies/mfa.ts'
import type { Action, Fields } from '../action.ts'
import type { Attempt } from '../attempt.ts'
import { countCall } from '../call-rate.ts'
import type { CallStep } from '../calls/call-steps.ts'
import { findRegion } from '../catalog.ts'
import type { World } from '../dialect.ts'
import { type Complaints, parseParams } from '../params.ts'
import { camDenial } from '../policies/denials.ts'
import { MFA_ACTIONS } from '../policies/tencent-mfa.catalog.ts'
import type { Replays } from '../replays.ts'
import type { OpenService } from '../service.ts'
import type { SigningKeys } from '../signing-keys.ts'
import { Refusal, type WireError } from '../wire-error.ts'
import { header, type WireRequest } from '../wire-request.ts'
import type { TencentApi } from './api.ts'
import {
  invalidValue,
  type Language,
  mfaRefusal,
  missingParameter,
  notAuthorizedText,
  refusal,
  tooOften,
  wrongType,
} from './common-errors.ts'
import { complain, unreadable } from './complain.ts'
import { findService, type FoundService } from './find-service.ts'
import { type Envelope, readActionParams, readEnvelope } from './params.ts'
import { TENCENT_REGIONS } from './regions.catalog.ts'
import { type Credentials, type CredentialsProblem, readCredentials, verify } from './signature.ts'
import { serviceHosts } from './signed-hosts.ts'
import { tencentError } from './tencent-error.ts'

/** What the steps of every call of one service work with. */
export interface Room {
  readonly world: World
  readonly api: TencentApi
  /** Its own service first, then its siblings. */
  readonly services: readonly [OpenService, ...OpenService[]]
  readonly keys: SigningKeys
  readonly replays: Replays
}

type ReadParams = ReturnType<typeof readActionParams>

/** Seconds a timestamp may be away from now. Source: spec/tencent.md §1.3. */
const LARGEST_SKEW_SECONDS = 300
/** Longest name of an action that is written into the audit log. */
const LONGEST_NAME = 100
/** As `takeSteps` takes them. */
export const STEPS: readonly CallStep[] = [
  ...(['read', 'action', 'clock', 'proof', 'accessKey', 'signature', 'region', 'rate'] as const),
  ...(['authorize', 'mfa', 'parameters', 'faults', 'run'] as const),
]
/** Source: spec/tencent.md §1.8, recommended check order, and §1.6, row "wrong type". */
const COMPLAINTS: Complaints = {
  order: ['unknown', 'missing', 'type', 'tooMany', 'malformed', 'outOfRange'],
  emptyIsWrong: true,
}

/**
 * The steps of a call, in the order in which they may refuse. Throws Refusal and whatever the core throws.
 * Source: spec/tencent.md §1.8, recommended check order.
 */
export async function takeSteps(room: Room, request: WireRequest, attempt: Attempt): Promise<Fields> {
  const envelope = readCall(request)
  const language = languageOf(envelope)
  attempt.begins('action')
  const { service, action } = findAction(room, { request, envelope }, attempt)
  attempt.begins('clock')
  checkClock(envelope, attempt)
  attempt.begins('proof')
  const credentials = readProof(request, envelope)
  const caller = await authenticate(room, attempt, { request, envelope, credentials, language, service })
  attempt.learn({ ...callerOf(caller), accessKeyId: credentials.accessKeyId })
  attempt.begins('region')
  const call = attempt.learn({ region: checkRegion(room.api, envelope, { service, action }) })
  attempt.begins('rate')
  await checkRate(room, call)
  attempt.begins('authorize')
  const read = readActionParams(request, envelope)
  await authorize(room, service, { call, read, isSecure: request.isSecure })
  attempt.begins('mfa')
  await checkMfa(room, call)
  attempt.begins('parameters')
  const params = parse(room, { call, action, read })
  const host = header(request, 'host') ?? ''
  const meeting = attempt.meetFaults()
  if (meeting) await meeting
  attempt.begins('run')
  return room.replays.run(action, { core: room.world.core, call, language, host }, params)
}

function readCall(request: WireRequest): Envelope {
  const envelope = readEnvelope(request)
  if ('problem' in envelope) throw unreadable(envelope)
  return envelope
}

/** Language of the texts that the caller asked for. Source: spec/tencent.md §1.3. */
export function languageOf({ common }: Envelope): Language {
  return common.language?.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

function findAction(
  { services }: Room,
  { request, envelope }: { request: WireRequest; envelope: Envelope },
  attempt: Attempt,
): { service: OpenService; action: Action } {
  const { action: name, version } = envelope.common
  if (name === undefined) throw new Refusal(missingParameter('Action'))
  attempt.learn({ action: name.slice(0, LONGEST_NAME) })
  if (version === undefined) throw new Refusal(missingParameter('Version'))
  const found = findService(services, { request, version, action: name })
  if ('unknown' in found) throw new Refusal(unknownService(found, version))
  const { service } = found
  const action = service.actions.get(name)
  if (!action) throw refusal('InvalidAction')
  attempt.runs(action, service.name)
  return { service, action }
}

/** Texts: of the version observed, spec/tencent.md §1.8; of the product unverified. */
function unknownService(
  { unknown, name }: Extract<FoundService, { unknown: string }>,
  version: string,
): WireError {
  const service = name.slice(0, LONGEST_NAME)
  if (unknown === 'product')
    return tencentError('NoSuchProduct', `The product \`${service}\` does not exist.`)
  const text = `The specified api version=\`${version.slice(0, LONGEST_NAME)}\` does not exist in service=\`${service}\`.`
  return tencentError('NoSuchVersion', text)
}

/** A timestamp that is missing or no number is left to `readProof`. */
function checkClock({ common: { timestamp } }: Envelope, attempt: Attempt): void {
  if (timestamp === undefined || !/^\d{1,15}$/.test(timestamp)) return
  const nowMs = attempt.nowFor(Number(timestamp) * 1000)
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > LARGEST_SKEW_SECONDS) {
    throw refusal('AuthFailure.SignatureExpire')
  }
}

function readProof(request: WireRequest, envelope: Envelope): Credentials {
  const credentials = readCredentials(request, envelope)
  if ('problem' in credentials) throw unproved(credentials)
  return credentials
}

function unproved(problem: CredentialsProblem): Refusal {
  if (problem.problem === 'absent') return refusal('AuthFailure.InvalidAuthorization')
  const { name } = problem
  if (problem.problem === 'missing') return new Refusal(missingParameter(name))
  if (name === 'Authorization') return refusal('AuthFailure.InvalidAuthorization')
  return new Refusal(name === 'SignatureMethod' ? invalidValue(name) : wrongType(name))
}

async function authenticate(
  { world, keys }: Room,
  attempt: Attempt,
  claim: {
    request: WireRequest
    envelope: Envelope
    credentials: Credentials
    language: Language
    service: OpenService
  },
): Promise<AccessKey> {
  const { request, credentials, language, service } = claim
  const { token } = claim.envelope.common
  attempt.begins('accessKey')
  const accessKey = await world.core.accessKeys.find(credentials.accessKeyId)
  // One code for unknown, disabled and deleted. Source: spec/tencent.md §1.8.
  if (!accessKey || accessKey.isDisabled) throw refusal('AuthFailure.SecretIdNotFound', language)
  const flaw = await world.core.accessKeys.findTokenFlaw(accessKey, token, attempt.nowMs)
  if (flaw) throw refusal('AuthFailure.TokenFailure', language)
  attempt.begins('signature')
  const isGenuine = verify(request, credentials, {
    secretKey: accessKey.secret.reveal(),
    keys,
    apiHosts: serviceHosts(service.name, world.domain),
    trustsForwardedHost: false,
  })
  if (!isGenuine) throw refusal('AuthFailure.SignatureFailure', language)
  return accessKey
}

/** Empty for an action that needs no region and was given none. */
function checkRegion(
  api: TencentApi,
  envelope: Envelope,
  { service, action }: { service: OpenService; action: Action },
): string {
  const given = service.isGlobal ? undefined : (envelope.common.region ?? api.region.default)
  if (given === undefined) {
    if (service.isGlobal || api.region.optionalIn.has(action.name)) return ''
    throw new Refusal(missingParameter('Region'))
  }
  if (findRegion(api.catalog, given)) return given
  if (TENCENT_REGIONS.some(({ id }) => id === given)) throw refusal('UnsupportedRegion')
  throw new Refusal(invalidValue(envelope.scheme === 'tc3' ? 'X-TC-Region' : 'Region'))
}

async function checkRate({ world, api }: Room, call: Call): Promise<void> {
  const excess = await countCall(world.core.rates, api.rates, call)
  if (excess) throw new Refusal(tooOften(excess))
}

/** What cannot be read names no resource: the call is judged by all of them. Source: spec/policies.md §1.0. */
async function authorize(
  { api }: Room,
  { guard }: OpenService,
  { call, read, isSecure }: { call: Call; read: ReadParams; isSecure: boolean },
): Promise<void> {
  const params = 'problem' in read ? {} : read.params
  const forbidden = await guard.judge({ call, params, isSecure })
  if (!forbidden) return
  const denial = camDenial(forbidden.action, forbidden.denial)
  throw new Refusal(api.noPermission(denial.code, notAuthorizedText(call.requestId, denial)))
}

/** Asked of everybody, the account itself too; no session is opened with MFA. Source: spec/policies.md §4. */
async function checkMfa(
  { world, api }: Room,
  { account, user, session, action, nowMs }: Call,
): Promise<void> {
  const codes = MFA_ACTIONS[api.service].get(action)
  if (!codes) return
  const { requireMfa, mfa } = await world.core.users.find(account, user)
  if (!requireMfa.includes(action)) return
  const standing = session ? 'absent' : judgeMfa(mfa, nowMs)
  if (standing !== 'passed') throw new Refusal(mfaRefusal(api.service, codes[standing]))
}

function parse(
  { world, api }: Room,
  { call, action, read }: { call: Call; action: Action; read: ReadParams },
): unknown {
  if ('problem' in read) throw unreadable(read)
  const unknown = world.parameters.note(call, action.params, { params: read.params })
  if (unknown) throw new Refusal(complain(unknown, api))
  const parsed = parseParams(action.params, read.params, COMPLAINTS)
  if ('params' in parsed) return parsed.params
  throw new Refusal(complain(parsed.issues[0], api))
}
