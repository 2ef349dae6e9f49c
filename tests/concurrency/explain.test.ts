import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { explain } from './explain.ts'
import type { Deed, Event } from './history.ts'
import { beginning, CODES, hiddenTurns, take } from './model.ts'

const { done, wrongStatus, pairInUse, noPair, nameTaken, noInstance, notValid } = CODES
const BEGIN = beginning(2, { a: 1, b: 2 })

const attach = (pair: string, on: readonly number[] = [0]): Deed => ({ verb: 'attach', pair, on })
const detach = (pair: string, on: readonly number[] = [0]): Deed => ({ verb: 'detach', pair, on })
const deletion = (...pairs: readonly string[]): Deed => ({ verb: 'deletePairs', pairs })
const imported = (pair: string, key: number): Deed => ({ verb: 'import', pair, key })
const power = (verb: 'start' | 'stop' | 'reboot', on = 0): Deed => ({ verb, on })
const termination = (isForced: boolean): Deed => ({ verb: 'terminate', on: 0, isForced })
const look: Deed = { verb: 'show', on: [0] }
const lookAtBoth: Deed = { verb: 'show', on: [0, 1] }
const told = (step: (Deed & { verb: 'machine' })['step'], keys = ''): Deed => {
  return { verb: 'machine', on: 0, step, keys }
}

type Line = readonly [Deed, string]

const STOPPED: readonly Line[] = [
  [power('stop'), done],
  [told('stop'), done],
  [look, 'Stopped '],
]
const STARTED: readonly Line[] = [
  [power('start'), done],
  [told('apply'), done],
  [told('start'), done],
  [look, 'Running '],
]

/** One after the other. */
function inRow(...lines: readonly Line[]): readonly Event[] {
  return lines.map(([deed, answer], place) => ({ by: 'x', deed, answer, from: 2 * place, to: 2 * place + 1 }))
}

/** The first ones one after the other, then those of `together` all at the same time, then the others. */
function withCrowd(before: readonly Line[], together: readonly Line[], after: readonly Line[] = []) {
  const [first, last] = [2 * before.length, 2 * (before.length + together.length)]
  const crowd = together.map(([deed, answer], place) => {
    return { by: 'y', deed, answer, from: first + place, to: last - 1 - place }
  })
  const later = inRow(...after).map((event) => ({ ...event, from: event.from + last, to: event.to + last }))
  return [...inRow(...before), ...crowd, ...later]
}

describe('a history that some order explains', () => {
  it.each<[string, readonly Event[]]>([
    ['an empty one', []],
    [
      'calls in a row',
      inRow([attach('a'), done], [look, 'Running a'], [detach('a'), done], [look, 'Running ']),
    ],
    [
      'a second binding, which replaces',
      inRow([attach('a'), done], [attach('b'), done], [look, 'Running b']),
    ],
    [
      'two bindings at once, whichever lasts',
      withCrowd(
        [],
        [
          [attach('a'), done],
          [attach('b'), done],
        ],
        [[look, 'Running a']],
      ),
    ],
    ['a stop and a start', inRow(...STOPPED, ...STARTED)],
    [
      'a look before the stop is over',
      inRow([power('stop'), done], [told('stop'), done], [look, 'Stopping ']),
    ],
    [
      'of two stops at once one',
      withCrowd(
        [],
        [
          [power('stop'), wrongStatus],
          [power('stop'), done],
        ],
      ),
    ],
    [
      'a binding beside a stop, before it',
      withCrowd(
        [],
        [
          [power('stop'), done],
          [attach('a'), done],
        ],
        [[look, 'Stopping a']],
      ),
    ],
    [
      'a deletion beside a binding, after it',
      withCrowd(
        [],
        [
          [deletion('a'), pairInUse],
          [attach('a'), done],
        ],
      ),
    ],
    [
      'a deletion beside a binding, before it',
      withCrowd(
        [],
        [
          [deletion('a'), done],
          [attach('a'), noPair],
        ],
      ),
    ],
    [
      'a new pair of an old name',
      inRow([deletion('a'), done], [imported('a', 3), done], [attach('a'), done]),
    ],
    ['a deletion of what nobody knows', inRow([deletion('c'), done])],
    [
      'a termination that lets its pair go',
      inRow(
        [attach('a'), done],
        [termination(true), done],
        [deletion('a'), done],
        [look, 'Stopping '],
        [told('remove'), done],
        [look, 'absent '],
        [power('start'), noInstance],
        [attach('b'), notValid],
      ),
    ],
    [
      'a binding that one of two instances takes',
      inRow([power('stop', 1), done], [attach('a', [1, 0]), `${wrongStatus}+${done}`], [look, 'Running a']),
    ],
  ])('%s', (_what, history) => {
    expect(explain(BEGIN, history)).toEqual({ isExplained: true })
  })

  it('is found among all that the model can do, however the calls overlap', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(6)), { maxLength: 25 }), isFound))
  })
})

