import { existsSync, readFileSync } from 'node:fs'

import ssh2 from 'ssh2'
import { describe, expect, it } from 'vitest'

import { FOREIGN_LINE_COUNT, foreignLines } from '../real-hosts/foreign-lines.ts'
import { newKey } from '../real-hosts/new-key.ts'
import { DEBIAN_SSHD_CONFIG, noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'

const PASSWORD = 'S3cret-pw!'
const { privateKey, publicKey } = newKey()

/** What the other tests stand on: these hosts are as real as their names say. */
describe.skipIf(noRealHosts)(`real hosts${noRealHosts === undefined ? '' : ` (${noRealHosts})`}`, () => {
  it('let root and a sudo user in by key and tell them apart', async () => {
    await using host = await startRealHost({
      users: [
        { name: 'root', authorizedKeys: `${publicKey}\n` },
        { name: 'keyplane-test-sudo', sudo: 'without-password', authorizedKeys: `${publicKey}\n` },
        { name: 'keyplane-test-plain', authorizedKeys: `${publicKey}\n` },
      ],
    })
    const command = 'id -un; sudo -n id -un'
    expect((await login(host, 'root', 'id -un')).stdout).toBe('root\n')
    expect((await login(host, 'keyplane-test-sudo', command)).stdout).toBe('keyplane-test-sudo\nroot\n')
    const plain = await login(host, 'keyplane-test-plain', command)
    expect(plain).toMatchObject({ stdout: 'keyplane-test-plain\n', exitCode: 1 })
  })

  it.each([
    ['PAM', DEBIAN_SSHD_CONFIG, 'password'],
    ['PAM, asked by keyboard-interactive', 'UsePAM yes\nPasswordAuthentication no\n', 'keyboard-interactive'],
    ['sshd itself', 'UsePAM no\n', 'password'],
  ])('check passwords by %s', async (_name, sshdConfig, method) => {
    await using host = await startRealHost({
      sshdConfig,
      users: [{ name: 'keyplane-test-pw', password: PASSWORD }],
    })
    const options = [`PreferredAuthentications=${method}`]
    const target = {
      host: host.address,
      port: host.port,
      user: 'keyplane-test-pw',
      command: 'id -un',
      options,
    }
    expect(await sshPassword({ ...target, password: PASSWORD })).toMatchObject({
      stdout: 'keyplane-test-pw\n',
    })
    expect((await sshPassword({ ...target, password: 'wrong' })).stderr).toContain('Permission denied')
  })

  it('read drop-ins before the rest, several key files and Match blocks', async () => {
    await using host = await startRealHost({
      sshdConfig: `${DEBIAN_SSHD_CONFIG}PasswordAuthentication no
AuthorizedKeysFile /etc/ssh/keys/%u .ssh/authorized_keys
Match User keyplane-test-sftp
  ForceCommand internal-sftp
`,
      dropIns: { '50-cloud-init.conf': 'PasswordAuthentication yes\n' },
      files: { '/etc/ssh/keys/keyplane-test-keys': `${publicKey}\n` },
      users: [
        { name: 'keyplane-test-keys', password: PASSWORD },
        { name: 'keyplane-test-sftp', authorizedKeys: `${publicKey}\n` },
      ],
    })
    const settings = await host.run('sshd -T -C user=keyplane-test-keys')
    expect(settings.stdout).toMatch(/^passwordauthentication yes$/m)
    expect((await login(host, 'keyplane-test-keys', 'id -un')).stdout).toBe('keyplane-test-keys\n')
    const refused = await login(host, 'keyplane-test-sftp', 'id -un')
    expect(refused.stdout).not.toContain('keyplane')
    expect(await listBySftp(host, 'keyplane-test-sftp')).toContain('.ssh')
  })

  it('answer as dropbear too', async () => {
    const users = [{ name: 'keyplane-test-bear', password: PASSWORD, authorizedKeys: `${publicKey}\n` }]
    await using host = await startRealHost({ server: 'dropbear', users })
    expect((await login(host, 'keyplane-test-bear', 'id -un')).stdout).toBe('keyplane-test-bear\n')
    expect(host.log()).toContain("Pubkey auth succeeded for 'keyplane-test-bear'")
  })

  it('let in by the last of the odd foreign lines', async () => {
    const foreign = foreignLines()
    expect(foreign.toString('latin1').split('\n')).toHaveLength(FOREIGN_LINE_COUNT)
    const authorizedKeys = Buffer.concat([foreign, Buffer.from(`\n${publicKey}`)])
    await using host = await startRealHost({ users: [{ name: 'keyplane-test-odd', authorizedKeys }] })
    expect((await login(host, 'keyplane-test-odd', 'id -un')).stdout).toBe('keyplane-test-odd\n')
    expect(await host.read('/home/keyplane-test-odd/.ssh/authorized_keys')).toEqual(authorizedKeys)
  })

  it('reboot: other processes are gone, files stay', async () => {
    await using host = await startRealHost({ users: [{ name: 'root', authorizedKeys: `${publicKey}\n` }] })
    const boot = (await host.read('/proc/sys/kernel/random/boot_id')).toString()
    await host.run('setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo kept >/root/kept')
    expect((await host.run('ps -A -o args')).stdout).toContain('sleep 1000')
    await login(host, 'root', 'reboot')
    await expect.poll(() => login(host, 'root', 'ps -A -o args; cat kept')).toMatchObject({ exitCode: 0 })
    const after = await login(host, 'root', 'ps -A -o args; cat kept')
    expect(after.stdout).not.toContain('sleep 1000')
    expect(after.stdout).toMatch(/kept\n$/)
    expect((await host.read('/proc/sys/kernel/random/boot_id')).toString()).not.toBe(boot)
  })

  it('touch nothing of the machine and leave nothing behind', async () => {
    const accounts = readFileSync('/etc/passwd')
    const host = await startRealHost({ users: [{ name: 'keyplane-test-gone', sudo: 'without-password' }] })
    const inside = host.path('/')
    expect(existsSync(inside)).toBe(true)
    expect(existsSync('/home/keyplane-test-gone')).toBe(false)
    expect(readFileSync('/etc/passwd')).toEqual(accounts)
    await host[Symbol.asyncDispose]()
    expect(existsSync(inside)).toBe(false)
  })
})

function login(host: RealHost, user: string, command: string) {
  const knownHosts = `[${host.address}]:${host.port} ${host.hostKey}\n`
  return sshKey({ host: host.address, port: host.port, user, command, privateKey, knownHosts })
}

/** The names in the user's home, over SFTP. */
function listBySftp(host: RealHost, username: string): Promise<readonly string[]> {
  const client = new ssh2.Client()
  const listed = new Promise<readonly string[]>((resolve, reject) => {
    client.on('error', reject).on('ready', () =>
      client.sftp((error, sftp) => {
        if (error) return reject(error)
        return sftp.readdir('.', (failed, list) =>
          failed ? reject(failed) : resolve(list.map(({ filename }) => filename)),
        )
      }),
    )
  })
  client.connect({ host: host.address, port: host.port, username, privateKey })
  return listed.finally(() => client.end())
}
