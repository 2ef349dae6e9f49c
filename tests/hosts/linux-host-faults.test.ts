import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { startHostUnderFault, type HostUnderFault } from '../real-hosts/host-under-fault.ts'
import { startProxy } from '../real-hosts/proxy.ts'
import { installSteps } from '../real-hosts/steps.ts'
import { noRealHosts, startRealHost } from '../real-sshd.ts'

const TIMEOUT_MS = 180_000
/** Hosts that go through cuts at the same time, and how many cuts there are in all. */
const SIDE_BY_SIDE = 6
const CUTS = 24
/** A change under a cut, what the host takes back by itself and the change back: a few seconds, when nothing hangs. */
const LONGEST_CUT_MS = 90_000
const APPLY_ONCE = join(import.meta.dirname, '..', 'real-hosts', 'apply-once.ts')

describe.skipIf(noRealHosts)(
  `faults around one change (${noRealHosts ?? 'real sshd'})`,
  { timeout: TIMEOUT_MS },
  () => {
    describe('disk', () => {
      it.each([0, 4, 16, 64, 256, 1024])('full but for %i KiB where the keys are', async (kib) => {
        await using fault = await startHostUnderFault()
        await fillDisk(fault, `${fault.user.home}/.ssh`, kib)
        expect(await fault.change()).toMatchObject({ wrong: undefined })
      })

      it.each([0, 4, 16, 64, 256, 1024])(
        'full but for %i KiB where the driver keeps its state',
        async (kib) => {
          await using fault = await startHostUnderFault()
          await fillDisk(fault, '/var/lib/keyplane', kib)
          expect(await fault.change()).toMatchObject({ wrong: undefined })
        },
      )

      it('full where the settings of sshd are', async () => {
        await using fault = await startHostUnderFault()
        await fillDisk(fault, '/etc/ssh', 0)
        expect(await fault.change()).toMatchObject({ settled: 'old', wrong: undefined })
      })

      it.each([
        ['the keys', (fault: HostUnderFault) => `${fault.user.home}/.ssh`],
        ['the settings of sshd', () => '/etc/ssh'],
        ['the state of the driver', () => '/var/lib/keyplane'],
      ])('read-only where %s are', async (_name, folder) => {
        await using fault = await startHostUnderFault()
        const mounted = await fault.host.run('mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"', {
          args: [folder(fault)],
        })
        expect(mounted).toMatchObject({ exitCode: 0 })
        expect(await fault.change()).toMatchObject({ settled: 'old', wrong: undefined })
      })
    })

    it('sshd that refuses its settings keeps running with the former ones', async () => {
      await using fault = await startHostUnderFault()
      await fault.host.write('/etc/ssh/sshd_config.d/99-broken.conf', 'Banana yes\n')
      expect(await fault.apply('new')).toMatchObject({ refused: expect.stringMatching(/sshd|Banana/) })
      expect(await fault.whyLockedOut()).toBe('')
      await fault.host.run('rm /etc/ssh/sshd_config.d/99-broken.conf')
      expect(await fault.settled()).toBe('old')
      expect(await fault.apply('new')).toBe('applied')
      expect(await fault.settled()).toBe('new')
    })

    it('a server with another host key is told nothing', async () => {
      await using fault = await startHostUnderFault()
      await using other = await startRealHost({ users: [{ name: 'root', authorizedKeys: '' }] })
      await using proxy = await startProxy({ target: other.port })
      await fault.driven.moveTo(proxy.port)
      expect(await fault.apply('new')).toMatchObject({ refused: expect.stringContaining('host key') })
      expect(other.log()).not.toContain('Accepted')
      expect((await other.read('/root/.ssh/authorized_keys')).length).toBe(0)
      expect(await fault.settled()).toBe('old')
    })

    it('a slow host gets its time', async () => {
      await using fault = await startHostUnderFault()
      await using proxy = await startProxy({ target: fault.host.port, delayMs: 25 })
      await fault.driven.moveTo(proxy.port)
      expect(await fault.apply('new')).toBe('applied')
      expect(await fault.settled()).toBe('new')
    })

    it('state and keys with the times of another century change nothing', async () => {
      await using fault = await startHostUnderFault()
      for (const time of ['209901010000', '197001020000']) {
        await fault.host.run('find /var/lib/keyplane /root/.ssh /etc/ssh -exec touch -t "$1" {} +', {
          args: [time],
        })
        for (const side of ['new', 'old'] as const) {
          expect(await fault.apply(side)).toBe('applied')
          expect(await fault.settled()).toBe(side)
        }
      }
    })

    it('a line that is cut after any piece', async () => {
      await using disposables = new AsyncDisposableStack()
      const faults = await Promise.all(
        Array.from({ length: SIDE_BY_SIDE }, async () => disposables.use(await startHostUnderFault())),
      )
      const log = new CutLog()
      await Promise.all(
        faults.map(async (fault, index) => {
          const pieces = await piecesOfOneChange(fault)
          expect(pieces).toBeGreaterThan(20)
          const step = Math.ceil(pieces / CUTS)
          for (let cutAfter = 1 + index * step; cutAfter <= pieces; cutAfter += SIDE_BY_SIDE * step) {
            await log.note(cutAfter, (doing) => cutOnce(fault, cutAfter, doing))
          }
        }),
      )
      expect(log.complaints, log.toString()).toEqual([])
    })

    it('Keyplane that is killed while the host works', async () => {
      await using fault = await startHostUnderFault()
      const steps = await installSteps(fault.host, 'all')
      await steps.arm(0, 'waits')
      expect(await fault.apply('new')).toBe('applied')
      const count = await steps.count()
      expect(await fault.apply('old')).toBe('applied')
      for (let step = 1; step <= count; step += Math.ceil(count / 8)) {
        await steps.arm(step, 'waits')
        const child = spawn(process.execPath, [APPLY_ONCE], { stdio: ['pipe', 'inherit', 'inherit'] })
        child.stdin.end(JSON.stringify(fault.driven.task(fault.next('new'))))
        await expect.poll(() => steps.met(), { timeout: 20_000, interval: 20 }).toBeDefined()
        const ended = once(child, 'exit')
        child.kill('SIGKILL')
        await ended
        await steps.goOn()
        expect(await fault.settled()).toMatch(/^(?:old|new)$/)
        expect(await fault.whyLockedOut()).toBe('')
        await steps.arm(0, 'waits')
        expect(await fault.apply('old')).toBe('applied')
        expect(await fault.settled()).toBe('old')
      }
    })
  },
)

