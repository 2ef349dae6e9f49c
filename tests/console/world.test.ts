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
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-busyyyy0, busy: true }
`

let at: TestConsole
let own: OwnApiClient
beforeAll(async () => {
  at = await startConsole({ seed: SEED, seedNumber: 7 })
  own = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
})
afterAll(() => at[Symbol.asyncDispose]())

function describeInstances() {
  return cvmClient(at.keyplane.endpoint).DescribeInstances({})
}

/** Chooses in a list of a form, by keyboard alone. */
async function choose(page: Page, label: string, option: string) {
  await page.getByLabel(label, { exact: true }).last().press('ArrowDown')
  await page.locator('.ant-select-item-option', { hasText: option }).click()
}

describe('fault rules', () => {
  it('made here let a real signed call fail with their code, and count', async () => {
    const page = await at.open('/world')
    await page.getByText('seed number 7').waitFor()
    await page.getByText('Nothing goes wrong on purpose').waitFor()
    await page.getByRole('button', { name: 'Add a rule' }).click()
    const dialog = page.getByRole('dialog')
    await choose(page, 'Cloud', 'Tencent CVM')
    await dialog.getByLabel('Action').fill('DescribeInstances')
    await dialog.getByLabel('Code', { exact: true }).fill('InternalServerError')
    await dialog.getByLabel('From the nth match on').fill('3')
    await dialog
      .getByText('the 3rd DescribeInstances of Tencent CVM is answered with InternalServerError')
      .waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'world.fault')
    await dialog.getByRole('button', { name: 'Add a rule' }).click()
    const rule = page.getByRole('listitem', { name: 'fault-1' })
    await rule.waitFor()
    await describeInstances()
    await describeInstances()
    await expect(describeInstances()).rejects.toMatchObject({ code: 'InternalServerError' })
    await rule.getByText('3', { exact: true }).waitFor()
    await rule.getByText('1', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Remove fault-1' }).click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await rule.waitFor({ state: 'detached' })
    expect((await own.world.faults.list({})).items).toEqual([])
    expect(complaints(page)).toEqual([])
  })

  it('are of machines too; what the server refuses is said as it says it', async () => {
    const page = await at.open('/world')
    await page.getByRole('button', { name: 'Add a rule' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('machines').check()
    await dialog.getByLabel('Instance id').fill('ins-running0')
    await choose(page, 'Step', 'applyAccess')
    await dialog.getByText('every applyAccess at ins-running0 takes 2 s longer').waitFor()
    await dialog.getByLabel('Share, %').fill('25')
    await dialog.getByText('with 25 % chance each applyAccess at ins-running0').waitFor()
    await dialog.getByLabel('Account id').fill('acme')
    await dialog.getByRole('button', { name: 'Add a rule' }).click()
    await dialog.getByText(/must have digits only/).waitFor()
    await dialog.getByLabel('Account id').fill(ACCOUNT)
    await dialog.getByRole('button', { name: 'Add a rule' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect((await own.world.faults.list({})).items).toMatchObject([
      {
        ...{ on: 'machine', rate: 0.25, fault: { kind: 'slow', delayMs: 2_000 } },
        match: { account: ACCOUNT, instance: 'ins-running0', step: 'applyAccess' },
      },
    ])
    expect(complaints(page)).toEqual([])
  })
})

describe('the clock', () => {
  it('is held, set and advanced', async () => {
    const page = await at.open('/world')
    await page.getByLabel('Hold at (RFC 3339)').fill('2026-12-24T18:00:00Z')
    await page.getByRole('button', { name: 'Hold there' }).click()
    await page.locator('time[datetime="2026-12-24T18:00:00.000Z"]').waitFor()
    await page.getByText('held', { exact: true }).waitFor()
    await page.getByRole('button', { name: '1 h', exact: true }).click()
    await page.locator('time[datetime="2026-12-24T19:00:00.000Z"]').waitFor()
    await page.getByLabel('Seconds').fill('90')
    await page.getByRole('button', { name: 'Advance', exact: true }).click()
    await page.locator('time[datetime="2026-12-24T19:01:30.000Z"]').waitFor()
    expect((await own.world.show({})).clock).toEqual({ mode: 'held', now: '2026-12-24T19:01:30.000Z' })
    await page.getByRole('button', { name: 'Let it run' }).click()
    await page.getByText('runs', { exact: true }).waitFor()
    expect(complaints(page)).toEqual([])
  })
})

describe('holds and snapshots', () => {
  it('keep instances busy and states of the world', async () => {
    const page = await at.open('/world')
    const place = page.getByLabel('Account id').first()
    await place.fill(ACCOUNT)
    await page.getByLabel('Instance id').fill('ins-running0')
    await page.locator('form').getByRole('button', { name: 'Hold', exact: true }).click()
    await page.getByRole('button', { name: 'Release ins-running0' }).waitFor()
    await page.getByLabel('Name of the snapshot').fill('ready')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Load ready' }).waitFor()
    await own.world.faults.add({
      ...{ on: 'call', match: { action: 'DescribeKeyPairs' } },
      fault: { kind: 'delay', delayMs: 1_500 },
      times: 2,
    })
    await page.getByText('every DescribeKeyPairs, at most 2 times, is answered 1500 ms later').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'world')
    await page.getByRole('button', { name: 'Release ins-running0' }).click()
    await page.getByRole('button', { name: 'Release ins-running0' }).waitFor({ state: 'detached' })
    await page.getByLabel('Instance id').fill('ins-running0')
    await page.locator('form').getByRole('button', { name: 'Release', exact: true }).click()
    await page.getByText('instance ins-running0 is not held').waitFor()
    await own.accounts.create({ id: '1000000009', name: 'later' })
    await page.getByRole('button', { name: 'Load ready' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Load' }).click()
    // What was held then is held again.
    await page.getByRole('button', { name: 'Release ins-running0' }).waitFor()
    await expect(own.accounts.show({ account: '1000000009' })).rejects.toMatchObject({ status: 404 })
    await page.getByRole('button', { name: 'Remove ready' }).click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('ready', { exact: true }).waitFor({ state: 'detached' })
    expect(complaints(page)).toEqual([])
  })
})

describe('reset', () => {
  it('wants a word to be typed, in Chinese and in the dark too', async () => {
    await own.accounts.create({ id: '1000000008', name: 'made-here' })
    const page = await at.open('/world', { language: 'zh', theme: 'dark' })
    await page.getByRole('button', { name: '全部重置' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'world.zh-dark')
    await page.getByRole('button', { name: '全部重置' }).click()
    const dialog = page.getByRole('dialog')
    const go = dialog.getByRole('button', { name: '全部重置' })
    expect(await go.isDisabled()).toBe(true)
    await dialog.getByLabel('输入“reset”以继续').fill('reset')
    expect(await barriers(page)).toEqual([])
    await go.click()
    await page.getByText('没有故障规则').waitFor()
    await expect(own.accounts.show({ account: '1000000008' })).rejects.toMatchObject({ status: 404 })
    expect(complaints(page)).toEqual([])
  })

  it('takes one account back alone', async () => {
    await own.accounts.create({ id: '1000000007', name: 'made-here' })
    const page = await at.open('/world')
    await page.getByLabel('Account id').last().fill('1000000007')
    await page.getByRole('button', { name: 'Reset this account' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('All that is of account 1000000007 is set back.').waitFor()
    await dialog.getByLabel('Type “1000000007” to go on').fill('1000000007')
    await dialog.getByRole('button', { name: 'Reset this account' }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect(own.accounts.show({ account: '1000000007' })).rejects.toMatchObject({ status: 404 })
    await own.accounts.show({ account: ACCOUNT })
  })
})

describe('who may not', () => {
  it.each(['reader', 'operator'] as const)('a token for a %s has no such page', async (scope) => {
    const { token } = await own.tokens.create({ name: scope, scope })
    const page = await at.open('/world', { token })
    await page.getByText('There is no such page.').waitFor()
    expect(await page.getByRole('link', { name: 'World' }).count()).toBe(0)
  })
})
