import { lookup } from 'node:dns/promises'
import dgram from 'node:dgram'
import { get } from 'node:https'
import { connect } from 'node:net'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Dialect } from '../../src/dialects/kit/dialect.ts'
import { startKeyplane } from '../../src/testing/start-keyplane.ts'
import { listDialects } from '../action-table.ts'
import type { DialectId, RecipeCall } from '../recipes/recipe.ts'
import { sendCall } from '../recipes/send-call.ts'
import { startServer } from '../server-process.ts'
import { sshPassword } from '../ssh-client.ts'
import { type OutwardWatch, watchOutwardConnections } from './outward-connections.ts'

// A name and an address that are nobody's. Sources: RFC 2606, RFC 5737.
const HOST = 'cvm.example.test'
const ADDRESS = '192.0.2.1'

let watch: OutwardWatch
beforeEach(() => {
  watch = watchOutwardConnections()
})
afterEach(() => watch[Symbol.dispose]())

describe('the watch', () => {
  const failed = expect.objectContaining({ message: expect.stringContaining('not allowed here') as unknown })

  it('sees and stops whatever would leave the machine', async () => {
    await expect(fetch(`http://${ADDRESS}/`)).rejects.toMatchObject({ cause: failed })
    await expect(lookup(HOST)).rejects.toEqual(failed)
    const failure = Promise.withResolvers<unknown>()
    get(`https://${HOST}/`).on('error', failure.resolve)
    expect(await failure.promise).toEqual(failed)
    const socket = Promise.withResolvers<unknown>()
    connect(443, ADDRESS).on('error', socket.resolve)
    expect(await socket.promise).toEqual(failed)
    const datagrams = dgram.createSocket('udp4')
    expect(() => datagrams.send('x', 53, ADDRESS)).toThrow('not allowed here')
    datagrams.close()
    expect(watch.attempts).toEqual([
      ...[`connection to ${ADDRESS}`, `look-up of ${HOST}`, `connection to ${HOST}`],
      ...[`connection to ${ADDRESS}`, `datagram to ${ADDRESS}`],
    ])
  })

  it('lets loopback be', async () => {
    await using keyplane = await startKeyplane()
    expect((await fetch(`${keyplane.url}/healthz`)).status).toBe(200)
    expect(await lookup('localhost', { all: true })).not.toEqual([])
    expect(watch.attempts).toEqual([])
  })
})

/** Every action of a dialect and of the services beside it. */
function callsOf({ id, service, actions, siblings }: Dialect): readonly RecipeCall[] {
  const own = actions.map(({ name }) => ({ action: name }))
  const theirs = siblings.flatMap(({ name, version, actions }) =>
    actions.map((action) => ({
      ...{ action: action.name, version },
      ...(id.startsWith('volcengine') ? { service: name } : {}),
    })),
  )
  const params = PARAMS[service] ?? {}
  const calls = [...own, ...theirs].map((call) => ({ ...call, as: REAL_LOOKING }))
  return [...calls, ...calls.map((call) => ({ ...call, params }))]
}

/** What actions are mostly about: more of them go past their checks than without. */
const PARAMS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ecs: { RegionId: 'cn-hangzhou', KeyPairName: 'mine', InstanceId: 'i-one', InstanceIds: ['i-one'] },
  cvm: { KeyName: 'mine', ProjectId: 0, InstanceIds: ['ins-one'], KeyIds: ['skey-one'] },
  lighthouse: { KeyName: 'mine', InstanceIds: ['lhins-one'], KeyIds: ['lhkp-one'] },
}

/** Of the form of a real one: the kind of key with which a call must not be passed on. */
const REAL_LOOKING = { id: `LTAI5t${'Kx9'.repeat(6)}`, secret: 'keyplane' }

describe('in stand-in mode', { timeout: 120_000 }, () => {
  it.each(listDialects().map((dialect) => [dialect.id, dialect] as const))(
    'no action of %s opens an outward connection',
    async (id, dialect) => {
      await using keyplane = await startKeyplane({ logLevel: 'silent' })
      const calls = callsOf(dialect)
      const answered = []
      for (const call of calls) {
        // The ids of the registry are those of the recipes.
        const { requestId } = await sendCall(id as DialectId, keyplane.endpoint, call)
        answered.push(requestId)
      }
      expect(
        answered.filter((requestId) => /^[0-9a-f-]{36}$|^[0-9A-Za-z]{20,}$/i.test(requestId)),
      ).toHaveLength(calls.length)
      expect(watch.attempts).toEqual([])
    },
  )

  it('no command on a simulated machine does either', async () => {
    const seed = `
accounts: [{ id: "1000000001", name: acme }]
instances: [{ dialect: alibaba-ecs, account: acme, region: cn-hangzhou, id: i-one, password: "S3cret-pw!" }]
`
    await using keyplane = await startKeyplane({ seed })
    const { knownHosts, ...target } = await keyplane.ssh('i-one')
    const exitOf = async (command: string) => {
      const { exitCode } = await sshPassword({ ...target, knownHosts, password: 'S3cret-pw!', command })
      return exitCode
    }
    for (const command of ['curl', 'wget', 'ssh']) expect(await exitOf(`${command} ${ADDRESS}`)).toBe(127)
    // A file like any other here.
    expect(await exitOf(`echo x > /dev/tcp/${ADDRESS}/80`)).toBe(0)
    expect(watch.attempts).toEqual([])
  })

  it('a key that looks real is warned of once, without more of it than its beginning', async () => {
    const flags = ['--listen', '127.0.0.1:0', '--ssh-listen', 'off', '--data', 'memory']
    const server = await startServer(flags)
    const endpoint = new URL(server.api).host
    for (const action of ['DescribeKeyPairs', 'DescribeRegions', 'DescribeKeyPairs']) {
      await sendCall('alibaba-ecs', endpoint, {
        action,
        as: REAL_LOOKING,
        params: { RegionId: 'cn-hangzhou' },
      })
    }
    await server.stop()
    expect(server.log().match(/looks like a real access key/g)).toHaveLength(1)
    expect(server.log()).toContain('LTAI5tKx…')
    expect(server.log()).not.toContain(REAL_LOOKING.id)
    expect(server.log()).not.toContain(REAL_LOOKING.secret)
  })
})
