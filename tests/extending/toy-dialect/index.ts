import { Attempt, type AttemptRules } from '../../../src/dialects/kit/attempt.ts'
import type { Dialect, OwnRules, Seeding, World } from '../../../src/dialects/kit/dialect.ts'
import { heldAction } from '../../../src/dialects/kit/held-action.ts'
import { text } from '../../../src/dialects/kit/params.ts'
import { readIamPolicy } from '../../../src/dialects/kit/policies/iam.ts'
import { Replays } from '../../../src/dialects/kit/replays.ts'
import { explainer, openServices } from '../../../src/dialects/kit/service.ts'
import { header, type WireAnswer, type WireRequest } from '../../../src/dialects/kit/wire-request.ts'
import { TOY_ACTIONS } from './access.catalog.ts'
import { AttachKey } from './actions/AttachKey.ts'
import { ImportKey } from './actions/ImportKey.ts'
import { ListKeys } from './actions/ListKeys.ts'
import { ListMachines } from './actions/ListMachines.ts'
import { catalog, IMAGE } from './catalog.ts'
import { errors, faults } from './faults.ts'
import { bindingRules, INSTANCE_ID, KEY_PAIR_ID, keyPairRules } from './rules.ts'
import { type Room, STEPS, takeSteps } from './steps.ts'

const ID = 'toy-cloud'
const SERVICE = 'toy'
const HOST = 'api.toy-cloud.test'
const actions = [AttachKey, ImportKey, ListKeys, ListMachines]

const rules: AttemptRules = {
  ...{ dialect: ID, steps: STEPS, faults, internalError: errors.internal },
  errors: Object.values(errors),
}

const ownRules: OwnRules = { keyPairName: text(), binding: () => bindingRules, isProtected: () => false }

/** A cloud that nobody has: one JSON object in, one out. */
export function createToyCloud(world: World): Dialect {
  const seeding = createSeeding(world)
  const own = { name: SERVICE, version: '1', actions, access: TOY_ACTIONS }
  const services = openServices(world, [own], {
    ...{ dialects: new Set([ID]), read: readIamPolicy },
    ...{ keyPairs: seeding.keyPairRules, keyPairsGoBy: 'id' },
  })
  const replays = new Replays({ whileRunning: 'refused', otherParameters: 'refused' })
  const room: Room = { world, service: services[0], replays }
  return {
    ...{ id: ID, service: SERVICE, actions, siblings: [], catalog, seeding, ownRules, hosts: [HOST] },
    claim(request) {
      if (request.headers.host === HOST) return 'host'
      return header(request, 'x-toy-signature') === undefined ? undefined : 'shape'
    },
    answer: (request) => answer(room, request),
    explain: explainer(services),
  }
}

async function answer(room: Room, request: WireRequest): Promise<WireAnswer> {
  const requestId = room.world.core.ids.uuid()
  const attempt = new Attempt(room.world, request, rules, requestId)
  const ending = await attempt.settle(() => takeSteps(room, attempt, request))
  if ('answer' in ending) return write(200, { done: true, call: requestId, result: ending.answer })
  const { status, code, message } = ending.refusal
  return write(status, { done: false, call: requestId, why: { code, text: message } })
}

function write(status: number, content: object): WireAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) }
}

function createSeeding(world: World): Seeding {
  return {
    ...{ keyPairRules: keyPairRules(world), instanceId: INSTANCE_ID, keyPairId: KEY_PAIR_ID },
    ...{ mfaActions: [], readPolicy: readIamPolicy, heldAction },
    newInstanceId: () => `toy-${world.core.ids.suffix(6)}`,
    defaults() {
      const { id: imageId, osName, loginUser } = IMAGE
      const terms = { type: 'tiny', chargeType: 'postpaid', project: '', attributes: {} } as const
      return { imageId, osName, loginUser, ...terms }
    },
  }
}
