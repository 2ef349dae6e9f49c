import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { sshKey } from '../ssh-client.ts'
import { instanceOf } from '../store-rows.ts'
import {
  ADMIN_TOKEN,
  barriers,
  complaints,
  startConsole,
  takePicture,
  type TestConsole,
} from './console-browser.ts'

const ACCOUNT = '1000000001'
const SEED = `
accounts:
  - { id: "${ACCOUNT}", name: acme, users: [{ name: root }] }
  - { id: "1000000002", name: other, users: [{ name: root }] }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-web00001, name: web-1, password: S3cret-pw! }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-web00002, name: web-2, state: stopped }
  - { dialect: tencent-cvm, account: acme, region: ap-beijing, id: ins-batch001, name: a-batch-with-a-name-that-is-much-longer-than-others }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-blog0001, name: blog }
  - { dialect: alibaba-ecs, account: acme, region: cn-hangzhou, id: i-bp1000000000000000a, name: shop }
  - { dialect: volcengine-ecs, account: acme, region: cn-beijing, id: i-vvvvvvvvvvvvvvvvvvvv, name: api }
  - { dialect: alibaba-ecs, account: other, region: cn-hangzhou, id: i-bp2000000000000000b, name: zoo }
`
const WEB = `tencent-cvm/${ACCOUNT}/ins-web00001`
const SHOP = `alibaba-ecs/${ACCOUNT}/i-bp1000000000000000a`

let at: TestConsole
let client: OwnApiClient
let privateKey = ''

beforeAll(async () => {
  at = await startConsole({ seed: SEED })
  client = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
  const cvm = await client.keyPairs.create({ account: ACCOUNT, dialect: 'tencent-cvm', name: 'laptop' })
  privateKey = cvm.privateKey
  const alibaba = { account: ACCOUNT, dialect: 'alibaba-ecs', region: 'cn-hangzhou' }
  await client.keyPairs.create({ ...alibaba, name: 'laptop' })
  await bind([WEB, SHOP])
})
afterAll(() => at[Symbol.asyncDispose]())

async function bind(instances: readonly string[]): Promise<void> {
  const request = { key: 'laptop', instances: [...instances], force: true }
  for await (const { outcome, message } of await client.bindings.add(request)) {
    expect(['bound', 'pending'], message).toContain(outcome)
  }
}

function row(page: Page, text: string | RegExp) {
  return page.locator('.ant-table-row').filter({ hasText: text })
}

async function names(page: Page): Promise<readonly string[]> {
  return page.locator('.ant-table-row .two-lines a').allTextContents()
}

