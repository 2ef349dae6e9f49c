import type { Ids } from '../../../core/ids.ts'
import { hostNames } from '../api-hosts.ts'
import { Attempt } from '../attempt.ts'
import type { Dialect, World } from '../dialect.ts'
import { readCamPolicy } from '../policies/cam.ts'
import type { ResourceHome } from '../policies/resource-facts.ts'
import { Replays } from '../replays.ts'
import { explainer, openServices } from '../service.ts'
import { SigningKeys } from '../signing-keys.ts'
import type { WireError } from '../wire-error.ts'
import type { WireAnswer, WireRequest } from '../wire-request.ts'
import { failure, success } from './answer.ts'
import type { TencentApi } from './api.ts'
import { claimOf } from './claim.ts'
import { commonErrors } from './common-errors.ts'
import { TENCENT_HOSTS } from './hosts.ts'
import { readEnvelope } from './params.ts'
import { languageOf, type Room, STEPS, takeSteps } from './steps.ts'

/** Signing keys kept per service: one per secret and day. */
const MOST_KEYS = 10_000

/** The page knows no code for either case. Source: spec/tencent.md §1.11, §5 (20). */
const REPEATS = { whileRunning: 'waitsForAnswer', otherParameters: 'ignored' } as const

const COMMON_ERRORS = commonErrors()

/** One language: what is written under either counts for both. Source: spec/policies.md, paragraph 3. */
const CAM_DIALECTS: ReadonlySet<string> = new Set(['tencent-cvm', 'tencent-lighthouse'])

/** Resources that sibling services name. Source: spec/tencent.md §2.1 (key pairs of all regions), §2.6. */
const HOMES: ReadonlyMap<string, ResourceHome> = new Map([
  ['cvm', { dialect: 'tencent-cvm', keyPairs: { isAccountWide: true } }],
  ['lighthouse', { dialect: 'tencent-lighthouse', keyPairs: { isAccountWide: false } }],
])

/** A dialect that answers the calls of one Tencent service. */
export function tencentDialect(world: World, api: TencentApi): Dialect {
  const { id, actions, siblings, catalog, seeding, ownRules } = api
  const keys = new SigningKeys(MOST_KEYS)
  const own = { name: api.service, version: api.version, actions, access: api.access }
  const services = openServices(world, [own, ...siblings], {
    ...{ dialects: CAM_DIALECTS, read: readCamPolicy },
    ...{ keyPairs: seeding.keyPairRules, keyPairsGoBy: 'id', homes: HOMES, ...api.conditionKeys },
  })
  const room: Room = { world, api, services, keys, replays: new Replays(REPEATS) }
  return {
    ...{ id, service: api.service, actions, siblings, catalog, seeding, ownRules },
    hosts: hostNames(TENCENT_HOSTS, world.domain),
    claim: (request) => claimOf(request, api, world.domain),
    answer: (request) => answer(room, request),
    explain: explainer(services),
  }
}

/** The world's source of ids, asked for only when an id is needed: a registry is read without a world too. */
export function idsOf(world: World): Ids {
  return { suffix: (length) => world.core.ids.suffix(length), uuid: () => world.core.ids.uuid() }
}

async function answer(room: Room, request: WireRequest): Promise<WireAnswer> {
  const { world, api } = room
  const { faults, internalError } = api
  const rules = { dialect: api.id, steps: STEPS, faults, internalError, errors: COMMON_ERRORS }
  const attempt = new Attempt(world, request, rules, world.core.ids.uuid())
  const ending = await attempt.settle(() => takeSteps(room, request, attempt))
  return 'answer' in ending
    ? success(ending.answer, attempt.requestId)
    : failure(inLanguage(ending.refusal, request), attempt.requestId)
}

function inLanguage(error: WireError, request: WireRequest): WireError {
  if (error.messageZh === undefined) return error
  const envelope = readEnvelope(request)
  const isChinese = !('problem' in envelope) && languageOf(envelope) === 'zh'
  return isChinese ? { ...error, message: error.messageZh } : error
}
