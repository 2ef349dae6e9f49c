import { Attempt, type AttemptRules } from '../kit/attempt.ts'
import type { Claim, Dialect, Seeding, World } from '../kit/dialect.ts'
import { ALIBABA_ACTIONS } from '../kit/policies/alibaba-actions.catalog.ts'
import { heldAction } from '../kit/held-action.ts'
import { readRamPolicy } from '../kit/policies/ram.ts'
import { Replays } from '../kit/replays.ts'
import { explainer, openServices } from '../kit/service.ts'
import { SigningKeys } from '../kit/signing-keys.ts'
import type { WireError } from '../kit/wire-error.ts'
import { header, type WireAnswer, type WireRequest } from '../kit/wire-request.ts'
import { AllocatePublicIpAddress } from './actions/AllocatePublicIpAddress.ts'
import { AttachKeyPair } from './actions/AttachKeyPair.ts'
import { CreateInstance } from './actions/CreateInstance.ts'
import { CreateKeyPair } from './actions/CreateKeyPair.ts'
import { DeleteInstance } from './actions/DeleteInstance.ts'
import { DeleteInstances } from './actions/DeleteInstances.ts'
import { DeleteKeyPairs } from './actions/DeleteKeyPairs.ts'
import { DescribeAccountAttributes } from './actions/DescribeAccountAttributes.ts'
import { DescribeAvailableResource } from './actions/DescribeAvailableResource.ts'
import { DescribeDisks } from './actions/DescribeDisks.ts'
import { DescribeImages } from './actions/DescribeImages.ts'
import { DescribeInstanceAttachmentAttributes } from './actions/DescribeInstanceAttachmentAttributes.ts'
import { DescribeInstanceAttribute } from './actions/DescribeInstanceAttribute.ts'
import { DescribeInstanceAutoRenewAttribute } from './actions/DescribeInstanceAutoRenewAttribute.ts'
import { DescribeInstanceMaintenanceAttributes } from './actions/DescribeInstanceMaintenanceAttributes.ts'
import { DescribeInstanceRamRole } from './actions/DescribeInstanceRamRole.ts'
import { DescribeInstances } from './actions/DescribeInstances.ts'
import { DescribeInstanceStatus } from './actions/DescribeInstanceStatus.ts'
import { DescribeInstanceTypes } from './actions/DescribeInstanceTypes.ts'
import { DescribeKeyPairs } from './actions/DescribeKeyPairs.ts'
import { DescribeNetworkInterfaces } from './actions/DescribeNetworkInterfaces.ts'
import { DescribeRegions } from './actions/DescribeRegions.ts'
import { DescribeSecurityGroupAttribute } from './actions/DescribeSecurityGroupAttribute.ts'
import { DescribeSecurityGroups } from './actions/DescribeSecurityGroups.ts'
import { DescribeTags } from './actions/DescribeTags.ts'
import { DescribeUserData } from './actions/DescribeUserData.ts'
import { DescribeVpcs } from './actions/DescribeVpcs.ts'
import { DescribeVSwitches } from './actions/DescribeVSwitches.ts'
import { DescribeZones } from './actions/DescribeZones.ts'
import { DetachKeyPair } from './actions/DetachKeyPair.ts'
import { ImportKeyPair } from './actions/ImportKeyPair.ts'
import { JoinResourceGroup } from './actions/JoinResourceGroup.ts'
import { ListTagResources } from './actions/ListTagResources.ts'
import { ModifyInstanceAttribute } from './actions/ModifyInstanceAttribute.ts'
import { RebootInstance } from './actions/RebootInstance.ts'
import { RebootInstances } from './actions/RebootInstances.ts'
import { RunInstances } from './actions/RunInstances.ts'
import { StartInstance } from './actions/StartInstance.ts'
import { StartInstances } from './actions/StartInstances.ts'
import { StopInstance } from './actions/StopInstance.ts'
import { StopInstances } from './actions/StopInstances.ts'
import { TagResources } from './actions/TagResources.ts'
import { UntagResources } from './actions/UntagResources.ts'
import { errorAnswer, successAnswer } from './answer.ts'
import { newAttributes } from './attributes.ts'
import { catalog, regionCode } from './catalog.ts'
import { gatewayErrors, userThrottled } from './errors.ts'
import { faults, operationErrors } from './faults.ts'
import { alibabaHosts, isAlibabaHost } from './hosts.ts'
import { DEFAULT_IMAGE, WINDOWS_IMAGE } from './images.catalog.ts'
import { DEFAULT_TYPE } from './instance-types.catalog.ts'
import { formatOfUnreadable, readCallHead, readParams } from './params.ts'
import { ownRules } from './own-rules.ts'
import { keyPairRules } from './rules.ts'
import { siblings } from './siblings/index.ts'
import { type Arrival, guardedAs, type Room, STEPS, takeSteps, VERSION } from './steps.ts'
import { INSTANCE_ID } from './wire-types.ts'
import type { JsonObject } from './xml.ts'

const ID = 'alibaba-ecs'
const SIGNING_KEYS_KEPT = 10_000
/** Source: spec/alibaba.md §1.12. */
const REPEATS = { whileRunning: 'refused', otherParameters: 'refused' } as const

