import { describe, expect, it } from 'vitest'

import { startHostUnderFault, type HostUnderFault } from '../real-hosts/host-under-fault.ts'
import { installSteps, type StepFault, type Steps } from '../real-hosts/steps.ts'
import { noRealHosts } from '../real-sshd.ts'

/** Every step has the time that its way back takes: several hosts go through them side by side. */
const HOSTS = 8
const TIMEOUT_MS = 240_000

/**
 * Each program that a change runs on the host is one step. Each in turn goes wrong; afterwards the host is on its old or
 * its new side in every byte, its administrator can log in, and the next change is made as if nothing had been.
 */
describe.skipIf(noRealHosts)(
  `one change, every step of it (${noRealHosts ?? 'real sshd'})`,
  { timeout: TIMEOUT_MS },
  () => {
    it.each<[StepFault, 'own' | 'sudo']>([
      ['fails', 'own'],
      ['connection-cut', 'own'],
      ['script-killed', 'own'],
      ['fails', 'sudo'],
      ['connection-cut', 'sudo'],
      ['script-killed', 'sudo'],
    ])('%s, rights: %s', async (kind, rights) => {
      await using hosts = await startHosts(rights)
      const count = await countSteps(hosts.all[0])
      expect(count).toBeGreaterThan(20)
      const complaints = await Promise.all(
        hosts.all.map(async (one, index) => {
          const found = []
          for (let step = index + 1; step <= count; step += HOSTS)
            found.push(await goThrough(one, step, kind))
          return found.filter((complaint) => complaint !== undefined)
        }),
      )
      expect(complaints.flat()).toEqual([])
    })
  },
)

interface Stepping {
  readonly fault: HostUnderFault
  readonly steps: Steps
}

async function startHosts(rights: 'own' | 'sudo'): Promise<AsyncDisposable & { all: readonly Stepping[] }> {
  const disposables = new AsyncDisposableStack()
  const all = await Promise.all(
    Array.from({ length: HOSTS }, async () => {
      const fault = disposables.use(await startHostUnderFault({ rights }))
      return { fault, steps: await installSteps(fault.host, 'all') }
    }),
  )
  return { all, [Symbol.asyncDispose]: () => disposables.disposeAsync() }
}

async function countSteps(one: Stepping | undefined): Promise<number> {
  if (one === undefined) throw new Error('no host was started')
  const { fault, steps } = one
  await steps.arm(0, 'fails')
  expect(await fault.apply('new')).toBe('applied')
  const count = await steps.count()
  expect(await fault.settled()).toBe('new')
  expect(await fault.apply('old')).toBe('applied')
  expect(await fault.settled()).toBe('old')
  return count
}

/** Undefined when the step ended as it must; else what was wrong. */
async function goThrough(
  { fault, steps }: Stepping,
  step: number,
  kind: StepFault,
): Promise<string | undefined> {
  await steps.arm(step, kind)
  const { outcome, settled, wrong } = await fault.change()
  const met = `step ${step} (${await steps.met()})`
  await steps.arm(0, kind)
  if (wrong !== undefined) return `${met}: ${wrong}`
  const again = await fault.apply('old')
  const after = await fault.settled()
  if (again === 'applied' && after === 'old') return undefined
  return `${met}, then back: ${JSON.stringify({ outcome, settled, again, after })}`
}
