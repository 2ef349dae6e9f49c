import { Attempt, type AttemptRules } from '../kit/attempt.ts'
import type { Claim, Dialect, World } from '../kit/dialect.ts'
import type { Pair } from '../kit/nest-pairs.ts'
import { readIamPolicy } from '../kit/policies/iam.ts'
import { VOLCENGINE_ACTIONS } from '../kit/policies/volcengine-actions.catalog.ts'
import { Replays } from '../kit/replays.ts'
import { explainer, openServices } from '../kit/service.ts'
import { SigningKeys } from '../kit/signing-keys.ts'
import type { WireAnswer, WireRequest } from '../kit/wire-request.ts'
import { AttachKeyPair } from './actions/AttachKeyPair.ts'
import { CreateKeyPair } from './actions/CreateKeyPair.ts'
import { CreateTags } from './actions/CreateTags.ts'
import { DeleteInstance } from './actions/DeleteInstance.ts'
import { DeleteInstances } from './actions/DeleteInstances.ts'
import { DeleteKeyPairs } from './actions/DeleteKeyPairs.ts'
import { DeleteTags } from './actions/DeleteTags.ts'
import { DescribeAvailableResource } from './actions/DescribeAvailableResource.ts'
import { DescribeCloudAssistantStatus } from './actions/DescribeCloudAssistantStatus.ts'
import { DescribeImages } from './actions/DescribeImages.ts'
import { DescribeInstanceTypes } from './actions/DescribeInstanceTypes.ts'
import { DescribeInstances } from './actions/DescribeInstances.ts'
import { DescribeKeyPairs } from './actions/DescribeKeyPairs.ts'
import { DescribeRegions } from './actions/DescribeRegions.ts'
import { DescribeTags } from './actions/DescribeTags.ts'
import { DescribeTasks } from './actions/DescribeTasks.ts'
import { DescribeUserData } from './actions/DescribeUserData.ts'
import { DescribeZones } from './actions/DescribeZones.ts'
import { DetachKeyPair } from './actions/DetachKeyPair.ts'
import { ImportKeyPair } from './actions/ImportKeyPair.ts'
import { InstallCloudAssistant } from './actions/InstallCloudAssistant.ts'
import { ListTagsForResources } from './actions/ListTagsForResources.ts'
import { ModifyInstanceAttribute } from './actions/ModifyInstanceAttribute.ts'
import { ModifyKeyPairAttribute } from './actions/ModifyKeyPairAttribute.ts'
import { RebootInstance } from './actions/RebootInstance.ts'
import { RebootInstances } from './actions/RebootInstances.ts'
import { ReplaceSystemVolume } from './actions/ReplaceSystemVolume.ts'
import { RunInstances } from './actions/RunInstances.ts'
import { StartInstance } from './actions/StartInstance.ts'
import { StartInstances } from './actions/StartInstances.ts'
import { StopInstance } from './actions/StopInstance.ts'
import { StopInstances } from './actions/StopInstances.ts'
import { TagResources } from './actions/TagResources.ts'
import { UntagResources } from './actions/UntagResources.ts'
import { type AnswerContext, errorAnswer, newRequestId, successAnswer } from './answer.ts'
import { catalog } from './catalog.ts'
import { ecsErrors, gatewayErrors } from './errors.ts'
import { faults, operationErrors } from './faults.ts'
import { isVolcengineHost, volcengineHosts } from './hosts.ts'
import { ownRules } from './own-rules.ts'
import { readQuery, valueOf } from './query-pairs.ts'
import { readCredentials } from './read-credentials.ts'
import { createSeeding } from './seeding.ts'
import { siblings } from './siblings/index.ts'
import { type Arrival, type Room, SERVICE, STEPS, takeSteps, VERSION } from './steps.ts'

const ID = 'volcengine-ecs'
const SIGNING_KEYS_KEPT = 10_000
/** Source: spec/volcengine.md §1.11. */
const REPEATS = { whileRunning: 'refused', otherParameters: 'refused' } as const
const LONGEST_ECHO = 128