describe('the list of instances', () => {
  it('has those of every cloud, and says what is pending and why', async () => {
    const page = await at.open('/instances')
    await row(page, 'shop').getByText('until the next boot').waitFor()
    expect(await names(page)).toHaveLength(7)
    const web = row(page, 'ins-web00001')
    for (const text of ['Tencent CVM', ACCOUNT, 'ap-guangzhou', 'running', 'off']) {
      await web.getByText(text, { exact: true }).waitFor()
    }
    await web.getByLabel('1 key pair').focus()
    await page.getByRole('tooltip').getByText('laptop').waitFor()
    await page.keyboard.press('Escape')
    expect(await barriers(page)).toEqual([])
    await page.mouse.click(640, 10)
    await takePicture(page, 'instances')
    expect(complaints(page)).toEqual([])
  })

  it('is narrowed and ordered by the server, and the address keeps how', async () => {
    const page = await at.open('/instances')
    await page.getByLabel('Name, ID, address').fill('WEB')
    await expect.poll(() => names(page)).toEqual(['web-1', 'web-2'])
    await choose(page, 'State', 'stopped')
    await expect.poll(() => names(page)).toEqual(['web-2'])
    expect(new URL(page.url()).search).toBe('?text=WEB&state=stopped')
    await page.reload()
    await expect.poll(() => names(page)).toEqual(['web-2'])
    expect(await page.getByLabel('Name, ID, address').inputValue()).toBe('WEB')
    await page.getByLabel('Name, ID, address').fill('no such')
    await page.getByText('No instance matches.').waitFor()
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await expect.poll(() => names(page)).toHaveLength(7)
    await choose(page, 'Order', 'By name')
    await expect
      .poll(async () => (await names(page)).map((name) => name.slice(0, 7)))
      .toEqual(['a-batch', 'api', 'blog', 'shop', 'web-1', 'web-2', 'zoo'])
    await choose(page, 'Cloud', 'Alibaba ECS')
    await expect.poll(() => names(page)).toEqual(['shop', 'zoo'])
    await page.getByLabel('Account', { exact: true }).fill(ACCOUNT)
    await expect.poll(() => names(page)).toEqual(['shop'])
    expect(complaints(page)).toEqual([])
  })

  it('takes filters from the address, as other pages link to it', async () => {
    const page = await at.open('/instances?pending=true')
    await expect.poll(() => names(page)).toEqual(['shop'])
    expect(await page.getByLabel('Pending only').isChecked()).toBe(true)
    await page.goto(`${at.keyplane.api}/console/instances?dialect=tencent-cvm&region=ap-beijing`)
    await expect.poll(() => names(page)).toEqual([expect.stringMatching(/^a-batch/)])
  })

  it('binds those that are chosen, by keyboard too', async () => {
    const page = await at.open('/instances')
    const button = page.getByRole('button', { name: 'Bind a key pair' })
    expect(await button.isDisabled()).toBe(true)
    await page.getByLabel('Select web-2').focus()
    await page.keyboard.press('Space')
    await page.getByLabel('Select blog').check()
    await page.getByText('2 selected').waitFor()
    // Filters do not take away what is chosen.
    await page.getByLabel('Name, ID, address').fill('blog')
    await expect.poll(() => names(page)).toEqual(['blog'])
    await page.getByText('2 selected').waitFor()
    await button.click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Clear the selection' }).click()
    expect(await button.isDisabled()).toBe(true)
    expect(complaints(page)).toEqual([])
  })

  it('shows readers nothing that they may not do', async () => {
    const { token } = await client.tokens.create({ name: 'reader', scope: 'reader' })
    const page = await at.open('/instances', { token })
    await row(page, 'web-1').waitFor()
    expect(await page.getByRole('checkbox').count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Bind a key pair' }).count()).toBe(0)
    await page.getByRole('link', { name: 'web-1' }).click()
    await page.getByText('Password login').waitFor()
    await page.getByRole('link', { name: 'laptop' }).waitFor()
    for (const name of ['Bind a key pair', 'Stop web-1', 'Unbind laptop']) {
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    }
    expect(complaints(page)).toEqual([])
  })

  it('speaks Chinese, and is readable in the dark and on a small screen', async () => {
    const page = await at.open('/instances', { language: 'zh', theme: 'dark' })
    await row(page, 'shop').getByText('下次启动后生效').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'instances.zh-dark')
    await page.setViewportSize({ width: 800, height: 900 })
    expect(await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')).toBe(
      false,
    )
    expect(complaints(page)).toEqual([])
  })
})