const actions = [
  AllocatePublicIpAddress,
  AttachKeyPair,
  CreateInstance,
  CreateKeyPair,
  DeleteInstance,
  DeleteInstances,
  DeleteKeyPairs,
  DescribeAccountAttributes,
  DescribeAvailableResource,
  DescribeDisks,
  DescribeImages,
  DescribeInstanceAttachmentAttributes,
  DescribeInstanceAttribute,
  DescribeInstanceAutoRenewAttribute,
  DescribeInstanceMaintenanceAttributes,
  DescribeInstanceRamRole,
  DescribeInstances,
  DescribeInstanceStatus,
  DescribeInstanceTypes,
  DescribeKeyPairs,
  DescribeNetworkInterfaces,
  DescribeRegions,
  DescribeSecurityGroupAttribute,
  DescribeSecurityGroups,
  DescribeTags,
  DescribeUserData,
  DescribeVpcs,
  DescribeVSwitches,
  DescribeZones,
  DetachKeyPair,
  ImportKeyPair,
  JoinResourceGroup,
  ListTagResources,
  ModifyInstanceAttribute,
  RebootInstance,
  RebootInstances,
  RunInstances,
  StartInstance,
  StartInstances,
  StopInstance,
  StopInstances,
  TagResources,
  UntagResources,
]

const errors = [gatewayErrors, operationErrors].flatMap((table) => Object.values(table))
errors.push(userThrottled({ retryAfterMs: 1_000 }))
const rules: AttemptRules = {
  dialect: ID,
  steps: STEPS,
  faults,
  internalError: gatewayErrors.internal,
  errors,
}

/** The Alibaba Cloud ECS API, version 2014-05-26. */
export function createAlibabaEcs(world: World): Dialect {
  const seeding = createSeeding(world)
  const own = { name: 'ecs', version: VERSION, actions, access: ALIBABA_ACTIONS }
  const room: Room = {
    world,
    services: openServices(world, [own, ...siblings], {
      ...{ dialects: new Set([ID]), read: readRamPolicy },
      ...{ keyPairs: seeding.keyPairRules, keyPairsGoBy: 'name' },
    }),
    keys: new SigningKeys(SIGNING_KEYS_KEPT),
    replays: new Replays(REPEATS),
  }
  return {
    ...{ id: ID, service: 'ecs', actions, siblings, catalog, seeding, ownRules },
    hosts: alibabaHosts(world.domain),
    claim: (request) => claim(request, world.domain),
    answer: (request) => answer(room, request),
    explain: explainer(room.services, (guarded) => guardedAs(world, guarded)),
  }
}

async function answer(room: Room, request: WireRequest): Promise<WireAnswer> {
  const requestId = room.world.core.ids.uuid().toUpperCase()
  const arrival = arrive(request)
  const format = 'problem' in arrival.read ? formatOfUnreadable(request) : arrival.read.head.format
  const attempt = new Attempt(room.world, request, rules, requestId)
  const ending = await attempt.settle(() => takeSteps(room, attempt, arrival))
  if ('refusal' in ending) return refuse(attempt, ending.refusal, { request, format })
  // Actions answer with JSON only.
  return successAnswer(attempt.call.action, ending.answer as JsonObject, { requestId, format })
}

function arrive(request: WireRequest): Arrival {
  const params = readParams(request)
  if ('problem' in params) return { request, read: params }
  return { request, read: { params, head: readCallHead(request, params) } }
}

function refuse(
  { requestId }: Attempt,
  error: WireError,
  { request, format }: { request: WireRequest; format: 'json' | 'xml' },
): WireAnswer {
  const detail = error.detail ? { accessDeniedDetail: error.detail } : {}
  return errorAnswer(error, { host: request.headers.host, ...detail }, { requestId, format })
}

/** Common parameters that no other cloud's calls have. Source: spec/alibaba.md §1.3. */
const OWN_PARAMETER = /(?:^|&)(?:SignatureNonce|SignatureVersion|AccessKeyId)=/
const OWN_VERSION = new RegExp(`(?:^|&)Version=${VERSION}(?:&|$)`)

function claim(request: WireRequest, domain: string | undefined): Claim | undefined {
  if (isAlibabaHost(request.headers.host, domain)) return 'host'
  if (request.headers.authorization?.startsWith('ACS3-')) return 'shape'
  for (const name in request.headers) if (name.startsWith('x-acs-')) return 'shape'
  const texts = [request.rawQuery, formText(request)]
  if (texts.some((text) => OWN_PARAMETER.test(text))) return 'shape'
  return texts.some((text) => OWN_VERSION.test(text)) ? 'version' : undefined
}

/** Only a form can carry the common parameters. */
function formText(request: WireRequest): string {
  const type = header(request, 'content-type') ?? ''
  return /^\s*application\/x-www-form-urlencoded/i.test(type) ? request.body.toString('latin1') : ''
}

function createSeeding(world: World): Seeding {
  return {
    keyPairRules: keyPairRules(world),
    instanceId: INSTANCE_ID,
    keyPairId: /^ssh-[0-9A-Za-z*]{1,62}$/,
    mfaActions: [],
    readPolicy: readRamPolicy,
    newInstanceId: () => `i-${regionCode('cn-hangzhou')}${world.core.ids.suffix(17)}`,
    defaults(os) {
      const { id: imageId, osName, loginUser } = os === 'windows' ? WINDOWS_IMAGE : DEFAULT_IMAGE
      const attributes = newAttributes({ SerialNumber: world.core.ids.uuid() })
      return {
        imageId,
        osName,
        loginUser,
        type: DEFAULT_TYPE,
        chargeType: 'postpaid',
        project: '',
        attributes,
      }
    },
    heldAction,
  }
}
