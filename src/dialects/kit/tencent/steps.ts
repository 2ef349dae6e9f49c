import { ROOT_USER, type AccessKey } from '../../../core/accounts/account.ts'
import type { Action, Fields } from '../action.ts'
import type { Attempt } from '../attempt.ts'
import { findRegion } from '../catalog.ts'
import type { World } from '../dialect.ts'
import { type IssueKind, parseParams } from '../params.ts'
import type { SigningKeys } from '../signing-keys.ts'
import { Refusal } from '../wire-error.ts'
import type { WireRequest } from '../wire-request.ts'
import type { TencentApi } from './api.ts'
import { invalidValue, type Language, missingParameter, refusal, wrongType } from './common-errors.ts'
import { complain, unreadable } from './complain.ts'
import { type Envelope, readActionParams, readEnvelope } from './params.ts'
import { TENCENT_REGIONS } from './regions.catalog.ts'
import { type Credentials, type CredentialsProblem, readCredentials, verify } from './signature.ts'
import { tencentError } from './tencent-error.ts'

/** What the steps of every call of one service work with. */
export interface Room {
  readonly world: World
  readonly api: TencentApi
  readonly actions: ReadonlyMap<string, Action>
  readonly keys: SigningKeys
}

/** Seconds a timestamp may be away from now. Source: spec/tencent.md §1.3. */
const LARGEST_SKEW_SECONDS = 300
/** Longest name of an action that is written into the audit log. */
const LONGEST_NAME = 100
/** Which of two wrong parameters is complained about. Source: spec/tencent.md §1.8, recommended check order. */
const ISSUE_ORDER: readonly IssueKind[] = ['unknown', 'missing', 'type', 'tooMany', 'malformed', 'outOfRange']

/**
 * The steps of a call, in the order in which they may refuse. Throws Refusal and whatever the core throws.
 * Source: spec/tencent.md §1.8, recommended check order.
 */
export async function takeSteps(room: Room, request: WireRequest, attempt: Attempt): Promise<Fields> {
  const envelope = readCall(request)
  const language = languageOf(envelope)
  const action = findAction(room, envelope, attempt)
  checkClock(envelope, attempt.nowMs)
  const credentials = readProof(request, envelope)
  const { account, user } = await authenticate(room, { request, envelope, credentials, language })
  attempt.learn({ account, user, accessKeyId: credentials.accessKeyId })
  const call = attempt.learn({ region: checkRegion(room.api, envelope, action) })
  if (user !== ROOT_USER) throw new Refusal(room.api.noPermission(call))
  const params = readParams(room.api, { request, envelope, action })
  return action.run({ core: room.world.core, call, language }, params)
}

function readCall(request: WireRequest): Envelope {
  const envelope = readEnvelope(request)
  if ('problem' in envelope) throw unreadable(envelope)
  return envelope
}

function languageOf({ common }: Envelope): Language {
  return common.language?.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

function findAction({ api, actions }: Room, { common }: Envelope, attempt: Attempt): Action {
  const { action: name, version } = common
  if (name === undefined) throw new Refusal(missingParameter('Action'))
  attempt.learn({ action: name.slice(0, LONGEST_NAME) })
  if (version === undefined) throw new Refusal(missingParameter('Version'))
  if (version !== api.version) {
    const text = `The specified api version=\`${version.slice(0, LONGEST_NAME)}\` does not exist in service=\`${api.service}\`.`
    throw new Refusal(tencentError('NoSuchVersion', text))
  }
  const action = actions.get(name)
  if (!action) throw refusal('InvalidAction')
  attempt.runs(action)
  return action
}

/** A timestamp that is missing or no number is left to `readProof`. */
function checkClock({ common: { timestamp } }: Envelope, nowMs: number): void {
  if (timestamp === undefined || !/^\d{1,15}$/.test(timestamp)) return
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
  { world, api, keys }: Room,
  claim: { request: WireRequest; envelope: Envelope; credentials: Credentials; language: Language },
): Promise<AccessKey> {
  const { request, credentials, language } = claim
  const { token } = claim.envelope.common
  const accessKey = await world.core.accessKeys.find(credentials.accessKeyId)
  if (!accessKey) throw refusal('AuthFailure.SecretIdNotFound', language)
  // No token was ever issued here; the stand-in takes any, as it takes any access key.
  if (token !== undefined && !world.isStandIn) throw refusal('AuthFailure.TokenFailure', language)
  const isGenuine = verify(request, credentials, {
    secretKey: accessKey.secret.reveal(),
    keys,
    apiHosts: [`${api.service}.tencentcloudapi.com`],
    trustsForwardedHost: false,
  })
  if (!isGenuine) throw refusal('AuthFailure.SignatureFailure', language)
  return accessKey
}

/** Empty for an action that needs no region and was given none. */
function checkRegion(api: TencentApi, envelope: Envelope, action: Action): string {
  const given = envelope.common.region ?? api.region.default
  if (given === undefined) {
    if (api.region.optionalIn.has(action.name)) return ''
    throw new Refusal(missingParameter('Region'))
  }
  if (findRegion(api.catalog, given)) return given
  if (TENCENT_REGIONS.some(({ id }) => id === given)) throw refusal('UnsupportedRegion')
  throw new Refusal(invalidValue(envelope.scheme === 'tc3' ? 'X-TC-Region' : 'Region'))
}

function readParams(
  api: TencentApi,
  { request, envelope, action }: { request: WireRequest; envelope: Envelope; action: Action },
): unknown {
  const read = readActionParams(request, envelope)
  if ('problem' in read) throw unreadable(read)
  const parsed = parseParams(action.params, read.params, ISSUE_ORDER)
  if ('params' in parsed) return parsed.params
  throw new Refusal(complain(parsed.issues[0], (name) => api.outOfRange(name)))
}
