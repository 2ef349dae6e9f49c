import { expect, it } from 'vitest'

import { Gathered } from './gathered.ts'

it('does together what came in one moment, and what came later on its own', async () => {
  const done: (readonly string[])[] = []
  const gathered = new Gathered<string>(1, async (items) => void done.push(items))
  await Promise.all([gathered.add('one'), gathered.add('two')])
  await gathered.add('three')
  expect(done).toEqual([['one', 'two'], ['three']])
})

it('fails for all that were gathered, and goes on with the next', async () => {
  const failures = [new Error('the server is gone')]
  const gathered = new Gathered<string>(1, async () => {
    const failure = failures.pop()
    if (failure) throw failure
  })
  const outcomes = await Promise.allSettled([gathered.add('one'), gathered.add('two')])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(gathered.add('three')).resolves.toBeUndefined()
})
