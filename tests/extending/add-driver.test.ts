import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, describe, expect, it } from 'vitest'

import { describeDriverContract } from '../../src/drivers/driver.contract.ts'
import { DRIVERS } from '../../src/drivers/index.ts'
import type { DriverUnderTest } from '../../src/drivers/test-support/driver-under-test.ts'
import { createOwnApiClient } from '../../src/own-api/client.ts'
import { PATIENCE } from '../patience.ts'
import { mapMachines } from '../map-machines.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { MachineDirectory } from './toy-driver/directory.ts'
import { DIRECTORY, directoryDriver } from './toy-driver/driver.ts'

// What CONTRIBUTING.md says of a new driver, done: one room and one entry in the list.

const folder = mkdtempSync(join(tmpdir(), 'keyplane-directories-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function makeDriver(): Promise<DriverUnderTest> {
  const machines = mapMachines()
  const root = mkdtempSync(join(folder, 'contract-'))
  const fileOf = (id: string) => join(new MachineDirectory(root, id).path, 'authorized_keys')
  let made = 0
  return {
    driver: directoryDriver({ machines, root }),
    async newMachine() {
      made += 1
      return { id: `toy/1/machine-${made}`, instanceId: `machine-${made}`, loginUser: 'toy' }
    },
    async create({ id, instanceId }, record) {
      await machines.insert({ machineId: id, instanceId, driver: DIRECTORY, record })
    },
    async readRecord({ id }) {
      return (await machines.find(id))?.record ?? ''
    },
    async readKeyFile({ id }) {
      return readFile(fileOf(id)).catch(() => Buffer.alloc(0))
    },
    async writeKeyFile({ id }, content) {
      await mkdir(dirname(fileOf(id)), { recursive: true })
      await writeFile(fileOf(id), content)
    },
    async [Symbol.asyncDispose]() {
      await rm(root, { recursive: true, force: true })
    },
  }
}

describeDriverContract('directory', makeDriver)

const ADMIN = 'the-administrators-token'

/** A Keyplane whose new instances are directories. */
function startOnDirectories(root: string): Promise<TestKeyplane> {
  return startTestKeyplane({
    adminToken: ADMIN,
    logLevel: 'silent',
    drivers: [...DRIVERS, ({ machines }) => directoryDriver({ machines, root })],
    aroundDrivers: (drivers) => ({ ofNewInstances: DIRECTORY, get: (name) => drivers.get(name) }),
  })
}

function tencent(endpoint: string) {
  return new cvm.v20170312.Client({
    credential: { secretId: 'AKIDdirectories', secretKey: 'keyplane' },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  })
}

type Client = ReturnType<typeof tencent>

async function showInstance(client: Client, id: string) {
  const { InstanceSet: [found] = [] } = await client.DescribeInstances({ InstanceIds: [id] })
  return {
    state: found?.InstanceState,
    latest: found?.LatestOperationState,
    keys: found?.LoginSettings?.KeyIds,
  }
}

describe('a driver that is one room and one entry in the list', { timeout: 60_000 }, () => {
  it('brings machines up, takes keys there, and its failures are undone and told', async () => {
    const root = mkdtempSync(join(folder, 'server-'))
    await using keyplane = await startOnDirectories(root)
    const client = tencent(keyplane.endpoint)
    const api = createOwnApiClient({ url: keyplane.api, token: ADMIN })
    const { InstanceIdSet: [id = ''] = [] } = await client.RunInstances({
      ...{ Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' },
      LoginSettings: { Password: 'S3cret-pw!' },
    })
    const show = () => showInstance(client, id)
    await expect.poll(show, PATIENCE).toMatchObject({ state: 'RUNNING', latest: 'SUCCESS' })
    const [directory = ''] = readdirSync(root)
    expect(decodeURIComponent(directory)).toMatch(new RegExp(`^tencent-cvm/\\d+/${id}$`))
    const keyFile = join(root, directory, 'authorized_keys')

    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'toy', ProjectId: 0 })
    const { KeyId = '', PublicKey = '' } = KeyPair ?? {}
    const bind = { InstanceIds: [id], KeyIds: [KeyId], ForceStop: true }

    // The directory takes no new file of keys: a machine that refuses.
    mkdirSync(`${keyFile}.new`)
    const refused = await client.AssociateInstancesKeyPairs(bind)
    await expect.poll(show, PATIENCE).toEqual({ state: 'RUNNING', latest: 'FAILED', keys: [] })
    const { machines } = await api.audit.trace({ requestId: refused.RequestId ?? '' })
    const message = 'authorized_keys of the directory cannot be written'
    expect(machines).toContainEqual(
      expect.objectContaining({
        outcome: 'failed',
        machine: expect.objectContaining({ driver: DIRECTORY, step: 'applyAccess', message }),
      }),
    )

    rmSync(`${keyFile}.new`, { recursive: true })
    await client.AssociateInstancesKeyPairs(bind)
    await expect.poll(show, PATIENCE).toEqual({ state: 'RUNNING', latest: 'SUCCESS', keys: [KeyId] })
    const [type, base64] = PublicKey.split(' ')
    expect(readFileSync(keyFile, 'utf8')).toBe(`${type} ${base64} toy-managed\n`)

    await client.TerminateInstances({ InstanceIds: [id] })
    await expect.poll(() => readdirSync(root), PATIENCE).toEqual([])
  })
})
