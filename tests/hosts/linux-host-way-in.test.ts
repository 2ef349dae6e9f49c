import { describe, expect, it } from 'vitest'

import type { AccessState } from '../../src/core/machines/access-state.ts'
import { driveHost } from '../real-hosts/driven-host.ts'
import { type NewKey, newKey } from '../real-hosts/new-key.ts'
import { noRealHosts, type RealHost, type RealHostOptions, startRealHost } from '../real-sshd.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'

const management = newKey()
const [one, two] = [newKey(), newKey()]
const PASSWORD = 'app-secret'
const REST = 'UsePAM yes\nSubsystem sftp /usr/lib/openssh/sftp-server\n'

/** A host with a user `app` who has a password; the driver logs in as root. */
async function hostOf(options: RealHostOptions, preparation = 'true') {
  const users = [
    { name: 'root', authorizedKeys: `${management.publicKey} management\n` },
    { name: 'app', password: PASSWORD },
  ]
  const host = await startRealHost({ ...options, users })
  const managementKey = management.privateKey
  const driven = await driveHost(host, { settings: { user: 'root' }, managementKey, loginUser: 'app' })
  expect(await host.run(preparation)).toMatchObject({ exitCode: 0 })
  return {
    ...{ host, driven },
    async [Symbol.asyncDispose]() {
      await driven[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

function access(version: number, ...keys: readonly NewKey[]): AccessState {
  return { version, publicKeys: keys.map(({ publicKey }) => publicKey), allowsPassword: false }
}

async function whoIsIn({ address, port }: RealHost) {
  const target = { host: address, port, user: 'app', command: 'id -un' }
  const isIn = async ({ privateKey }: NewKey) => (await sshKey({ ...target, privateKey })).stdout === 'app\n'
  const byPassword = await sshPassword({ ...target, password: PASSWORD })
  return { one: await isIn(one), two: await isIn(two), password: byPassword.stdout === 'app\n' }
}

const TWO_NAMES: Readonly<Record<string, { entries: string; preparation?: string }>> = {
  'a link beside it': {
    entries: '.ssh/authorized_keys .ssh/authorized_keys2',
    preparation:
      'install -d -o app -g app -m 700 ~app/.ssh && ln -s authorized_keys ~app/.ssh/authorized_keys2',
  },
  'a link that comes first': {
    entries: '.ssh/authorized_keys .ssh/authorized_keys2',
    preparation:
      'install -d -o app -g app -m 700 ~app/.ssh && ln -s authorized_keys2 ~app/.ssh/authorized_keys',
  },
  'the same entry twice': { entries: '.ssh/authorized_keys %h/.ssh/authorized_keys' },
  'a link of the user to a place of root that is an entry itself': {
    entries: '.ssh/authorized_keys /etc/ssh/keys/%u',
    preparation:
      'mkdir -m 755 /etc/ssh/keys && install -d -o app -g app -m 700 ~app/.ssh && ln -s /etc/ssh/keys/app ~app/.ssh/authorized_keys',
  },
}

describe.skipIf(noRealHosts)(`the way in to a real host ${noRealHosts ?? ''}`, () => {
  it.each(Object.entries(TWO_NAMES))(
    'stays open where two names lead to one key file: %s',
    async (_name, { entries, preparation }) => {
      await using test = await hostOf({ sshdConfig: `AuthorizedKeysFile ${entries}\n${REST}` }, preparation)
      const { host, driven } = test
      await driven.apply(access(1, one))
      expect(await whoIsIn(host)).toEqual({ one: true, two: false, password: false })
      await driven.apply(access(2, one, two))
      expect(await whoIsIn(host)).toEqual({ one: true, two: true, password: false })
      const observed = await driven.observe()
      expect(observed.access?.publicKeys).toEqual(access(2, one, two).publicKeys)
      await driven.apply(access(3, two))
      expect(await whoIsIn(host)).toEqual({ one: false, two: true, password: false })
      await driven.apply(access(4))
      expect(await whoIsIn(host)).toEqual({ one: false, two: false, password: true })
    },
  )

  it('stays the password where sshd takes no key of the bound type', async () => {
    await using test = await hostOf({
      sshdConfig: `${REST}Match User app\n  PubkeyAcceptedAlgorithms rsa-sha2-512\n`,
    })
    const { host, driven } = test
    await expect(driven.apply(access(1, one))).rejects.toThrow(
      'sshd lets app in by no key (PubkeyAcceptedAlgorithms has no ssh-ed25519)',
    )
    expect(await whoIsIn(host)).toEqual({ one: false, two: false, password: true })
    expect((await driven.observe()).access).toMatchObject({ version: 0, publicKeys: [] })
  })
})
