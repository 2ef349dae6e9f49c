import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { newKey } from '../real-hosts/new-key.ts'
import { noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import { startTestKeyplane } from '../start-keyplane.ts'

const TOKEN = 'a-token-of-a-test'
const folder = mkdtempSync(join(tmpdir(), 'keyplane-kept-out-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const identity = newKey()
const file = join(folder, 'identity')
writeFileSync(file, identity.privateKey, { mode: 0o600 })
const SEED = JSON.stringify({ accounts: [{ id: '1000000001', name: 'acme', users: [{ name: 'root' }] }] })
const USERS = [{ name: 'root', authorizedKeys: `${identity.publicKey}\n` }, { name: 'app' }]

async function startServer() {
  const server = await startTestKeyplane({ seed: SEED, adminToken: TOKEN, logLevel: 'silent' })
  const api = createOwnApiClient({ url: server.api, token: TOKEN })
  return { api, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

type Enrolment = Partial<Parameters<OwnApiClient['hosts']['enrol']>[0]>

function enrol(api: OwnApiClient, { address, port }: RealHost, more: Enrolment = {}) {
  const login = { kind: 'identity', file } as const
  return api.hosts.enrol({ address, port, login, account: '1000000001', acceptNew: true, ...more })
}

describe.skipIf(noRealHosts)(`a real host is kept out ${noRealHosts ?? ''}`, () => {
  it('whose key file has a blank in its name, for the user whose it is', async () => {
    await using server = await startServer()
    const own = 'Match User root\n    AuthorizedKeysFile .ssh/authorized_keys\n'
    await using host = await startRealHost({
      sshdConfig: `Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\n${own}`,
      dropIns: { '50-keys.conf': 'AuthorizedKeysFile "/etc/ssh/my keys/%u"\n' },
      users: USERS,
    })
    await expect(enrol(server.api, host, { loginUser: 'app' })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('AuthorizedKeysFile has a blank in "/etc/ssh/my keys/%u"') as string,
    })
    expect(await enrol(server.api, host)).toHaveProperty('id')
  })

  it('whose login user is enrolled already, under whatever address', async () => {
    await using server = await startServer()
    await using host = await startRealHost({ users: USERS })
    const { id = '' } = await enrol(server.api, host)
    await expect(enrol(server.api, host, { address: 'localhost' })).rejects.toMatchObject({
      status: 409,
      message: `root of the host with this host key is enrolled already, as ${id} of account 1000000001; a copied host needs a host key of its own`,
    })
    expect(await enrol(server.api, host, { loginUser: 'app' })).toHaveProperty('id')
    await server.api.hosts.remove({ id })
    expect(await enrol(server.api, host)).toHaveProperty('id')
  })
})
