import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient } from '../../src/own-api/client.ts'
import { newKey } from '../real-hosts/new-key.ts'
import { noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import {
  ADMIN_TOKEN,
  barriers,
  complaints,
  startConsole,
  takePicture,
  type TestConsole,
} from './console-browser.ts'

const FOREIGN = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBbM7BWoHTXWqtFrXPj6I7a8zSzUPHXdXkVUQ4FNzrw bob@laptop'
const ANOTHER =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDNmVdzPjdGqDLmkl5LSSTEB0cEwyGBjJv0RrTXyEJ/7 eve@elsewhere'
const KEY_FILE = '/root/.ssh/authorized_keys'
const ACCOUNT = '1000000001'
/** A real host is looked at, changed and proven several times. */
const LONGEST_WALK_MS = 300_000

const folder = mkdtempSync(join(tmpdir(), 'keyplane-console-hosts-'))
const identity = keyPair('admin')
const user = keyPair('user')

function keyPair(name: string) {
  const { privateKey, publicKey } = newKey()
  const file = join(folder, name)
  writeFileSync(file, privateKey, { mode: 0o600 })
  return { file, publicKey }
}

const SEED = `
accounts: [{ id: '${ACCOUNT}', name: acme, users: [{ name: root }] }]
keyPairs:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: skey-console1, name: demo, publicKey: '${user.publicKey}' }
`

let at: TestConsole
beforeAll(async () => {
  at = await startConsole({ seed: SEED })
})
afterAll(async () => {
  await at[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const own = () => createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
const rowOf = (page: Page, name: string) => page.locator('.ant-table-row').filter({ hasText: name })

function startHost(name = 'root'): Promise<RealHost> {
  return startRealHost({ users: [{ name, authorizedKeys: `${identity.publicKey}\n${FOREIGN}\n` }] })
}

async function letsIn({ address, port }: RealHost, keyFile: string): Promise<boolean> {
  const options = ['-F', 'none', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no']
  const files = ['-o', 'UserKnownHostsFile=/dev/null', '-o', 'IdentitiesOnly=yes', '-i', keyFile]
  const args = [...options, ...files, '-p', String(port), `root@${address}`, 'true']
  return (await execa('ssh', args, { reject: false })).exitCode === 0
}

async function fingerprintOf(host: RealHost): Promise<string> {
  const { stdout } = await host.run('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub')
  return /SHA256:\S+/.exec(stdout)?.[0] ?? stdout
}

/** What is not enrolled by a page. */
async function enrolByApi({ address, port }: RealHost, name: string): Promise<string> {
  const login = { kind: 'identity', file: identity.file } as const
  const { id = '' } = await own().hosts.enrol({
    ...{ address, port, login, name, account: ACCOUNT, region: 'ap-guangzhou' },
    ...{ acceptNew: true, installKey: true },
  })
  return id
}

describe('the hosts page', { timeout: LONGEST_WALK_MS }, () => {
  it('teaches the first host', async () => {
    const page = await at.open('/hosts')
    await page.getByText('No host is enrolled').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(await page.getByRole('button', { name: 'Check all' }).count()).toBe(0)
    expect(complaints(page)).toEqual([])
  })

  it('shows the management key and the command that puts it on a host', async () => {
    const page = await at.open('/hosts?key=yes')
    const drawer = page.getByRole('dialog')
    const { publicKey } = await own().hosts.key({})
    await drawer.getByText(`${publicKey} keyplane-management`, { exact: true }).waitFor()
    const command = await drawer.locator('pre').nth(1).innerText()
    expect(command).toContain(`"${publicKey} keyplane-management" >> ~/.ssh/authorized_keys'`)
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'management-key')
    expect(complaints(page)).toEqual([])
  })

  it('says in the wizard what is wrong with what was entered, and keeps it', async () => {
    const page = await at.open('/hosts')
    await page.getByRole('button', { name: 'Enrol a host' }).click()
    await page.getByRole('heading', { level: 1, name: 'Enrol a host' }).waitFor()
    await page.getByRole('button', { name: 'Look at the host' }).click()
    await page.getByText('Must be a host name or an address').waitFor()
    await page.getByText('Must be the number of an account').waitFor()
    expect(await barriers(page)).toEqual([])

    await page.getByLabel('Address', { exact: true }).fill('127.0.0.1')
    await page.getByLabel('Port', { exact: true }).fill('1')
    await page.getByRole('combobox', { name: 'Account' }).fill(ACCOUNT)
    await page.getByRole('button', { name: 'Look at the host' }).click()
    await page.getByText('127.0.0.1:1 cannot be reached').waitFor()
    expect(await page.getByLabel('Address', { exact: true }).inputValue()).toBe('127.0.0.1')
    await page.getByRole('button', { name: 'Add a jump host' }).click()
    await page.getByRole('group', { name: 'Jump host 1' }).getByLabel('Address').fill('jump.example')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Remove jump host 1' }).click()
    await page.getByRole('radio', { name: 'Identity file' }).check()
    await page.getByLabel('Private key file on the server').fill('not/absolute')
    await page.getByText('Must be an absolute path').waitFor()
    // That the host could not be reached is a refusal too.
    expect(complaints(page)).toEqual([])
  })

  it('has no button for a reader that he may not use', async () => {
    const { token } = await own().tokens.create({ name: 'looker', scope: 'reader' })
    const page = await at.open('/hosts', { token })
    await page.getByRole('button', { name: 'Management key' }).click()
    await page.getByRole('dialog').getByText('Public half').waitFor()
    expect(await page.getByRole('button', { name: /Enrol|Check|Rotate/ }).count()).toBe(0)
    await page.goto(`${at.keyplane.api}/console/hosts?enrol=yes`)
    await page.getByText('No host is enrolled').waitFor()
    expect(await page.getByRole('button', { name: 'Look at the host' }).count()).toBe(0)
    expect(complaints(page)).toEqual([])
  })
})

describe.skipIf(noRealHosts)(`real hosts in the console ${noRealHosts ?? ''}`, () => {
  it(
    'are enrolled by the wizard, drift by hand, and are put right',
    { timeout: LONGEST_WALK_MS },
    async () => {
      await using host = await startHost()
      const page = await at.open('/hosts?enrol=yes')
      const id = await enrolByWizard(page, host)
      await bindDemo(id)
      await expect.poll(() => letsIn(host, user.file)).toBe(true)

      await page.getByRole('button', { name: 'All hosts' }).click()
      const row = rowOf(page, 'web-1')
      await row.getByText(`root@${host.address}:${host.port}`).waitFor()
      await page.getByRole('button', { name: 'Check all' }).click()
      await row.getByText('in sync').waitFor()
      await page.getByText('1 of 1 checked').waitFor()

      await seesForeignLines(page, host)
      await seesDrift(page, host)
      await takePicture(page, 'hosts')
      await enforces(page)
      await expect.poll(() => letsIn(host, user.file)).toBe(true)
      expect((await host.read(KEY_FILE)).toString()).toContain(ANOTHER)

      await letsGo(page)
      expect(await letsIn(host, user.file)).toBe(false)
      expect((await host.read(KEY_FILE)).toString()).toContain(FOREIGN)
      expect(complaints(page)).toEqual([])
    },
  )

  it(
    'show a host that does not answer, the rotation that it stops, and what stays when it is forgotten',
    {
      timeout: LONGEST_WALK_MS,
    },
    async () => {
      await using alive = await startHost()
      await using dead = await startHost()
      await enrolByApi(alive, 'web-alive')
      await enrolByApi(dead, 'web-dead')
      const before = await own().hosts.key({})
      await dead.reboot()
      await dead.stopServer()
      const page = await at.open('/hosts', { language: 'zh', theme: 'dark' })
      await page.getByRole('button', { name: '检查全部' }).click()
      await rowOf(page, 'web-alive').getByText('一致').waitFor()
      await rowOf(page, 'web-dead').getByText('不可达').waitFor()
      expect(await barriers(page)).toEqual([])
      await takePicture(page, 'hosts.zh-dark')
      await page.getByRole('button', { name: 'web-dead 的详情' }).click()
      const details = page.getByRole('dialog')
      await details.getByText('the machine does not answer').waitFor()
      expect(await barriers(page)).toEqual([])
      await details
        .getByRole('button', { name: '关闭' })
        .or(page.locator('.ant-drawer-close'))
        .first()
        .click()

      await page.getByRole('button', { name: '管理密钥' }).click()
      await rotates(page, '在 2 台主机上更换管理密钥？')
      await page.getByText('未完成。所有服务器仍可登录').waitFor()
      expect(await own().hosts.key({})).toEqual(before)
      await page.getByLabel('跳过的主机').fill('web-dead')
      await page.locator('.ant-select-item-option').filter({ hasText: 'web-dead' }).click()
      await page.locator('.ant-select-selection-item').filter({ hasText: 'web-dead' }).waitFor()
      await page.getByRole('heading', { level: 2, name: '轮换' }).click()
      await rotates(page, '在 1 台主机上更换管理密钥？')
      await page.getByText('完成：新密钥已启用，被跳过的主机除外').waitFor({ timeout: LONGEST_WALK_MS / 3 })
      expect(await barriers(page)).toEqual([])
      const { publicKey } = await own().hosts.key({})
      expect(publicKey).not.toBe(before.publicKey)
      expect((await alive.read(KEY_FILE)).toString()).toContain(publicKey)
      await page.locator('.ant-drawer-close').click()

      await page.getByRole('button', { name: 'web-dead 的详情' }).click()
      await page.getByRole('button', { name: '移除…' }).click()
      const asked = page.getByRole('dialog', { name: '移除 web-dead' })
      await asked.getByRole('radio', { name: /^仅删除记录/ }).check()
      await asked.getByRole('button', { name: '仅删除记录' }).click()
      await asked.getByText(`没有更改 root@${dead.address}:${dead.port}`).waitFor()
      expect(await barriers(page)).toEqual([])
      await asked
        .getByRole('button', { name: /关\s*闭/ })
        .last()
        .click()
      await rowOf(page, 'web-dead').waitFor({ state: 'detached' })
      expect(complaints(page)).toEqual([])
    },
  )
})

/** From an empty form to the last page of the wizard; the id of the instance that the host became. */
async function enrolByWizard(page: Page, host: RealHost): Promise<string> {
  await page.getByLabel('Address', { exact: true }).fill(host.address)
  await page.getByLabel('Port', { exact: true }).fill(String(host.port))
  await page.getByRole('radio', { name: 'Identity file' }).check()
  await page.getByLabel('Private key file on the server').fill(identity.file)
  await page.getByRole('combobox', { name: 'Account' }).fill(ACCOUNT)
  await page.getByRole('combobox', { name: 'Region' }).fill('ap-guangzhou')
  await page.getByLabel('Name', { exact: true }).fill('web-1')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded()
  await takePicture(page, 'enrol-host')
  await page.getByRole('button', { name: 'Look at the host' }).click()

  await page.getByText(await fingerprintOf(host)).waitFor()
  expect(host.log()).not.toContain('Accepted publickey')
  expect(await barriers(page)).toEqual([])
  await takePicture(page, 'enrol-host-keys')
  const confirm = page.getByRole('button', { name: 'Confirm and go on' })
  expect(await confirm.isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Back' }).click()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('web-1')
  expect(await page.getByLabel('Private key file on the server').inputValue()).toBe(identity.file)
  await page.getByRole('button', { name: 'Look at the host' }).click()
  await page.getByRole('checkbox', { name: /I compared it/ }).check()
  await confirm.click()

  const ground = page.getByRole('table').last()
  await ground.getByText('OpenSSH 9').waitFor()
  expect(host.log()).toContain('Accepted publickey')
  expect(await barriers(page)).toEqual([])
  await takePicture(page, 'enrol-host-findings')
  await page.getByRole('button', { name: 'Look again' }).click()
  await ground.getByText('OpenSSH 9').waitFor()
  expect((await own().hosts.list({})).items).toEqual([])
  await page.getByRole('button', { name: 'Enrol', exact: true }).click()
  const done = await page.getByText(/web-1 is enrolled as ins-/).innerText()
  expect(await barriers(page)).toEqual([])
  expect((await host.read(KEY_FILE)).toString()).toMatch(/ keyplane-management\n$/)
  return done.split(' ').at(-1) ?? done
}

/** A line of somebody else is told, and is no difference. */
async function seesForeignLines(page: Page, host: RealHost): Promise<void> {
  await host.run('printf "%s\\n" "$1" >>"$2"', { args: [ANOTHER, KEY_FILE] })
  await page.getByRole('button', { name: 'Details of web-1' }).click()
  const details = page.getByRole('dialog')
  await details.getByRole('button', { name: 'Check now' }).click()
  await details.getByText('eve@elsewhere').waitFor()
  await details.getByText('in sync').waitFor()
  expect(await details.getByText('bob@laptop').count()).toBe(1)
  await details.getByText('Found: refused · Wanted: refused').waitFor()
  expect(await barriers(page)).toEqual([])
  await takePicture(page, 'host')
  await page.locator('.ant-drawer-close').click()
}

/** Our line was taken away by hand. */
async function seesDrift(page: Page, host: RealHost): Promise<void> {
  await host.run('sed -i "/keyplane:/d" "$1"', { args: [KEY_FILE] })
  expect(await letsIn(host, user.file)).toBe(false)
  await page.getByRole('button', { name: 'Check all' }).click()
  await rowOf(page, 'web-1').getByText('drifted').waitFor()
  await page.getByText('0 in sync · 1 drifted · 0 unreachable').waitFor()
  expect(await barriers(page)).toEqual([])
}

async function enforces(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settle the differences…' }).click()
  const asked = page.getByRole('dialog', { name: 'Settle the differences' })
  await asked.getByText('is unbound here', { exact: true }).waitFor()
  await asked.getByRole('radio', { name: /^enforce/ }).check()
  await asked.getByText('is written again', { exact: true }).waitFor()
  expect(await asked.getByText(shortBody(user.publicKey)).count()).toBe(1)
  expect(await barriers(page)).toEqual([])
  await takePicture(page, 'host-drift')
  await asked.getByRole('button', { name: 'Enforce' }).click()
  await rowOf(page, 'web-1').getByText('enforced').waitFor()
}

async function letsGo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Details of web-1' }).click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  const asked = page.getByRole('dialog', { name: 'Remove web-1' })
  await asked.getByText('Its instance and its bindings are gone either way').waitFor()
  expect(await barriers(page)).toEqual([])
  await asked.getByRole('button', { name: 'Let it go' }).click()
  await asked.getByText('web-1 was let go').waitFor()
  await asked.getByRole('button', { name: 'Close' }).last().click()
  await page.getByText('No host is enrolled').waitFor()
}

async function rotates(page: Page, question: string): Promise<void> {
  await page.getByRole('button', { name: '轮换密钥' }).click()
  await page.getByRole('dialog', { name: question }).getByRole('button', { name: '轮换密钥' }).click()
}

function shortBody(publicKey: string): string {
  return publicKey.split(' ')[1] ?? publicKey
}

async function bindDemo(id: string): Promise<void> {
  for await (const { outcome, message } of await own().bindings.add({ key: 'demo', hosts: [id] })) {
    expect([outcome, message]).toEqual(['bound', ''])
  }
}
