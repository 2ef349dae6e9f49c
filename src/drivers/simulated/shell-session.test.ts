import { expect, it } from 'vitest'

import { ShellSession } from './shell-session.ts'

const LINES = 5_000

/** How often a long here-document is parsed that arrives line by line. */
async function parses({ arrivesAtOnce }: { arrivesAtOnce: boolean }): Promise<number> {
  let count = 0
  const look = (_question: string, text: string) => {
    count += 1
    return Promise.resolve(!text.endsWith('END\n'))
  }
  const run = () => Promise.resolve(undefined)
  const login = { machineId: '1', instanceId: 'ins-1', user: 'ubuntu', boots: 1 }
  const session = new ShellSession({ look, run }, login, {})
  let text = 'cat <<X\n'
  for (let line = 0; line < LINES; line += 1) {
    expect(await session.isIncomplete(text, () => arrivesAtOnce)).toBe(true)
    text += 'a\n'
  }
  expect(await session.isIncomplete(`${text}END\n`, () => false)).toBe(false)
  return count
}

it('parses a long command only now and then while more lines of it have arrived', async () => {
  expect(await parses({ arrivesAtOnce: true })).toBeLessThan(1_100)
})

it('parses a command at each line when no more has arrived: whoever sent it may wait for it', async () => {
  expect(await parses({ arrivesAtOnce: false })).toBe(LINES + 1)
})
