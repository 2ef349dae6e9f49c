import { readFile } from 'node:fs/promises'

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { PATIENCE } from '../patience.ts'
import {
  ADMIN_TOKEN,
  barriers,
  complaints,
  startConsole,
  takePicture,
  type TestConsole,
} from './console-browser.ts'
import { ACCOUNT, KEY_PAIR, STOPPED, tencent, TRAFFIC_SEED } from './traffic-world.ts'

let at: TestConsole
let own: OwnApiClient
let bindId: string
beforeAll(async () => {
  at = await startConsole({ seed: TRAFFIC_SEED })
  own = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
  const client = tencent(at.keyplane.endpoint)
  await client.DescribeKeyPairs({})
  const alice = tencent(at.keyplane.endpoint, { secretId: 'AKIDalice', secretKey: 'alice-secret' })
  await expect(alice.CreateKeyPair({ KeyName: 'hers', ProjectId: 0 })).rejects.toThrow(/authorized/i)
  const bound = await client.AssociateInstancesKeyPairs({ InstanceIds: [STOPPED], KeyIds: [KEY_PAIR] })
  bindId = bound.RequestId ?? ''
  await vi.waitFor(async () => {
    expect((await own.audit.trace({ requestId: bindId })).machines).toHaveLength(1)
  }, PATIENCE)
})
afterAll(() => at[Symbol.asyncDispose]())

describe('the audit page', () => {
  it('lists the rows of an account, newest first, and filters them by the address', async () => {
    const page = await at.open('/audit')
    await page.getByText(`on the machine ${STOPPED}`).waitFor()
    const actions = await page
      .getByRole('button', { name: /^(DescribeKeyPairs|AssociateInstancesKeyPairs)$/ })
      .allInnerTexts()
    expect(actions.at(-1)).toBe('DescribeKeyPairs')
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'audit')
    await page.getByRole('textbox', { name: 'User' }).fill('alice')
    await page.waitForURL(/user=alice/)
    await page.getByRole('button', { name: 'CreateKeyPair' }).waitFor()
    await page.getByRole('button', { name: 'DescribeKeyPairs' }).waitFor({ state: 'detached' })
    await page.goto(`${at.keyplane.api}/console/audit?account=${ACCOUNT}&action=CreateKeyPair&outcome=ok`)
    await page.getByText('No row fits these filters.').waitFor()
    await page.goto(`${at.keyplane.api}/console/audit?since=2100-01-01T00:00:00Z`)
    await page.getByText('No row fits these filters.').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('opens a row, with the keys that came and everything else its request did', async () => {
    const page = await at.open(`/audit?subject=${STOPPED}`, { language: 'zh', theme: 'dark' })
    await page.getByRole('button', { name: 'AssociateInstancesKeyPairs' }).last().click()
    const drawer = page.getByRole('dialog')
    await drawer
      .getByText(/SHA256:.*新增/)
      .first()
      .waitFor()
    await drawer.getByText(bindId).first().waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'audit.zh-dark')
    await drawer.getByRole('button', { name: '只看该请求的记录' }).click()
    await page.waitForURL((url) => url.searchParams.get('requestId') === bindId)
    await drawer.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'AssociateInstancesKeyPairs' }).first().click()
    await drawer.getByRole('link', { name: '查看完整调用' }).click()
    await page.waitForURL(/\/calls\//)
    expect(complaints(page)).toEqual([])
  })

  it('says in words whether the log is as it was written', async () => {
    const page = await at.open('/audit')
    await page.getByRole('button', { name: 'Verify' }).click()
    const dialog = page.getByRole('dialog', { name: 'Is the log as it was written?' })
    await dialog
      .getByText(/Whole: \d+ rows are as they were sealed/)
      .first()
      .waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'audit-verify')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await dialog.waitFor({ state: 'hidden' })
  })

  it('exports what fits the filters, also for a reader', async () => {
    const { token } = await own.tokens.create({ name: 'reader', scope: 'reader' })
    const page = await at.open(`/audit?user=alice`, { token })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { user: 'alice', action: 'CreateKeyPair', account: ACCOUNT },
    ])
    expect(complaints(page)).toEqual([])
  })
})
