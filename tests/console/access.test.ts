import { readFile } from 'node:fs/promises'

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
import { ACCOUNT, RUNNING, TRAFFIC_SEED } from './traffic-world.ts'

let at: TestConsole
let own: OwnApiClient
beforeAll(async () => {
  at = await startConsole({ seed: TRAFFIC_SEED })
  own = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
})
afterAll(() => at[Symbol.asyncDispose]())

/** One key for good, from the seed, and one that ends. */
async function bindVisitor(): Promise<void> {
  const results = await own.bindings.add({
    ...{ key: 'deploy', instances: [`tencent-cvm/${ACCOUNT}/${RUNNING}`], forSeconds: 3_600 },
  })
  for await (const result of results) expect(result).not.toMatchObject({ outcome: 'refused' })
}

function rowOf(page: Page, text: string) {
  return page.locator('.ant-table-row', { hasText: text })
}

describe('who has access', () => {
  it('tells which key opens which instance, through what, and until when', async () => {
    await bindVisitor()
    const page = await at.open('/access')
    const visited = rowOf(page, RUNNING)
    await visited.getByRole('link', { name: 'deploy' }).waitFor()
    expect(await visited.innerText()).toMatch(/binding\s+yes/)
    expect((await visited.innerText()).match(/\d{4}-\d\d-\d\d/g)).toHaveLength(2)
    const shop = rowOf(page, 'shop-1')
    expect(await shop.innerText()).toMatch(/binding[^]*for good/)
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'access')
    await page.setViewportSize({ width: 800, height: 860 })
    await page.waitForFunction('document.documentElement.scrollWidth <= 800')
    await visited.getByRole('link', { name: 'deploy' }).click()
    await page.waitForURL(/\/key-pairs\/tencent-cvm\//)
    expect(complaints(page)).toEqual([])
  })

  it('is filtered by the address, and looks at no machine when told so', async () => {
    const page = await at.open('/access?look=no&dialect=alibaba-ecs', { language: 'zh', theme: 'dark' })
    const shop = rowOf(page, 'shop-1')
    await shop.getByText('未核实').waitFor()
    expect(await rowOf(page, RUNNING).count()).toBe(0)
    await page.getByLabel('查看机器').click()
    await shop.getByText('能', { exact: true }).waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'access.zh-dark')
    await page.getByRole('textbox', { name: '指纹' }).fill('SHA256:nobody')
    await page.getByText('没有符合筛选条件的密钥。').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('is a file for programs that open tables', async () => {
    const { token } = await own.tokens.create({ name: 'reader', scope: 'reader' })
    const page = await at.open(`/access?instance=${RUNNING}`, { token })
    await rowOf(page, RUNNING).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('access.csv')
    const [head, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n')
    expect(head).toMatch(/^dialect,account,instanceId,/)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`tencent-cvm,${ACCOUNT},${RUNNING},web-1`)
  })
})
