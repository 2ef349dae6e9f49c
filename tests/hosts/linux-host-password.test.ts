import { describe, expect, it } from 'vitest'

import { driveHost } from '../real-hosts/driven-host.ts'
import { type NewKey, newKey } from '../real-hosts/new-key.ts'
import { DEBIAN_SSHD_CONFIG, noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'

const PASSWORDS: Readonly<Record<string, string>> = { app: 'app-S3cret!', other: 'other-S3cret!' }
/** What Debian ships, but for keyboard-interactive, which is on here: PAM asks for the same password. */
const BOTH = DEBIAN_SSHD_CONFIG.replace('KbdInteractiveAuthentication no', 'KbdInteractiveAuthentication yes')

interface Ways {
  readonly password: boolean
  readonly 'keyboard-interactive': boolean
}

const OPEN: Ways = { password: true, 'keyboard-interactive': true }
const SHUT: Ways = { password: false, 'keyboard-interactive': false }

describe.skipIf(noRealHosts)(`the right password of a real host ${noRealHosts ?? ''}`, () => {
  it.each([
    ['root', 'own'],
    ['ops', 'sudo'],
  ] as const)(
    'is refused in both ways from the first bind to the last unbind, through %s',
    async (user, rights) => {
      const management = newKey()
      const authorizedKeys = `${management.publicKey}\n`
      await using host = await startRealHost({
        sshdConfig: BOTH,
        users: [
          { name: user, authorizedKeys, ...(rights === 'sudo' && { sudo: 'without-password' as const }) },
          ...Object.entries(PASSWORDS).map(([name, password]) => ({ name, password })),
        ],
      })
      const managementKey = management.privateKey
      await using driven = await driveHost(host, {
        settings: { user, rights },
        managementKey,
        loginUser: 'app',
      })
      const [one, two] = [newKey(), newKey()]
      const looks = async (wanted: { password: Ways; one: boolean; two: boolean }) => {
        expect(await waysIn(host, 'app')).toEqual(wanted.password)
        expect(await waysIn(host, 'other')).toEqual(OPEN)
        expect(await letsIn(host, one)).toBe(wanted.one)
        expect(await letsIn(host, two)).toBe(wanted.two)
      }
      const state = (version: number, ...keys: readonly NewKey[]) => ({
        ...{ version, publicKeys: keys.map(({ publicKey }) => publicKey) },
        allowsPassword: keys.length === 0,
      })
      await looks({ password: OPEN, one: false, two: false })
      await driven.apply(state(1, one, two))
      await looks({ password: SHUT, one: true, two: true })
      await driven.apply(state(2, two))
      await looks({ password: SHUT, one: false, two: true })
      await host.reboot()
      await looks({ password: SHUT, one: false, two: true })
      await driven.apply(state(3))
      await looks({ password: OPEN, one: false, two: false })
    },
  )
})

/** The ways in which this host's server takes the user's right password. */
async function waysIn({ address, port }: RealHost, user: string): Promise<Ways> {
  const target = { host: address, port, user, password: PASSWORDS[user] ?? '', command: 'id -un' }
  const isIn = async (method: keyof Ways) => {
    const options = [`PreferredAuthentications=${method}`]
    return (await sshPassword({ ...target, options })).stdout === `${user}\n`
  }
  const [password, keyboard] = await Promise.all([isIn('password'), isIn('keyboard-interactive')])
  return { password, 'keyboard-interactive': keyboard }
}

async function letsIn({ address, port }: RealHost, { privateKey }: NewKey): Promise<boolean> {
  const target = { host: address, port, user: 'app', command: 'id -un' }
  return (await sshKey({ ...target, privateKey })).stdout === 'app\n'
}
