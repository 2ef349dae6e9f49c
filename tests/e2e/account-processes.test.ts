import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient } from '../../src/own-api/client.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { type ServerProcess, startServer } from '../server-process.ts'

const TOKEN = 'the-administrators-token'
const ALICE = { account: '1000000001', user: 'alice' }
const READ = {
  version: '2.0',
  statement: [{ effect: 'allow', action: 'cvm:DescribeKeyPairs', resource: '*' }],
}
/** The documented longest time that a process may not have heard of a change, and as much again for a loaded machine. */
const LONGEST_MS = 10_000

describe.skipIf(noPostgres !== undefined)('two processes of one database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-accounts-'))
  let postgres: PostgresServer
  let here: ServerProcess
  let there: ServerProcess
  beforeAll(async () => {
    postgres = await startPostgres()
    const url = await postgres.createDatabase()
    const flags = { listen: '127.0.0.1:0', 'ssh-listen': '0.0.0.0:0', mode: 'strict', rates: 'off' }
    const named = { ...flags, data: join(folder, 'data'), 'database-url': url }
    const args = Object.entries(named).flatMap(([name, value]) => [`--${name}`, value])
    const environment = { ...process.env, KEYPLANE_ADMIN_TOKEN: TOKEN }
    here = await startServer(args, environment)
    there = await startServer(args, environment)
  }, 120_000)
  afterAll(async () => {
    await Promise.all([here.stop(), there.stop()])
    await postgres[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  it('both see what was changed in one of them', async () => {
    const admin = createOwnApiClient({ url: here.api, token: TOKEN })
    await admin.accounts.create({ id: ALICE.account, name: 'acme' })
    await admin.users.create({ account: ALICE.account, name: ALICE.user })
    const { id, secret } = await admin.accessKeys.create(ALICE)
    const client = new cvm.v20170312.Client({
      credential: { secretId: id, secretKey: secret },
      region: 'ap-guangzhou',
      profile: { httpProfile: { endpoint: new URL(there.api).host, protocol: 'http://' } },
    })
    const outcome = () =>
      client.DescribeKeyPairs({}).then(
        () => 'ok',
        (error: { code?: string }) => error.code,
      )
    const becomes = async (wanted: RegExp) => {
      await expect.poll(outcome, { timeout: LONGEST_MS, interval: 50 }).toMatch(wanted)
    }
    await becomes(/^UnauthorizedOperation$/)
    const { id: policy } = await admin.policies.attach({ ...ALICE, dialect: 'tencent-cvm', document: READ })
    await becomes(/^ok$/)
    await admin.policies.detach({ ...ALICE, policy })
    await becomes(/^UnauthorizedOperation$/)
    await admin.accessKeys.update({ ...ALICE, id, isDisabled: true })
    await becomes(/^AuthFailure/)
    await admin.accessKeys.update({ ...ALICE, id, isDisabled: false })
    await becomes(/^UnauthorizedOperation$/)
    await admin.accounts.remove({ account: ALICE.account })
    await becomes(/^AuthFailure\.SecretIdNotFound$/)
  })
})
