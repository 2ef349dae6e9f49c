import { expect, it } from 'vitest'

import { SameAnswers } from './same-answers.ts'

it('takes request ids for chance, also one that has no letter', () => {
  const same = new SameAnswers()
  const ids = ['202611220849194397AFCBB71C1A57A695', '2026112208491946199330076374288292'] as const
  expect(same.differences({ RequestId: ids[0] }, { RequestId: ids[1] })).toEqual([])
})

it('takes no count and no time for chance', () => {
  const same = new SameAnswers()
  expect(same.differences({ total: '12' }, { total: '13' })).toHaveLength(1)
  expect(same.differences({ at: '1763800000000' }, { at: '1763800000001' })).toHaveLength(1)
  expect(same.differences({ at: '20261122084919' }, { at: '20261122084920' })).toHaveLength(1)
})