describe('an instance', () => {
  it('tells how to log in, and which keys are wanted, in force and found', async () => {
    const { access } = await client.instances.show(named(WEB))
    if (!access) throw new Error('nobody can log in')
    const line =
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBvKWhlbfSOJSHdh3kNbB6fBkQHRGmDzfwjbSVhJHh5T colleague@desk'
    const { host, port, user } = access
    const command = `echo '${line}' >> ~/.ssh/authorized_keys`
    expect(await sshKey({ host, port, user, privateKey, command })).toMatchObject({ exitCode: 0 })
    const page = await at.open(`/instances/${WEB}`)
    await page.getByRole('heading', { level: 1, name: 'web-1' }).waitFor()
    await page.getByText(access.command, { exact: true }).waitFor()
    await page.getByText(access.hostKey ?? 'none', { exact: true }).waitFor()
    const laptop = row(page, 'laptop')
    await laptop.getByText('in force').waitFor()
    await laptop.getByText('opens').waitFor()
    const foreign = row(page, 'colleague@desk')
    await foreign.getByText('is never touched').waitFor()
    expect(await row(page, 'Password login').getByRole('cell').nth(3).textContent()).toBe('off')
    await page.getByRole('heading', { name: 'Operations' }).waitFor()
    await page.locator('.operation').first().getByText('succeeded').waitFor()
    await page.getByRole('table', { name: 'Audit' }).locator('.ant-table-row').first().waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'instance')
    // Another line comes, and is found when one looks again.
    const second = `echo '${line.replace('colleague', 'visitor')}' >> ~/.ssh/authorized_keys`
    await sshKey({ host, port, user, privateKey, command: second })
    await page.getByRole('button', { name: 'Look again' }).click()
    await row(page, 'visitor@desk').waitFor()
    await page.setViewportSize({ width: 800, height: 900 })
    expect(await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')).toBe(
      false,
    )
    expect(complaints(page)).toEqual([])
  })

  it('is stopped and started as one looks on', async () => {
    const page = await at.open(`/instances/tencent-cvm/${ACCOUNT}/ins-batch001`)
    await page.getByRole('button', { name: /^Stop / }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('nobody can log in until it is started').waitFor()
    expect(await barriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: /stopped/ }).waitFor()
    await page.locator('.operation', { hasText: 'StopInstance' }).getByText('succeeded').waitFor()
    await page.getByRole('button', { name: /^Start / }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: /running/ }).waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('says why a change is pending, and takes a key away when that is confirmed', async () => {
    const page = await at.open(`/instances/${SHOP}`, { language: 'zh', theme: 'dark' })
    await page.getByRole('alert').getByText('待生效：下次启动后生效').waitFor()
    await row(page, 'laptop').getByText('待生效').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'instance.zh-dark')
    await page.getByRole('button', { name: '解绑 laptop' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /解\s*绑/ })
      .click()
    await expect.poll(() => page.getByRole('link', { name: 'laptop' }).count()).toBe(0)
    expect((await client.bindings.list({ instance: SHOP })).items).toEqual([])
    expect(complaints(page)).toEqual([])
  })

  it('shows what the server refuses, and what there is not', async () => {
    const page = await at.open(`/instances/${WEB}`)
    await page.getByRole('button', { name: 'Unbind laptop' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Unbind', exact: true }).click()
    // This cloud unbinds where the machine is off, or may be switched off.
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('It may be switched off for that').check()
    await dialog.getByRole('button', { name: 'Unbind', exact: true }).click()
    await expect.poll(() => page.getByRole('link', { name: 'laptop' }).count()).toBe(0)
    await row(page, 'Password login').getByText('allowed').first().waitFor()
    await page.goto(`${at.keyplane.api}/console/instances/tencent-cvm/1/none`)
    await page.getByRole('alert').getByText('there is no instance').waitFor()
    expect(complaints(page)).toEqual([])
  })
})

describe('a great many instances', () => {
  const MANY = 3_000

  it('are scrolled through with a few rows in the document', async () => {
    await using many = await startConsole()
    await many.keyplane.core.database.transaction(async (tx) => {
      for (let number = 0; number < MANY; number += 1) {
        const id = `ins-${String(number).padStart(8, '0')}`
        await tx.instances.insert({
          ...instanceOf({ account: '1', dialect: 'tencent-cvm', region: 'ap-guangzhou', id }),
          ...{ name: `machine-${String(MANY - number).padStart(5, '0')}`, createdAtMs: number },
        })
      }
    })
    const page = await many.open('/instances?sort=name')
    await row(page, 'machine-00001').waitFor()
    const rows = page.locator('.ant-table-row')
    const list = page.locator('.ant-table-tbody-virtual-holder')
    // Each end of what is there brings the next page.
    for (const end of ['machine-00100', 'machine-00200', 'machine-00300', 'machine-00400', 'machine-00500']) {
      await expect
        .poll(async () => {
          await list.hover()
          await page.mouse.wheel(0, 20_000)
          return Number((await rows.last().textContent())?.match(/machine-(\d+)/)?.[1])
        })
        .toBeGreaterThanOrEqual(Number(end.slice(-5)))
      expect(await rows.count()).toBeLessThan(60)
    }
    await page.getByLabel('Name, ID, address').fill('ins-00000007')
    await row(page, 'machine-02993').waitFor()
    expect(await rows.count()).toBe(1)
    expect(complaints(page)).toEqual([])
  })
})

function named(name: string) {
  const [dialect = '', account = '', id = ''] = name.split('/')
  return { dialect, account, id }
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', {
      hasText: option,
    })
    .click()
}
