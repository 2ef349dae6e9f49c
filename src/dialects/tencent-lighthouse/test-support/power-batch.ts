import { describe, expect, test } from 'vitest'

import { manyIds, missing, type TestRoom, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  BUSY,
  CREATING,
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  seededInstance,
  tooMany,
  WRONG_STATE,
} from './lighthouse-room.ts'

type Refused = readonly [params: Readonly<Record<string, unknown>>, refusal: unknown]

/** What an action on a batch of instances does, in the words of this API. */
export interface PowerBatch {
  readonly action: string
  /** Seeded state of an instance that it can be done with. */
  readonly ready: string
  /** Seeded state of one that it cannot be done with. */
  readonly wrong: string
  /** How many instances one call may name. */
  readonly limit?: number
  /** More lines of the seed file, for the tests of its own file. */
  readonly more?: string
  /** Parameters besides the ids that are refused, and how. */
  readonly refused?: readonly Refused[]
  readonly passing: string
  readonly last: string
}

const READY = 'lhins-ready001'

/**
 * The tests that every action on a batch passes. The instance `lhins-ready001` is `last` after them.
 *
 * @returns the Keyplane of the test file.
 */
export function describePowerBatch(about: PowerBatch): TestRoom {
  const { ready, wrong, more = '' } = about
  const room = lighthouseRoom(
    'instances:\n' +
      seededInstance(READY, `state: ${ready}`) +
      seededInstance('lhins-wrong001', `state: ${wrong}`) +
      seededInstance('lhins-pending1', 'state: pending') +
      seededInstance('lhins-busy0001', `state: ${ready}, busy: true`) +
      more,
  )
  describeParsing(about, room)
  describeRefusals(about, room)
  describeBehaviour(about, room)
  return room
}

function describeParsing({ action, limit = 100, refused = [] }: PowerBatch, room: TestRoom): void {
  describe('parsing', () => {
    test.each<Refused>([
      [{}, missing('InstanceIds')],
      [{ InstanceIds: [READY], ForceStop: true }, unknown('ForceStop')],
      [{ InstanceIds: ['lhins-1122'] }, MALFORMED_INSTANCE],
      [{ InstanceIds: [READY, READY] }, DUPLICATED],
      [{ InstanceIds: manyIds('lhins-', limit + 1) }, tooMany('InstanceIds')],
      ...refused.map<Refused>(([params, refusal]) => [{ InstanceIds: [READY], ...params }, refusal]),
    ])('%j is refused', async (params, expected) => {
      expect(await room.call(action, params)).toEqual(expected)
    })
  })
}

function describeRefusals({ action }: PowerBatch, room: TestRoom): void {
  describe('refusals', () => {
    test.each([
      ['lhins-00000000', NO_SUCH_INSTANCE],
      ['lhins-wrong001', WRONG_STATE],
      ['lhins-pending1', CREATING],
      ['lhins-busy0001', BUSY],
    ])('%s, and nothing of the batch has changed', async (id, expected) => {
      const before = await room.instance(READY)
      expect(await room.call(action, { InstanceIds: [READY, id] })).toEqual(expected)
      expect(await room.instance(READY)).toEqual(before)
    })
  })
}

function describeBehaviour({ action, passing, last }: PowerBatch, room: TestRoom): void {
  describe('behaviour', () => {
    test(`${passing}, then ${last}`, async () => {
      const { RequestId } = await room.ok(action, { InstanceIds: [READY] })
      const latest = { LatestOperation: action, LatestOperationRequestId: RequestId }
      expect(await room.instance(READY)).toMatchObject({
        ...{ InstanceState: passing, LatestOperationState: 'OPERATING', ...latest },
      })
      expect(await room.settled(READY)).toMatchObject({
        ...{ InstanceState: last, LatestOperationState: 'SUCCESS', ...latest },
      })
    })
  })
}