describe('a history that no order explains', () => {
  it.each<[string, readonly Event[]]>([
    ['an update that was lost', inRow([attach('a'), done], [attach('b'), done], [look, 'Running a'])],
    ['an accepted binding that nobody sees', inRow([attach('a'), done], [look, 'Running '])],
    ['a pair that comes back', inRow([attach('a'), done], [detach('a'), done], [look, 'Running a'])],
    ['a deletion of a pair that is bound', inRow([attach('a'), done], [deletion('a'), done])],
    [
      'the same, all but one of a crowd',
      withCrowd(
        [[attach('a'), done]],
        [
          [deletion('a'), done],
          [look, 'Running a'],
        ],
      ),
    ],
    ['a binding of a pair that is deleted', inRow([deletion('a'), done], [attach('a'), done])],
    [
      'a binding of a pair that is deleted meanwhile',
      withCrowd(
        [],
        [
          [deletion('a'), done],
          [attach('a'), done],
        ],
      ),
    ],
    ['half a deletion', inRow([attach('a'), done], [deletion('a', 'b'), pairInUse], [attach('b'), noPair])],
    [
      'a name that two pairs have',
      withCrowd(
        [],
        [
          [imported('c', 3), done],
          [imported('c', 4), done],
        ],
      ),
    ],
    ['a name that is taken by nobody', inRow([imported('c', 3), nameTaken])],
    ['a binding while it stops', inRow([power('stop'), done], [attach('a'), done], [told('stop'), done])],
    [
      'two bindings of which the rules refuse the second',
      inRow([attach('a'), done], [power('reboot'), done], [attach('b'), done], [told('stop'), done]),
    ],
    [
      'two stops at once, both accepted',
      withCrowd(
        [],
        [
          [power('stop'), done],
          [power('stop'), done],
        ],
      ),
    ],
    ['a stop that is refused for nothing', inRow([power('stop'), wrongStatus])],
    ['a stop that the machine was never told', inRow([power('stop'), done], [look, 'Stopped '])],
    [
      'a machine that is told twice',
      inRow([power('stop'), done], [told('stop'), done], [told('stop'), done]),
    ],
    ['a machine that is told what nobody asked for', inRow([told('stop'), done])],
    ['a stop that is taken back', inRow(...STOPPED, [look, 'Running '])],
    [
      'a boot with a key that was unbound',
      inRow([attach('a'), done], [detach('a'), done], ...bootWith('a#1')),
    ],
    ['a boot without the key that was bound', inRow([attach('a'), done], ...bootWith(''))],
    [
      'a boot with the key of an earlier pair of that name',
      inRow([deletion('a'), done], [imported('a', 3), done], [attach('a'), done], ...bootWith('a#1')),
    ],
    [
      'a terminated instance that comes back',
      inRow([termination(true), done], [told('remove'), done], [look, 'absent '], [look, 'Stopping ']),
    ],
    ['a termination of what runs, not forced', inRow([termination(false), done])],
    ['an unbinding of another pair', inRow([attach('a'), done], [detach('b'), done])],
    ['half a binding of two instances', inRow([attach('a', [0, 1]), `${done}+${done}`], [look, 'Running '])],
    [
      'half a binding, seen by who looks at both',
      inRow(
        [attach('a', [0, 1]), `${done}+${done}`],
        [attach('b', [0, 1]), `${done}+${done}`],
        [lookAtBoth, 'Running a+Running b'],
      ),
    ],
    [
      'half a binding while it is made',
      withCrowd(
        [],
        [
          [attach('a', [0, 1]), `${done}+${done}`],
          [lookAtBoth, 'Running a+Running '],
        ],
      ),
    ],
    [
      'a look of which one half is older than the other',
      inRow(
        [attach('a'), done],
        [power('stop'), done],
        [told('stop'), done],
        [look, 'Stopped a'],
        [detach('a'), done],
        [look, 'Stopping '],
      ),
    ],
    [
      'a look at the pair of one moment and the status of another',
      withCrowd(
        [[attach('a'), done]],
        [
          [attach('b'), done],
          [look, 'Stopping a'],
        ],
        [[power('stop'), done]],
      ),
    ],
    ['an inner fault', inRow([power('stop'), 'InternalError'])],
    [
      'two who see two bindings in different order',
      withCrowd(
        [],
        [
          [attach('a'), done],
          [attach('b'), done],
        ],
        [
          [look, 'Running a'],
          [look, 'Running b'],
        ],
      ),
    ],
  ])('%s', (_what, history) => {
    expect(explain(BEGIN, history)).toMatchObject({ isExplained: false })
  })

  it('says how far it came and what could not come next', () => {
    const history = inRow([attach('a'), done], [look, 'Running a'], [look, 'Running b'], [look, 'Running a'])
    const verdict = explain(BEGIN, history)
    expect(verdict).toEqual({ isExplained: false, longest: history.slice(0, 2), stuck: [history[2]] })
  })
})

function bootWith(keys: string): readonly Line[] {
  return [
    [power('reboot'), done],
    [told('stop'), done],
    [told('apply', keys), done],
  ]
}

const DEEDS: readonly Deed[] = [
  ...[attach('a'), attach('b'), attach('a', [0, 1]), attach('b', [1, 0]), detach('a'), detach('b', [1])],
  ...[deletion('a'), deletion('a', 'b'), imported('a', 3), imported('b', 4), { verb: 'listPairs' } as const],
  ...[power('stop'), power('stop', 1), power('start'), power('start', 1), power('reboot')],
  ...[termination(true), termination(false), look, lookAtBoth, told('stop'), told('start'), told('apply')],
  ...[told('apply', 'a#1'), told('apply', 'b#2'), told('remove')],
]

/** Lets the model go where the numbers lead, and gives each deed a time around its moment. */
function isFound(choices: readonly (readonly [number, number])[]): void {
  let state = BEGIN
  const history: Event[] = []
  for (const [place, [choice, width]] of choices.entries()) {
    const hidden = hiddenTurns(state)
    state = hidden[choice % (hidden.length + 1)] ?? state
    const deed = DEEDS[choice % DEEDS.length] ?? look
    const turn = take(state, deed)
    if (!turn) continue
    state = turn.next
    const moment = 2 * place
    history.push({ by: 'x', deed, answer: turn.answer, from: moment - width, to: moment + 1 + width })
  }
  expect(explain(BEGIN, history)).toEqual({ isExplained: true })
}
