import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe } from 'vitest'

import type { Machine } from '../../src/core/machines/driver.ts'
import { Secret } from '../../src/core/secret.ts'
import { describeDriverContract } from '../../src/drivers/driver.contract.ts'
import { linuxHostDriver } from '../../src/drivers/linux-host/driver.ts'
import { LINUX_HOST } from '../../src/drivers/linux-host/host-record.ts'
import type { DriverUnderTest } from '../../src/drivers/test-support/driver-under-test.ts'
import { mapMachines } from '../map-machines.ts'
import { powerSwitch } from '../real-hosts/power-switch.ts'
import { noRealHosts, type RealHostOptions, startRealHost } from '../real-sshd.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-contract-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes as somebody on the host does who belongs to the user. */
const WRITE_KEYS =
  'mkdir -p "$1/.ssh" && chmod 700 "$1/.ssh" && cat >"$1/.ssh/authorized_keys" && chown -R "$2" "$1/.ssh"'

/** A host and a driver that reaches it as the given user; its machines are other users of that host. */
async function makeDriver(through: 'root' | 'sudo', isSwitched = false): Promise<DriverUnderTest> {
  const { publicKey, privateKey } = makeKey()
  const user = through === 'root' ? 'root' : 'ops'
  const rights = through === 'sudo' ? ({ sudo: 'without-password' } as const) : {}
  const options: RealHostOptions = { users: [{ name: user, authorizedKeys: publicKey, ...rights }] }
  const host = await startRealHost(options)
  const machines = mapMachines()
  const driver = linuxHostDriver({
    machines,
    managementKey: async () => new Secret(privateKey),
    revertSeconds: 10,
  })
  const homeOf = ({ loginUser }: Machine) => `/home/${loginUser}`
  const create: DriverUnderTest['create'] = async ({ id: machineId, instanceId }, record) => {
    await machines.insert({ machineId, instanceId, driver: LINUX_HOST, record })
  }
  const power = isSwitched ? { power: powerSwitch(host, folder).commands } : {}
  let made = 0
  return {
    driver,
    areMachinesFound: true,
    async newMachine() {
      made += 1
      const machine = { id: `machine-${made}`, instanceId: `i-${made}`, loginUser: `user${made}` }
      await host.addUser({ name: machine.loginUser })
      const { address, port, hostKey } = host
      const way = {
        address,
        port,
        user,
        hostKeys: [hostKey],
        rights: through === 'sudo' ? 'sudo' : 'own',
        ...power,
      }
      await create(machine, driver.newRecord(machine, { isRunning: true, settings: way }))
      return machine
    },
    create,
    async readRecord({ id }) {
      return (await machines.find(id))?.record ?? ''
    },
    async readKeyFile(machine) {
      return readFile(host.path(`${homeOf(machine)}/.ssh/authorized_keys`)).catch(() => Buffer.alloc(0))
    },
    async writeKeyFile(machine, content) {
      await host.run(WRITE_KEYS, { args: [homeOf(machine), machine.loginUser], input: content })
    },
    async [Symbol.asyncDispose]() {
      await driver[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

let keys = 0

function makeKey(): { publicKey: string; privateKey: string } {
  const file = join(folder, `key-${(keys += 1)}`)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'management', '-f', file])
  return { publicKey: readFileSync(`${file}.pub`, 'utf8'), privateKey: readFileSync(file, 'utf8') }
}

describe.skipIf(noRealHosts)(`real hosts ${noRealHosts ?? ''}`, () => {
  describeDriverContract('linux-host through root', () => makeDriver('root'))
  describeDriverContract('linux-host through sudo', () => makeDriver('sudo'))
  describeDriverContract('linux-host that is switched from outside', () => makeDriver('root', true))
})