const actions = [
  AttachKeyPair,
  CreateKeyPair,
  CreateTags,
  DeleteInstance,
  DeleteInstances,
  DeleteKeyPairs,
  DeleteTags,
  DescribeAvailableResource,
  DescribeCloudAssistantStatus,
  DescribeImages,
  DescribeInstanceTypes,
  DescribeInstances,
  DescribeKeyPairs,
  DescribeRegions,
  DescribeTags,
  DescribeTasks,
  DescribeUserData,
  DescribeZones,
  DetachKeyPair,
  ImportKeyPair,
  InstallCloudAssistant,
  ListTagsForResources,
  ModifyInstanceAttribute,
  ModifyKeyPairAttribute,
  RebootInstance,
  RebootInstances,
  ReplaceSystemVolume,
  RunInstances,
  StartInstance,
  StartInstances,
  StopInstance,
  StopInstances,
  TagResources,
  UntagResources,
]

const errors = [gatewayErrors, ecsErrors, operationErrors].flatMap((table) => Object.values(table))
const rules: AttemptRules = { dialect: ID, steps: STEPS, faults, internalError: ecsErrors.internal, errors }

/** The Volcengine ECS API, version 2020-04-01. */
export function createVolcengineEcs(world: World): Dialect {
  const seeding = createSeeding(world)
  const own = { name: SERVICE, version: VERSION, actions, access: VOLCENGINE_ACTIONS }
  const room: Room = {
    world,
    services: openServices(world, [own, ...siblings], {
      ...{ dialects: new Set([ID]), read: readIamPolicy },
      ...{ keyPairs: seeding.keyPairRules, keyPairsGoBy: 'id' },
    }),
    keys: new SigningKeys(SIGNING_KEYS_KEPT),
    replays: new Replays(REPEATS),
  }
  return {
    ...{
      id: ID,
      service: SERVICE,
      actions,
      siblings,
      catalog,
      seeding,
      ownRules,
      hosts: volcengineHosts(world.domain),
    },
    claim: (request) => claim(request, world.domain),
    answer: (request) => answer(room, request),
    explain: explainer(room.services),
  }
}

async function answer(room: Room, request: WireRequest): Promise<WireAnswer> {
  const { clock, ids } = room.world.core
  const requestId = newRequestId(clock.now(), ids)
  const arrival = arrive(request)
  const attempt = new Attempt(room.world, request, rules, requestId)
  const ending = await attempt.settle(() => takeSteps(room, attempt, arrival))
  const context = contextOf(arrival, requestId)
  return 'refusal' in ending ? errorAnswer(ending.refusal, context) : successAnswer(ending.answer, context)
}

function arrive(request: WireRequest): Arrival {
  const query = readQuery(request)
  const pairs = 'problem' in query ? NO_PAIRS : query
  return { request, query, claims: readCredentials(request, pairs) }
}

const NO_PAIRS: readonly Pair[] = []

/** What an answer says about its request, as far as it could be read. Source: spec/volcengine.md §1.7. */
function contextOf({ query, claims }: Arrival, requestId: string): AnswerContext {
  const pairs = 'problem' in query ? NO_PAIRS : query
  const scope = 'problem' in claims ? undefined : claims
  return {
    requestId,
    action: echo(valueOf(pairs, 'Action')),
    version: echo(valueOf(pairs, 'Version')),
    service: echo(scope?.service),
    region: echo(scope?.region),
  }
}

function echo(text: string | undefined): string | undefined {
  return text ? text.slice(0, LONGEST_ECHO) : undefined
}

/** Source: spec/volcengine.md §1.3. */
const OWN_PARAMETER = /(?:^|&)X-(?:Algorithm=HMAC-SHA256|NotSignBody=|SignedQueries=)/
const OWN_VERSION = new RegExp(`(?:^|&)Version=${VERSION}(?:&|$)`)

function claim({ headers, rawQuery }: WireRequest, domain: string | undefined): Claim | undefined {
  if (isVolcengineHost(headers.host, domain)) return 'host'
  if (headers.authorization?.startsWith('HMAC-SHA256 ') || OWN_PARAMETER.test(rawQuery)) return 'shape'
  return OWN_VERSION.test(rawQuery) ? 'version' : undefined
}
