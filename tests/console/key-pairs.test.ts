import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import {
  ADMIN_TOKEN,
  barriers,
  complaints,
  startConsole,
  takePicture,
  type TestConsole,
} from './console-browser.ts'
import { choose, seedOf, textOf } from './form-steps.ts'

const ACCOUNT = '1000000001'
const LINE = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI'
const KEYS = ['A', 'B', 'C'].map((letter) => `${LINE}${letter.repeat(43)}`)
const [KEY_A = '', KEY_B = '', KEY_C = ''] = KEYS

const PLACES = [
  { dialect: 'tencent-cvm', region: 'ap-guangzhou' },
  { dialect: 'tencent-lighthouse', region: 'ap-shanghai' },
  { dialect: 'volcengine-ecs', region: 'cn-beijing' },
  { dialect: 'alibaba-ecs', region: 'cn-hangzhou' },
]
const INSTANCES = [
  {
    dialect: 'alibaba-ecs',
    region: 'cn-hangzhou',
    id: 'i-bp1keys0000000000001',
    name: 'web-1',
    more: 'keyPairs: [deploy]',
  },
  {
    dialect: 'alibaba-ecs',
    region: 'cn-hangzhou',
    id: 'i-bp1keys0000000000002',
    name: 'web-2',
    more: 'keyPairs: [deploy]',
  },
  {
    ...{ dialect: 'tencent-cvm', region: 'ap-guangzhou' },
    ...{ id: 'ins-slow0000', name: 'slow', more: 'state: stopped' },
  },
]

let at: TestConsole
let client: OwnApiClient
beforeAll(async () => {
  const keyPairs = PLACES.flatMap((place) => [
    { ...place, name: 'deploy', publicKey: KEY_A },
    { ...place, name: 'laptop-of-the-administrator', publicKey: KEY_B },
  ])
  at = await startConsole({ seed: seedOf(ACCOUNT, { instances: INSTANCES, keyPairs }), transitionMs: 100 })
  client = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
})
afterAll(() => at[Symbol.asyncDispose]())

async function pathOf(name: string, dialect = 'alibaba-ecs'): Promise<string> {
  const { id } = await client.keyPairs.show({ dialect, account: ACCOUNT, id: name })
  return `/key-pairs/${dialect}/${ACCOUNT}/${id}`
}

function rows(page: Page) {
  return page.getByRole('table').or(page.locator('.ant-table')).first().getByRole('link')
}

