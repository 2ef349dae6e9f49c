import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as ecs from '@alicloud/ecs20140526'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import { afterAll, describe, expect, it } from 'vitest'

import { ecsClient } from '../clients/alibaba-calls.ts'
import { newKey } from '../real-hosts/new-key.ts'
import { powerSwitch, type PowerSwitch } from '../real-hosts/power-switch.ts'
import { noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { sshKey } from '../ssh-client.ts'

const TENCENT = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }
const ALIBABA = { accessKeyId: 'LTAIacmeroot', accessKeySecret: 'acme-root-secret' }
const SWITCHED = 'ins-switched'
const FIXED = 'ins-fixed001'
const FIXED_LIGHT = 'lhins-fixed001'
const FIXED_ECS = 'i-bp1fixed0000000000001'
/** A machine that has much to do takes its time to boot and to tell. */
const PATIENCE = { timeout: 60_000, interval: 100 }

const folder = mkdtempSync(join(tmpdir(), 'keyplane-power-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const identity = newKey()
const user = newKey()
writeFileSync(join(folder, 'identity'), identity.privateKey, { mode: 0o600 })

function seedOf({ address, port, hostKey }: RealHost, { commands }: PowerSwitch): string {
  const host = { address, port, user: 'root', hostKeys: [hostKey] }
  const way = { ...host, login: { kind: 'identity', file: join(folder, 'identity') } }
  const instance = (dialect: string, region: string, id: string, power?: PowerSwitch['commands']) => ({
    ...{ dialect, account: 'acme', region, id, driver: 'linux-host' },
    host: { ...way, ...(power && { power }) },
  })
  const accessKeys = [
    { id: TENCENT.secretId, secret: TENCENT.secretKey },
    { id: ALIBABA.accessKeyId, secret: ALIBABA.accessKeySecret },
  ]
  // JSON is YAML too.
  return JSON.stringify({
    accounts: [{ id: '1000000001', name: 'acme', users: [{ name: 'root', accessKeys }] }],
    keyPairs: [
      {
        ...{ dialect: 'tencent-cvm', account: 'acme', region: 'ap-guangzhou', name: 'demo' },
        ...{ id: 'skey-demo0001', publicKey: user.publicKey },
      },
    ],
    instances: [
      instance('tencent-cvm', 'ap-guangzhou', SWITCHED, commands),
      instance('tencent-cvm', 'ap-guangzhou', FIXED),
      instance('tencent-lighthouse', 'ap-guangzhou', FIXED_LIGHT),
      instance('alibaba-ecs', 'cn-hangzhou', FIXED_ECS),
    ],
  })
}

interface World extends AsyncDisposable {
  readonly host: RealHost
  readonly power: PowerSwitch
  readonly endpoint: string
  readonly client: InstanceType<typeof cvm.v20170312.Client>
  readonly server: ServerProcess
}

/** A server process and one host, shown by four instances, of which one can be switched. */
async function startWorld(): Promise<World> {
  const host = await startRealHost({ users: [{ name: 'root', authorizedKeys: `${identity.publicKey}\n` }] })
  const power = powerSwitch(host, folder)
  const seedFile = join(folder, 'seed.yaml')
  writeFileSync(seedFile, seedOf(host, power))
  const server = await startServer([
    ...['--listen', '127.0.0.1:0', '--ssh-listen', 'off', '--data', 'memory', '--seed', seedFile],
    ...['--host-revert-seconds', '20', '--host-logins', '4'],
  ])
  const endpoint = new URL(server.api).host
  const httpProfile = { endpoint, protocol: 'http://' as const }
  const profile = { language: 'en-US' as const, httpProfile }
  const client = new cvm.v20170312.Client({ credential: TENCENT, region: 'ap-guangzhou', profile })
  return {
    ...{ host, power, endpoint, client, server },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await host[Symbol.asyncDispose]()
    },
  }
}

async function describeOne({ client }: World, id = SWITCHED) {
  const { InstanceSet } = await client.DescribeInstances({ InstanceIds: [id] })
  return InstanceSet?.[0]
}

/** Waits until the last operation has ended in this way. */
async function ended(world: World, state: string, outcome = 'SUCCESS') {
  const wanted = { InstanceState: state, LatestOperationState: outcome }
  await expect.poll(() => describeOne(world), PATIENCE).toMatchObject(wanted)
}

async function letsIn({ host: { address, port } }: World, key = user): Promise<boolean> {
  const target = { host: address, port, user: 'root', command: 'true' }
  return (await sshKey({ ...target, privateKey: key.privateKey })).exitCode === 0
}

const one = { InstanceIds: [SWITCHED] }
const bind = { ...one, KeyIds: ['skey-demo0001'] }

describe.skipIf(noRealHosts)(`the power of a real host ${noRealHosts ?? ''}`, () => {
  it('is switched by its commands; a key bound while it is off works after the start', async () => {
    await using world = await startWorld()
    const { client, power } = world
    await client.StopInstances(one)
    await ended(world, 'STOPPED')
    expect(power.asked()).toEqual(['stop'])
    expect(await letsIn(world, identity)).toBe(false)

    await client.AssociateInstancesKeyPairs(bind)
    await ended(world, 'STOPPED')
    expect(await describeOne(world)).toMatchObject({ LoginSettings: { KeyIds: bind.KeyIds } })

    await client.StartInstances(one)
    await ended(world, 'RUNNING')
    expect(power.asked()).toEqual(['stop', 'start'])
    expect(await letsIn(world)).toBe(true)
  })

  it('is left alone by a binding; a reboot is its own system’s', async () => {
    await using world = await startWorld()
    const { client, power, host } = world
    const bootId = () => host.run('cat /proc/sys/kernel/random/boot_id')
    const before = (await bootId()).stdout
    await client.AssociateInstancesKeyPairs({ ...bind, ForceStop: true })
    await ended(world, 'RUNNING')
    expect((await bootId()).stdout).toBe(before)
    expect(await letsIn(world)).toBe(true)
    await client.RebootInstances(one)
    await ended(world, 'RUNNING')
    expect((await bootId()).stdout).not.toBe(before)
    expect(power.asked()).toEqual([])
  })

  it('stays as it was when its commands fail, and the failure is told', async () => {
    await using world = await startWorld()
    const { client, power, host } = world
    const told = (verb: string) => `the ${verb} command of ${host.address} failed: the BMC does not answer`
    power.setBroken('stop', true)
    power.setBroken('start', true)
    await client.StopInstances(one)
    await ended(world, 'RUNNING', 'FAILED')
    expect(await describeOne(world)).toMatchObject({ LatestOperationErrorMsg: told('stop') })
    expect(await letsIn(world, identity)).toBe(true)

    power.setBroken('stop', false)
    await client.StopInstances(one)
    await ended(world, 'STOPPED')
    await client.StartInstances(one)
    await ended(world, 'STOPPED', 'FAILED')
    expect(await describeOne(world)).toMatchObject({ LatestOperationErrorMsg: told('start') })
    expect(await letsIn(world, identity)).toBe(false)

    power.setBroken('start', false)
    await client.StartInstances(one)
    await ended(world, 'RUNNING')
  })

  it('is not switched without commands, in the words of each cloud', async () => {
    await using world = await startWorld()
    const { client, endpoint, power } = world
    const unsupported = { code: 'InvalidInstance.NotSupported' }
    await expect(client.StopInstances({ InstanceIds: [FIXED] })).rejects.toMatchObject(unsupported)
    const profile = { httpProfile: { endpoint, protocol: 'http://' as const } }
    const place = { credential: TENCENT, region: 'ap-guangzhou', profile }
    const light = new lighthouse.v20200324.Client(place)
    const refused = light.StopInstances({ InstanceIds: [FIXED_LIGHT] })
    await expect(refused).rejects.toMatchObject({
      code: 'UnsupportedOperation.InstanceDisplayAreaNotSupportOperation',
    })
    const stop = new ecs.StopInstanceRequest({ instanceId: FIXED_ECS })
    await expect(ecsClient(endpoint, ALIBABA).stopInstance(stop)).rejects.toMatchObject({
      code: 'UnsupportedOperation',
    })
    expect(await describeOne(world, FIXED)).toMatchObject({ InstanceState: 'RUNNING' })
    expect(power.asked()).toEqual([])
  })
})
