import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient } from '../../src/own-api/client.ts'
import {
  ADMIN_TOKEN,
  barriers,
  complaints,
  startConsole,
  takePicture,
  type TestConsole,
} from './console-browser.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const SEED = `
accounts:
  - { id: "1000000001", name: acme, users: [{ name: root, accessKeys: [{ id: AKIDacme, secret: acme-secret }] }] }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, zone: ap-guangzhou-3, name: web-1, state: running }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, zone: ap-guangzhou-3, name: web-2, state: stopped }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, zone: ap-guangzhou-3, name: blog, state: running }
  - { dialect: volcengine-ecs, account: acme, region: cn-beijing, zone: cn-beijing-a, name: api-1, state: running }
  - { dialect: alibaba-ecs, account: acme, region: cn-hangzhou, zone: cn-hangzhou-b, id: i-shop, name: shop, state: running }
`

describe('the overview of an empty server', () => {
  it('teaches the first call, and shows it when it was made', async () => {
    await using at = await startConsole()
    const page = await at.open('/')
    const code = (await page.locator('pre').textContent()) ?? ''
    await page.getByText('No client has called yet.').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'overview.empty')
    await runWithSdk(code)
    const calls = page.getByRole('list', { name: 'Last calls' })
    await calls.getByRole('link', { name: 'RunInstances' }).waitFor()
    await page.getByRole('link', { name: 'Instances 1', exact: true }).waitFor()
    const rates = page.getByRole('table', { name: 'Calls per second by cloud' })
    const cvm = rates.getByRole('row', { name: /Tencent CVM/ })
    await expect.poll(() => cvm.getByRole('cell').allTextContents()).toEqual(expect.arrayContaining(['1']))
    expect(await page.locator('pre').count()).toBe(0)
    await calls.getByRole('link', { name: 'RunInstances' }).click()
    await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/console\/calls\/./)
    expect(complaints(page)).toEqual([])
  })
})

describe('the overview', () => {
  let at: TestConsole
  beforeAll(async () => {
    at = await startConsole({ seed: SEED })
    const client = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
    const place = { account: '1000000001', dialect: 'alibaba-ecs', region: 'cn-hangzhou' }
    await client.keyPairs.create({ ...place, name: 'laptop' })
    // In force from the next boot on: until then it is pending.
    for await (const { outcome } of await client.bindings.add({ key: 'laptop', instances: ['i-shop'] })) {
      expect(outcome).toBe('pending')
    }
  })
  afterAll(() => at[Symbol.asyncDispose]())

  it('counts what there is, each number with its list', async () => {
    const page = await at.open('/')
    await page.getByRole('link', { name: 'Instances 5', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Running operations 0' }).waitFor()
    await page.getByText(/^Version \d/).waitFor()
    const machines = page.getByRole('table', { name: 'Instances by cloud and state' })
    expect(
      await machines
        .getByRole('row', { name: /Tencent CVM/ })
        .getByRole('cell')
        .allTextContents(),
    ).toEqual([...['1', '1', '2']])
    expect(
      await machines
        .getByRole('row', { name: /Tencent CVM/ })
        .getByRole('link')
        .nth(1)
        .getAttribute('href'),
    ).toBe('/console/instances?dialect=tencent-cvm&state=stopped')
    expect(await page.getByRole('link', { name: /^Failed in the last hour/ }).getAttribute('href')).toBe(
      '/console/operations?outcome=failed',
    )
    await page.getByRole('link', { name: 'Pending changes 1' }).click()
    await page.getByRole('link', { name: 'shop' }).waitFor()
    expect(page.url()).toMatch(/\/console\/instances\?pending=true$/)
    expect(await page.getByRole('link', { name: 'web-1' }).count()).toBe(0)
    expect(complaints(page)).toEqual([])
  })

  it('shows calls as they come, as lines and as a table', async () => {
    const page = await at.open('/')
    await page.getByRole('figure', { name: /^Calls per second/ }).waitFor()
    // Refused, as all that nobody signed: they are calls like others.
    for (let call = 0; call < 12; call += 1) await callUnsigned(call)
    const rows = page.getByRole('list', { name: 'Last calls' }).getByRole('listitem')
    await expect.poll(() => rows.count()).toBe(12)
    const volcengine = page
      .getByRole('table', { name: 'Calls per second by cloud' })
      .getByRole('row', { name: /Volcengine/ })
    const lastMinute = volcengine.getByRole('cell').nth(2)
    await expect.poll(() => lastMinute.textContent()).toBe('6')
    await expect
      .poll(async () => Number(await volcengine.getByRole('cell').nth(1).textContent()))
      .toBeGreaterThan(0)
    // Two answers and more: there is a line to be seen.
    const points = async () =>
      (await page.locator('polyline').first().getAttribute('points'))?.split(' ').length
    await expect.poll(points).toBeGreaterThan(2)
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'overview')
    await page.setViewportSize({ width: 800, height: 900 })
    const isWider = () => page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
    expect(await isWider()).toBe(false)
    expect(complaints(page)).toEqual([])
  })

  it('loses no call that is told while the list of them is on its way', async () => {
    const page = await at.open('/tokens')
    const told = Promise.withResolvers<void>()
    const read = Promise.withResolvers<void>()
    await page.route('**/keyplane/v1/calls?**', async (route) => {
      const answer = await route.fetch()
      read.resolve()
      await told.promise
      await route.fulfill({ response: answer })
    })
    const opened = page.waitForResponse('**/keyplane/v1/calls/events*')
    await page.getByRole('link', { name: 'Overview' }).click()
    await opened
    await read.promise
    await fetch(`${at.keyplane.api}/?Action=ToldMeanwhile&Version=2014-05-26&SignatureMethod=HMAC-SHA1`)
    const action = page.getByRole('list', { name: 'Last calls' }).getByText('ToldMeanwhile')
    told.resolve()
    await action.waitFor()
    await page.unroute('**/keyplane/v1/calls?**')
    expect(complaints(page)).toEqual([])
  })

  it('speaks Chinese, and is readable in the dark', async () => {
    await callUnsigned(0)
    const page = await at.open('/', { language: 'zh', theme: 'dark' })
    await page.getByRole('heading', { name: '总览', level: 1 }).waitFor()
    await page.getByRole('link', { name: '待生效的变更 1' }).waitFor()
    await page.getByRole('list', { name: '最近的调用' }).getByRole('listitem').first().waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'overview.zh-dark')
    expect(complaints(page)).toEqual([])
  })

  const CALLS = [
    '/?Action=DescribeKeyPairs&Version=2020-04-01&X-Algorithm=HMAC-SHA256',
    '/?Action=DescribeInstances&Version=2014-05-26&SignatureMethod=HMAC-SHA1',
  ]
  const callUnsigned = async (index: number) => {
    await fetch(`${at.keyplane.api}${CALLS[index % CALLS.length] ?? ''}`)
  }
})

/** Runs what the page says as a reader would, in a folder that has the SDK. */
async function runWithSdk(code: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-first-call-'))
  try {
    mkdirSync(join(folder, 'node_modules'))
    const sdk = join('node_modules', 'tencentcloud-sdk-nodejs')
    symlinkSync(join(ROOT, sdk), join(folder, sdk))
    writeFileSync(join(folder, 'first-call.mjs'), code)
    await execa(process.execPath, ['first-call.mjs'], { cwd: folder })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
