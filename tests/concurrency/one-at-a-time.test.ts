import { describe, expect, it } from 'vitest'

import { createTestCore } from '../test-core.ts'
import { describeEngines } from './engines.ts'
import { explain } from './explain.ts'
import { Ticks } from './history.ts'
import { CODES } from './model.ts'
import type { Command } from './programs.ts'
import { runProgram } from './run-program.ts'
import { flawsOf, type Told, watchedDriver } from './watched-driver.ts'

const CLIENTS = 50

describeEngines('many clients at one instance', (cluster) => {
  it('of 50 who stop it one is let in, and the machine is told once', async () => {
    const clients = Array.from({ length: CLIENTS }, () => inTurn({ ask: 'stop', on: 0 }))
    const { begin, history, told } = await runProgram(cluster(), { instances: 1, pairs: [], clients })
    const answers = history.filter(({ deed }) => deed.verb === 'stop').map(({ answer }) => answer)
    expect(answers.toSorted()).toEqual([...Array(CLIENTS - 1).fill(CODES.wrongStatus), CODES.done])
    expect(told.map(({ step }) => step)).toEqual(['stop'])
    expect(explain(begin, history)).toEqual({ isExplained: true })
  })

  it('operations that follow each other closely never overlap', async () => {
    const [stop, start, reboot] = (['stop', 'start', 'reboot'] as const).map((ask) => ({ ask, on: 0 }))
    if (!stop || !start || !reboot) throw new Error('there are three')
    const attach = { ask: 'attach', pair: 'pair-a', on: [0] } as const
    const detach = { ask: 'detach', pair: 'pair-a', on: [0] } as const
    const orders: readonly (readonly Command[])[] = [
      [stop, attach, start, detach, stop, start],
      [reboot, detach, stop, start, attach, reboot],
      [attach, start, stop, reboot, start, detach],
    ]
    const clients = Array.from({ length: 6 }, (_, nth) => inTurn(...(orders[nth % orders.length] ?? [])))
    const { begin, history, told } = await runProgram(cluster(), { instances: 1, pairs: ['pair-a'], clients })
    expect(told.length).toBeGreaterThan(0)
    expect(flawsOf(told)).toEqual([])
    expect(explain(begin, history)).toEqual({ isExplained: true })
  })
})

describe('what the watched driver notes', () => {
  const signal = AbortSignal.timeout(60_000)
  const machine = { id: 'm-1', instanceId: 'i-1', loginUser: 'root' }
  const other = { id: 'm-2', instanceId: 'i-2', loginUser: 'root' }
  const access = (version: number) => ({ version, publicKeys: [], allowsPassword: true })

  it('is in order when one thing follows another, or two machines are told at once', async () => {
    await using test = await createTestCore()
    const told: Told[] = []
    const driver = watchedDriver(test.driver, new Ticks(), told)
    await driver.applyAccess(machine, access(1), signal)
    await Promise.all([driver.start(machine, signal), driver.stop(other, { force: false }, signal)])
    await driver.applyAccess(machine, access(1), signal)
    await driver.applyAccess(machine, access(2), signal)
    expect(told.map(({ step }) => step)).toEqual(['apply', 'start', 'stop', 'apply', 'apply'])
    expect(flawsOf(told)).toEqual([])
  })

  it('is a flaw when one machine is told two things at once', async () => {
    await using test = await createTestCore()
    const told: Told[] = []
    const driver = watchedDriver(test.driver, new Ticks(), told)
    await Promise.all([driver.start(machine, signal), driver.stop(machine, { force: false }, signal)])
    expect(flawsOf(told)).toEqual(['i-1: stop began at 2, while start ran from 1'])
  })

  it('is a flaw when something fails beside another thing', async () => {
    await using test = await createTestCore()
    test.driver.beforeStep = (deed) => {
      if (deed === 'start i-1') throw new Error('no')
    }
    const told: Told[] = []
    const driver = watchedDriver(test.driver, new Ticks(), told)
    await Promise.allSettled([driver.start(machine, signal), driver.reboot(machine, signal)])
    expect(flawsOf(told)).toHaveLength(1)
  })

  it('is a flaw when access goes back, or is not what comes into force', async () => {
    await using test = await createTestCore()
    const told: Told[] = []
    const driver = watchedDriver(test.driver, new Ticks(), told)
    await driver.applyAccess(machine, access(2), signal)
    await driver.applyAccess(machine, access(1), signal)
    expect(flawsOf(told)).toEqual(['i-1: version 1 at 3, after 2'])
    const stubborn = { ...test.driver, applyAccess: () => Promise.resolve({ version: 9 }) }
    const toldLater: Told[] = []
    await watchedDriver(stubborn, new Ticks(), toldLater).applyAccess(machine, access(3), signal)
    expect(flawsOf(toldLater)).toEqual(['i-1: version 9 in force at 1, not 3'])
  })
})

function inTurn(...commands: readonly Command[]) {
  return commands.map((command) => ({ afterTurns: 0, command }))
}
