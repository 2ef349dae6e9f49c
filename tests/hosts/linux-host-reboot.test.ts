import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { type CloudOfHosts, startCloudOfHosts } from '../real-hosts/cloud-of-hosts.ts'
import { ACCESS_KEYS, HOST_CLOUDS } from '../real-hosts/clouds-over-hosts.ts'
import { type HostUnderFault, KEY_NEW, KEY_OLD, startHostUnderFault } from '../real-hosts/host-under-fault.ts'
import { installSteps, type Steps } from '../real-hosts/steps.ts'
import { noRealHosts } from '../real-sshd.ts'
import { sshKey } from '../ssh-client.ts'

/** Hosts that are rebooted side by side, and how often each. */
const HOSTS = 3
const REBOOTS = 5
const PATIENCE = { timeout: 60_000, interval: 50 }

describe.skipIf(noRealHosts)(
  `a real host that reboots in the middle of a change ${noRealHosts ?? ''}`,
  () => {
    it('is on no third side in any part, lets its administrator in, and takes the next change', async () => {
      await using hosts = new AsyncDisposableStack()
      const complaints = await Promise.all(
        Array.from({ length: HOSTS }, async (_, index) => {
          const fault = hosts.use(await startHostUnderFault())
          const steps = await installSteps(fault.host, 'changing')
          const count = await countSteps(fault, steps)
          const found = [count > 5 ? '' : `only ${count} steps`]
          const stride = count / (HOSTS * REBOOTS)
          for (let at = 1 + index * stride; at <= count; at += HOSTS * stride) {
            found.push(await rebootAt(fault, steps, Math.floor(at)))
          }
          return found.filter((complaint) => complaint !== '')
        }),
      )
      expect(complaints.flat()).toEqual([])
    })

    describe('that belongs to a server', () => {
      const [cvm] = HOST_CLOUDS
      let world: CloudOfHosts
      beforeAll(async () => {
        world = await startCloudOfHosts(cvm ? [cvm] : [], ACCESS_KEYS)
      })
      afterAll(() => world[Symbol.asyncDispose]())

      it('ends the operation in one way or the other, and the next one is made', async () => {
        const host = world.hosts.get(cvm?.instanceId ?? '')
        if (!cvm || !host) throw new Error('there is no host')
        const steps = await installSteps(host, 'changing')
        const show = () => cvm.show(world.endpoint)
        const bindTo = async (pair: 'one' | 'two', other: 'one' | 'two') => {
          await expect.poll(() => cvm.bind(world.endpoint, pair), PATIENCE).toBeUndefined()
          await expect.poll(show, PATIENCE).toMatchObject({ operation: 'SUCCESS', pairs: [pair] })
          const target = { host: host.address, port: host.port, user: 'app', command: 'echo in' }
          const { [pair]: bound, [other]: unbound } = world.keys
          expect((await sshKey({ ...target, privateKey: bound.privateKey })).stdout).toBe('in\n')
          expect((await sshKey({ ...target, privateKey: unbound.privateKey })).stderr).toContain('denied')
        }
        await bindTo('one', 'two')
        await steps.arm(0, 'waits')
        await bindTo('two', 'one')
        await steps.arm(Math.ceil((await steps.count()) * 0.7), 'waits')
        expect(await cvm.bind(world.endpoint, 'one')).toBeUndefined()
        await vi.waitFor(async () => expect(await steps.met()).toBeDefined(), PATIENCE)
        await steps.arm(0, 'waits')
        await host.reboot()
        await expect.poll(show, PATIENCE).not.toMatchObject({ operation: 'OPERATING' })
        const { operation, pairs } = await show()
        expect(['SUCCESS one', 'FAILED two']).toContain(`${operation} ${pairs.join()}`)
        await bindTo('one', 'two')
        await bindTo('two', 'one')
      })
    })
  },
)

async function countSteps(fault: HostUnderFault, steps: Steps): Promise<number> {
  await steps.arm(0, 'waits')
  expect(await fault.apply('new')).toBe('applied')
  const count = await steps.count()
  expect(await fault.apply('old')).toBe('applied')
  return count
}

/** Reboots while one step of a change is being done; what was wrong afterwards. */
async function rebootAt(fault: HostUnderFault, steps: Steps, step: number): Promise<string> {
  await steps.arm(step, 'waits')
  const ended = { is: false }
  const changing = fault.apply('new').finally(() => (ended.is = true))
  await vi.waitFor(async () => expect((await steps.met()) ?? ended.is).toBeTruthy(), PATIENCE)
  const met = `step ${step} (${await steps.met()})`
  await steps.arm(0, 'waits')
  await fault.reboot()
  const outcome = await changing
  const settled = outcome === 'applied' ? await fault.settled() : 'new'
  const strays = await fault.strays()
  const lockedOut = (await fault.whyLockedOut()) + (await whyNobodyGetsIn(fault))
  const again = await fault.apply('old')
  const after = await fault.settled()
  const isRight = settled === 'new' && strays.length === 0 && lockedOut === ''
  if (isRight && again === 'applied' && after === 'old') return ''
  return `${met}: ${JSON.stringify({ outcome, settled, strays, lockedOut, again, after })}`
}

/** A bound key or the password lets the user in whatever the change had come to. */
async function whyNobodyGetsIn({ host, user }: HostUnderFault): Promise<string> {
  const keys = (await host.read(user.keyFile)).toString('latin1')
  if (keys.includes(KEY_OLD) || keys.includes(KEY_NEW)) return ''
  const { stdout } = await host.run('/usr/sbin/sshd -T -C user="$1",host=h,addr=127.0.0.1', {
    args: [user.name],
  })
  return stdout.includes('passwordauthentication yes')
    ? ''
    : 'neither a bound key nor the password lets the user in'
}
