import * as ecs from '@alicloud/ecs20140526'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import {
  deletePairs,
  type EcsClient,
  ecsClient,
  listInstances,
  REGION as regionId,
  runInstance,
  running,
} from './alibaba-calls.ts'
import { addKeyPair, crowdOf, EACH_ONCE, publicKeyLine, readWhileItChanges } from './thousands.ts'

// What goes with life-alibaba-ecs.test.ts: the same lists, by the official SDK, when there are thousands.

const CROWD = { accessKeyId: 'LTAIcrowdroot', accessKeySecret: 'crowd-root-secret' }
const PLACE = `dialect: alibaba-ecs, account: crowd, region: ${regionId}`
const MOST_PAIRS = 50
const MOST_INSTANCES = 100

const PAIRS = crowdOf(
  { prefix: 'pair-', calledBy: 'name' },
  ({ number }) => `${PLACE}, publicKey: "${publicKeyLine(number)}"`,
)
/** One of them is locked for security. */
const INSTANCES = crowdOf({ prefix: 'i-', calledBy: 'id' }, ({ number }) => {
  return `${PLACE}, state: ${number === 0 ? 'banned' : 'stopped'}`
})

const SEED = `
accounts:
  - { id: "1234567890123457", name: crowd, users: [{ name: root, accessKeys: [{ id: ${CROWD.accessKeyId}, secret: ${CROWD.accessKeySecret} }] }] }
keyPairs:
${PAIRS.seed}
instances:
${INSTANCES.seed}
`

let keyplane: TestKeyplane
let crowd: EcsClient

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
  crowd = ecsClient(keyplane.endpoint, CROWD)
})
afterAll(() => keyplane[Symbol.asyncDispose]())

describe('thousands, read page by page while others come and go', () => {
  test('key pairs by PageNumber', async () => {
    let fresh = 0
    const outcome = await readWhileItChanges(PAIRS, {
      async readPage({ number }) {
        const page = { regionId, pageNumber: number + 1, pageSize: MOST_PAIRS }
        const { body } = await crowd.describeKeyPairs(new ecs.DescribeKeyPairsRequest(page))
        const ids = (body?.keyPairs?.keyPair ?? []).map((pair) => pair.keyPairName)
        return { ids, isLast: page.pageNumber * MOST_PAIRS >= (body?.totalCount ?? 0) }
      },
      async create() {
        fresh += 1
        const id = `ssh-fresh${fresh}`
        await addKeyPair(keyplane, {
          ...{ account: '1234567890123457', dialect: 'alibaba-ecs', region: regionId, id },
        })
        return id
      },
      remove: (names) => deletePairs(crowd, names),
    })
    expect(outcome).toEqual(EACH_ONCE)
  })

  test.each(['PageNumber', 'NextToken'])('instances by %s', async (style) => {
    const outcome = await readWhileItChanges(INSTANCES, {
      async readPage({ number, token }) {
        const byNumber = { pageNumber: number + 1, pageSize: MOST_INSTANCES }
        const byToken = { maxResults: MOST_INSTANCES, ...(token === undefined ? {} : { nextToken: token }) }
        const page = { regionId, ...(style === 'PageNumber' ? byNumber : byToken) }
        const { body } = await crowd.describeInstances(new ecs.DescribeInstancesRequest(page))
        const ids = (body?.instances?.instance ?? []).map((one) => one.instanceId)
        const isEnough = (number + 1) * MOST_INSTANCES >= (body?.totalCount ?? 0)
        const isLast = style === 'PageNumber' ? isEnough : body?.nextToken === ''
        return { ids, isLast, token: body?.nextToken }
      },
      async create() {
        const id = await runInstance(crowd)
        await running(crowd, id)
        return id
      },
      remove: (ids) =>
        crowd.deleteInstances(
          new ecs.DeleteInstancesRequest({ regionId, instanceId: [...ids], force: true }),
        ),
    })
    expect(outcome).toEqual(EACH_ONCE)
  })

  test('what is locked is found by lockReason', async () => {
    const locked = await listInstances(crowd, { lockReason: 'security' })
    expect(locked.map((one) => one.instanceId)).toEqual(['i-n0000000'])
    expect(await listInstances(crowd, { lockReason: 'financial' })).toEqual([])
  })
})
