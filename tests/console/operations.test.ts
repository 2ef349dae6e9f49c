import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { cvmClient } from '../e2e/clouds.ts'
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
  - id: "${ACCOUNT}"
    name: acme
    users: [{ name: root, accessKeys: [{ id: AKIDacmeroot, secret: acme-root-secret }] }]
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-running0 }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-stopped0, state: stopped }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-broken00, state: stopped }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-held0000, state: stopped }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-held0001, state: stopped }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-busyyyy0, busy: true }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-running0 }
  - { dialect: alibaba-ecs, account: acme, region: cn-hangzhou, id: i-bp1000000000000000a }
`
const CVM = { dialect: 'tencent-cvm', account: ACCOUNT }

let at: TestConsole
let own: OwnApiClient
beforeAll(async () => {
  at = await startConsole({ seed: SEED })
  own = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
  await own.instances.power({
    dialect: 'alibaba-ecs',
    account: ACCOUNT,
    id: 'i-bp1000000000000000a',
    verb: 'stop',
  })
  await own.instances.power({
    dialect: 'tencent-lighthouse',
    account: ACCOUNT,
    id: 'lhins-running0',
    verb: 'reboot',
  })
})
afterAll(() => at[Symbol.asyncDispose]())

async function bindNewPair(instance: string): Promise<void> {
  const api = cvmClient(at.keyplane.endpoint)
  const { KeyPair } = await api.CreateKeyPair({ KeyName: instance.replaceAll('-', '_'), ProjectId: 0 })
  await api.AssociateInstancesKeyPairs({ InstanceIds: [instance], KeyIds: [KeyPair?.KeyId ?? ''] })
}

function rowOf(page: Page, instance: string) {
  return page.locator('.ant-table-row', { hasText: instance })
}

describe('operations', () => {
  it('show one that is held as under way, and how it ends when it is let go, without being asked again', async () => {
    const page = await at.open('/operations')
    await page.getByText('live', { exact: true }).waitFor()
    await own.world.holds.hold({ ...CVM, instance: 'ins-stopped0' })
    await bindNewPair('ins-stopped0')
    const row = rowOf(page, 'ins-stopped0')
    await row.getByText('under way').waitFor()
    await row.getByText('apply access').waitFor()
    await own.world.holds.release({ ...CVM, instance: 'ins-stopped0' })
    await row.getByText('succeeded').waitFor()
    await row.getByText('all steps done').waitFor()
    expect(await page.getByText('ins-stopped0').count()).toBe(1)
    expect(complaints(page)).toEqual([])
  })

  it('lead to the instance and to the call, and tell why one failed', async () => {
    await own.world.faults.add({
      ...{ on: 'machine', fault: { kind: 'refused' } },
      match: { ...CVM, instance: 'ins-broken00' },
    })
    const page = await at.open('/operations')
    await bindNewPair('ins-broken00')
    const row = rowOf(page, 'ins-broken00')
    await row.getByText('failed', { exact: true }).waitFor()
    const [failed] = (await own.operations.list({ instance: 'ins-broken00' })).items
    expect(failed?.message).not.toBe('')
    await row.getByText(failed?.message ?? '').waitFor()
    await own.world.holds.hold({ ...CVM, instance: 'ins-held0000' })
    await bindNewPair('ins-held0000')
    await rowOf(page, 'ins-held0000').getByText('under way').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'operations')
    const call = row.getByRole('link', { name: failed?.requestId ?? '' })
    expect(await call.getAttribute('href')).toBe(`/console/calls/${failed?.requestId}`)
    await row.getByRole('link', { name: 'ins-broken00' }).click()
    await page.waitForURL(`**/instances/tencent-cvm/${ACCOUNT}/ins-broken00`)
  })

  it('are filtered by the address, in Chinese and in the dark too', async () => {
    const look = { language: 'zh', theme: 'dark' } as const
    await own.world.holds.hold({ ...CVM, instance: 'ins-held0001' })
    await bindNewPair('ins-held0001')
    const page = await at.open(`/operations?dialect=tencent-cvm&outcome=running`, look)
    await rowOf(page, 'ins-busyyyy0').getByText('一直占用').waitFor()
    expect(await page.getByText('lhins-running0').count()).toBe(0)
    await page.getByLabel('实例 id').fill('ins-held0001')
    await page.waitForURL('**instance=ins-held0001**')
    await page.getByText('ins-busyyyy0').waitFor({ state: 'detached' })
    await rowOf(page, 'ins-held0001').getByText('进行中').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'operations.zh-dark')
    expect(complaints(page)).toEqual([])
  })

  it('read the list once more, not once for each, when many are told while it is on its way', async () => {
    const page = await at.open('/operations')
    await page.getByText('live', { exact: true }).waitFor()
    const told = Promise.withResolvers<void>()
    let lists = 0
    await page.route('**/keyplane/v1/operations?**', async (route) => {
      lists += 1
      const answer = await route.fetch()
      await told.promise
      await route.fulfill({ response: answer })
    })
    await page.getByLabel('Instance id').fill('ins-many0000')
    await page.waitForURL('**instance=ins-many0000**')
    await expect.poll(() => lists).toBeGreaterThan(0)
    const [one] = (await own.operations.list({})).items
    const kept = await at.keyplane.core.database.operations.find(one?.id ?? '')
    if (!kept) throw new Error('there is no operation to make others from')
    const newest = at.keyplane.core.clock.now()
    const events = await own.operations.events({ instance: 'ins-many0000' })
    for (let number = 0; number < 60; number += 1) {
      const other = { id: `op-many-${number}`, instanceId: 'ins-many0000', outcome: 'failed' } as const
      await at.keyplane.core.database.operations.insert({ ...kept, ...other, createdAtMs: newest + number })
    }
    // What the page hears too, at about the same time.
    let heard = 0
    for await (const _ of events) if ((heard += 1) === 60) break
    told.resolve()
    await page.getByText('60 in all').waitFor()
    expect(lists).toBeLessThan(5)
    expect(complaints(page)).toEqual([])
  })

  it('are not asked for again and again where a page of them fails', async () => {
    const page = await at.open('/')
    let lists = 0
    await page.route(/\/keyplane\/v1\/operations(\?|$)/, async (route) => {
      lists += 1
      const isFirst = !route.request().url().includes('cursor=')
      const problem = { type: 'about:blank', title: 'no', status: 400, detail: 'this page cannot be read' }
      await route.fulfill({
        status: isFirst ? 200 : 400,
        contentType: isFirst ? 'application/json' : 'application/problem+json',
        body: JSON.stringify(isFirst ? { items: [], next: 'more' } : problem),
      })
    })
    await page.getByRole('link', { name: 'Operations', exact: true }).click()
    await page.getByText('this page cannot be read').waitFor()
    const before = lists
    // Takes a while, in which nothing more is asked for.
    expect(await barriers(page)).toEqual([])
    expect(lists).toBeLessThanOrEqual(before + 2)
  })

  it('are filtered while one goes on typing', async () => {
    const page = await at.open('/operations')
    const filter = page.getByLabel('Account id')
    await filter.pressSequentially('acme ')
    await page.waitForURL(/account=acme$/)
    await filter.pressSequentially('two')
    await page.waitForURL(/account=acme[+]two$|account=acme%20two$/)
    expect(await filter.inputValue()).toBe('acme two')
  })

  it('teach the first command where there are none', async () => {
    const page = await at.open('/operations?instance=none')
    await page.getByText('There is no operation like this.').waitFor()
    expect(await barriers(page)).toEqual([])
  })
})