describe('the list of key pairs', () => {
  it('shows those of all clouds, and keeps its filters in the address', async () => {
    const page = await at.open('/key-pairs')
    await page.getByText('8 in all').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'key-pairs')
    await page.getByLabel('Name or id').fill('dep')
    await page.getByText('4 in all').waitFor()
    await choose(page, { label: 'Cloud', option: 'Alibaba ECS' })
    await page.getByText('1 in all').waitFor()
    expect(new URL(page.url()).search).toBe('?text=dep&dialect=alibaba-ecs')
    await page.reload()
    await page.getByText('1 in all').waitFor()
    expect(await rows(page).allTextContents()).toEqual(['deploy'])
    await choose(page, { label: 'Region', option: 'cn-beijing', typed: 'cn-beijing' })
    await page.getByText('No key pair matches these filters.').waitFor()
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await page.getByText('8 in all').waitFor()
    const { fingerprint } = await client.keyPairs.inspect({ publicKey: KEY_B })
    await page.getByLabel('SHA256:… or MD5').fill(fingerprint)
    await page.getByText('4 in all').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('teaches the first call where there is none', async () => {
    await using empty = await startConsole({ mode: 'strict' })
    const page = await empty.open('/key-pairs')
    await page.getByText('keyplane keypair create deploy').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(complaints(page)).toEqual([])
  })

  it('has no buttons for who may only read', async () => {
    const { token } = await client.tokens.create({ name: 'reads', scope: 'reader' })
    const page = await at.open('/key-pairs', { token })
    await page.getByText('in all').waitFor()
    expect(await page.getByRole('main').getByRole('button').allTextContents()).toEqual([])
    await page.goto(`${at.keyplane.api}/console${await pathOf('deploy')}`)
    await page.getByRole('link', { name: 'web-1' }).waitFor()
    for (const name of ['Delete', 'Rotate', 'Bind to instances', 'Import elsewhere', 'Unbind web-1'])
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    expect(complaints(page)).toEqual([])
  })
})

describe('creating a key pair', () => {
  it('hands the private key out once, as a file that is right', async () => {
    const page = await at.open('/key-pairs')
    await page.getByRole('button', { name: 'Create' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill('fresh')
    await choose(dialog, { label: 'Cloud', option: 'Alibaba ECS' })
    await choose(dialog, { label: 'Region', option: 'cn-hangzhou', typed: 'cn-hang' })
    await choose(dialog, { label: 'Account', option: ACCOUNT, typed: '1000' })
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'key-pair-create')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.getByText('the server keeps no copy').waitFor()
    // Neither Escape nor a click beside it loses what cannot be had again.
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Close without the private key' }).waitFor()
    const saving = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Download fresh.pem' }).click()
    const download = await saving
    expect(download.suggestedFilename()).toBe('fresh.pem')
    const privateKey = await textOf(download)
    const { publicKey } = await client.keyPairs.show({
      dialect: 'alibaba-ecs',
      account: ACCOUNT,
      id: 'fresh',
    })
    expect(await publicHalfOf(privateKey)).toBe(publicKey)
    await dialog.getByText('chmod 600 fresh.pem').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'key-pair-created')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(await page.content()).not.toContain('PRIVATE KEY')
    await page.getByRole('link', { name: 'fresh' }).waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('shows what the server refuses, as it wrote it', async () => {
    const page = await at.open('/key-pairs')
    await page.getByRole('button', { name: 'Create' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.getByText('Needed.').first().waitFor()
    await dialog.getByLabel('Name', { exact: true }).fill('deploy')
    await choose(dialog, { label: 'Cloud', option: 'Tencent CVM' })
    expect(await dialog.getByLabel('Region').count()).toBe(0)
    await choose(dialog, { label: 'Account', option: ACCOUNT, typed: '1000' })
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.getByText('there is a key pair deploy already').waitFor()
    expect(complaints(page)).toEqual([])
  })
})

describe('importing a public key', () => {
  it('tells its type and fingerprint at once, from a paste or a file', async () => {
    const page = await at.open('/key-pairs')
    await page.getByRole('button', { name: 'Import' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Public key').fill('ssh-ed25519 AAAA')
    await dialog.getByRole('alert').waitFor()
    const choosing = page.waitForEvent('filechooser')
    await dialog.getByRole('button', { name: 'Choose a file…' }).click()
    const buffer = Buffer.from(`${KEY_C} me@work\n`)
    await (await choosing).setFiles({ name: 'id.pub', mimeType: 'text/plain', buffer })
    const { fingerprint } = await client.keyPairs.inspect({ publicKey: KEY_C })
    await dialog.getByText(fingerprint).waitFor()
    await dialog.getByText('me@work', { exact: true }).waitFor()
    await dialog.getByLabel('Name', { exact: true }).fill('mine')
    await choose(dialog, { label: 'Cloud', option: 'Volcengine ECS' })
    await choose(dialog, { label: 'Region', option: 'cn-beijing', typed: 'cn-beijing' })
    await choose(dialog, { label: 'Account', option: ACCOUNT, typed: '1000' })
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'key-pair-import')
    await dialog.getByRole('button', { name: 'Import' }).click()
    await page.getByRole('heading', { level: 1, name: 'mine' }).waitFor()
    const made = await client.keyPairs.show({ dialect: 'volcengine-ecs', account: ACCOUNT, id: 'mine' })
    expect(made).toMatchObject({ region: 'cn-beijing', fingerprint })
    expect(complaints(page)).toEqual([])
  })

  it('sends no private key anywhere', async () => {
    const page = await at.open('/key-pairs')
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
    await page.getByRole('button', { name: 'Import' }).click()
    const dialog = page.getByRole('dialog')
    const secret = `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNz'.repeat(20)}\n-----END OPENSSH PRIVATE KEY-----\n`
    await dialog.getByLabel('Public key').fill(secret)
    await dialog.getByText('This is a private key. It was not sent anywhere.').waitFor()
    expect(await dialog.getByRole('button', { name: 'Import' }).isDisabled()).toBe(true)
    expect(await barriers(page)).toEqual([])
    // Something later that is sent: whatever the first had begun is over by then.
    await dialog.getByLabel('Public key').fill(KEY_A)
    const { fingerprint } = await client.keyPairs.inspect({ publicKey: KEY_A })
    await dialog.getByText(fingerprint).waitFor()
    expect(sent.filter((each) => each.includes('/inspect'))).toHaveLength(1)
    expect(sent.filter((each) => each.includes('b3BlbnNz'))).toEqual([])
  })
})

describe('the page of a key pair', () => {
  it('shows what it is and who uses it, and unbinds', async () => {
    const page = await at.open(await pathOf('deploy'))
    const { fingerprint, md5, publicKey } = await client.keyPairs.show({
      ...{ dialect: 'alibaba-ecs', account: ACCOUNT, id: 'deploy' },
    })
    for (const text of [fingerprint, md5, publicKey]) await page.getByText(text).waitFor()
    await page.getByRole('link', { name: 'web-1' }).waitFor()
    await page.getByText('in force').first().waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'key-pair')

    await page.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByRole('alert').getByText('the key pair deploy is bound to').waitFor()
    const user = dialog.getByRole('link', { name: 'web-1' })
    expect(await user.getAttribute('href')).toBe(
      `/console/instances/alibaba-ecs/${ACCOUNT}/i-bp1keys0000000000001`,
    )
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'key-pair-delete')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'hidden' })

    await page.getByRole('button', { name: 'Unbind web-2' }).click()
    await dialog.getByRole('button', { name: 'Unbind' }).click()
    await dialog.getByText('from the next boot on').waitFor()
    expect(await barriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('link', { name: 'web-2' }).waitFor({ state: 'detached' })
    expect(complaints(page)).toEqual([])
  })

  it('looks at a change that is under way seldom where the answer takes long', async () => {
    const held = { dialect: 'tencent-cvm', account: ACCOUNT, instance: 'ins-slow0000' }
    await client.world.holds.hold(held)
    const added = await client.bindings.add({ key: 'deploy', instances: [held.instance], wait: false })
    for await (const { outcome } of added) expect(outcome).toBe('begun')
    const page = await at.open(await pathOf('deploy', 'tencent-cvm'))
    await page.getByText('an operation runs').waitFor()
    const looks: { readonly begunAt: number; readonly endedAt: number }[] = []
    await page.route('**/bindings?**', async (route) => {
      const begunAt = performance.now()
      const response = await route.fetch()
      await new Promise((resolve) => setTimeout(resolve, 400))
      looks.push({ begunAt, endedAt: performance.now() })
      await route.fulfill({ response })
    })
    await page.reload()
    await expect.poll(() => looks.length).toBe(2)
    const [first, second] = looks
    expect((second?.begunAt ?? 0) - (first?.endedAt ?? 0)).toBeGreaterThan(3_500)
    await client.world.holds.release(held)
    await page.getByText('in force', { exact: true }).waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('deletes one that is bound to nothing', async () => {
    const page = await at.open(await pathOf('deploy', 'volcengine-ecs'))
    await page.getByText('Bound to no instance.').waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { level: 1, name: 'Key pairs' }).waitFor()
    const gone = client.keyPairs.show({ dialect: 'volcengine-ecs', account: ACCOUNT, id: 'deploy' })
    await expect(gone).rejects.toMatchObject({ status: 404 })
    expect(complaints(page)).toEqual([])
  })

  it('rotates it: a new pair beside it, an end for the old one', async () => {
    const page = await at.open(await pathOf('deploy'))
    await page.getByRole('button', { name: 'Rotate' }).click()
    const dialog = page.getByRole('dialog')
    await choose(dialog, { label: 'Both work for', option: '1 hour' })
    expect(await barriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Rotate' }).click()
    const saving = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Download deploy_2.pem' }).click()
    const privateKey = await textOf(await saving)
    await dialog.getByText('1 of 1 done').waitFor()
    await dialog.getByText('bound', { exact: true }).waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'key-pair-rotate')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    const made = await client.keyPairs.show({ dialect: 'alibaba-ecs', account: ACCOUNT, id: 'deploy_2' })
    expect(made.usedBy.map(({ name }) => name)).toEqual(['web-1'])
    expect(await publicHalfOf(privateKey)).toBe(made.publicKey)
    const { items } = await client.bindings.list({ keyPair: `alibaba-ecs/${ACCOUNT}/deploy` })
    expect(items.map(({ expiresAt }) => typeof expiresAt)).toEqual(['string'])
    expect(complaints(page)).toEqual([])
  })

  it('speaks Chinese in dark colours', async () => {
    const page = await at.open('/key-pairs', { language: 'zh', theme: 'dark' })
    await page.getByRole('heading', { level: 1, name: '密钥对' }).waitFor()
    await page.getByText(/共 \d+ 项/).waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'key-pairs.zh-dark')
    await page.getByRole('link', { name: 'laptop-of-the-administrator' }).first().click()
    await page.getByText('未绑定任何实例。').waitFor()
    await page.getByRole('button', { name: /轮\s*换/ }).click()
    await page.getByRole('dialog').getByLabel('重叠期').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(complaints(page)).toEqual([])
  })
})

/** What ssh-keygen makes of a private key. */
async function publicHalfOf(privateKey: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'keyplane-key-'))
  try {
    const file = join(directory, 'key')
    await writeFile(file, privateKey, { mode: 0o600 })
    const { stdout } = await execa('ssh-keygen', ['-y', '-f', file])
    return stdout.split(' ').slice(0, 2).join(' ')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