/** Moves a folder onto a disk of its own that has only so much room left. */
async function fillDisk({ host }: HostUnderFault, folder: string, leftKib: number): Promise<void> {
  const script = `set -e
    mkdir -p "$1"
    mode=$(stat -c %a "$1"); owner=$(stat -c %u:%g "$1")
    mkdir /run/full; mount -t tmpfs -o size=4m,mode=$mode tmpfs /run/full
    cp -a "$1/." /run/full/; chown "$owner" /run/full
    mount --move /run/full "$1"
    mount -o remount,size=$(($(du -sk "$1" | cut -f1) + $2))k "$1"`
  const filled = await host.run(script, { args: [folder, String(leftKib)] })
  if (filled.exitCode !== 0) throw new Error(filled.stderr)
}

/** What each cut came to, and how long its parts took: of one that hangs it says where. */
class CutLog {
  readonly complaints: string[] = []
  readonly #lines: string[] = []

  async note(cutAfter: number, cut: (doing: (what: string) => void) => Promise<string | undefined>) {
    const begunMs = performance.now()
    const parts: string[] = []
    const doing = (what: string) =>
      void parts.push(`${what} from ${Math.round(performance.now() - begunMs)} ms`)
    const late = Promise.withResolvers<string>()
    const timer = setTimeout(() => late.resolve(`it takes longer than ${LONGEST_CUT_MS} ms`), LONGEST_CUT_MS)
    const wrong = await Promise.race([cut(doing), late.promise])
    clearTimeout(timer)
    doing('over')
    const line = `cut after ${cutAfter} pieces: ${parts.join(', ')}`
    this.#lines.push(line)
    if (wrong !== undefined) this.complaints.push(`${line}: ${wrong}`)
  }

  toString(): string {
    return this.#lines.join('\n')
  }
}

/** Undefined when the change ended as it must; else what was wrong. */
async function cutOnce(
  fault: HostUnderFault,
  cutAfter: number,
  doing: (what: string) => void,
): Promise<string | undefined> {
  await using proxy = await startProxy({ target: fault.host.port, cutAfter })
  await fault.driven.moveTo(proxy.port)
  doing('the change')
  const { wrong } = await fault.change()
  proxy.mend()
  doing('the way back')
  const again = { outcome: await fault.apply('old'), settled: await fault.settled() }
  if (wrong !== undefined) return wrong
  if (again.outcome === 'applied' && again.settled === 'old') return undefined
  return `then back: ${JSON.stringify(again)}`
}

async function piecesOfOneChange(fault: HostUnderFault): Promise<number> {
  await using proxy = await startProxy({ target: fault.host.port })
  await fault.driven.moveTo(proxy.port)
  expect(await fault.apply('new')).toBe('applied')
  const { passed } = proxy
  expect(await fault.apply('old')).toBe('applied')
  return passed
}
