import type { Page } from 'playwright-core'
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

const TOKEN_FORM = /^kpt_[0-9a-z]{48}$/

let at: TestConsole
beforeAll(async () => {
  at = await startConsole()
})
afterAll(() => at[Symbol.asyncDispose]())

const clientWith = (token: string) => createOwnApiClient({ url: at.keyplane.api, token })
const rowOf = (page: Page, name: string) => page.locator('.ant-table-row').filter({ hasText: name })

async function make(name: string, scope: 'reader' | 'operator' | 'admin') {
  return clientWith(ADMIN_TOKEN).tokens.create({ name, scope })
}

describe('the tokens page', () => {
  it('teaches the first token, makes it, shows it once, and takes it away', async () => {
    const page = await at.open('/tokens')
    await page.getByText('There is no token beside').waitFor()
    await page.getByText('signed in with the administrator’s own token').waitFor()
    expect(await barriers(page)).toEqual([])

    await page.getByRole('button', { name: 'Create token' }).click()
    const form = page.getByRole('dialog', { name: 'Create token' })
    await form.getByLabel('Name').fill('no spaces')
    await form.getByText('Must be 1 to 64 letters').waitFor()
    await form.getByLabel('Name').fill('dashboard')
    await form.getByRole('radio', { name: /^operator/ }).check()
    expect(await barriers(page)).toEqual([])
    await form.getByRole('button', { name: 'Create token' }).click()

    const shown = page.getByRole('dialog', { name: 'Keep this token now' })
    const token = (await shown.locator('pre').first().innerText()).trim()
    expect(token).toMatch(TOKEN_FORM)
    expect(await barriers(page)).toEqual([])
    expect(await clientWith(token).session.show({})).toMatchObject({ scope: 'operator' })
    const days =
      (Date.parse((await clientWith(token).session.show({})).expiresAt ?? '') - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(30)
    await page.keyboard.press('Escape')
    await shown.getByRole('button', { name: 'I have kept it' }).click()
    await shown.waitFor({ state: 'hidden' })
    expect(await page.content()).not.toContain(token)

    await rowOf(page, 'dashboard').getByText('operator', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Remove dashboard' }).click()
    const asked = page.getByRole('dialog', { name: 'Remove token dashboard?' })
    await asked.getByText('It is worthless at once').waitFor()
    expect(await barriers(page)).toEqual([])
    await asked.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('There is no token beside').waitFor()
    await expect(clientWith(token).session.show({})).rejects.toMatchObject({ status: 401 })
    expect(complaints(page)).toEqual([])
  })

  it('marks the token of this browser, which signs itself out by removing it', async () => {
    await make('dashboard', 'reader')
    await make('deploy-pipeline', 'operator')
    const own = await make('night-shift', 'admin')
    const page = await at.open('/tokens', { token: own.token })
    await rowOf(page, 'night-shift').getByText('this browser').waitFor()
    expect(await page.getByText('this browser').count()).toBe(1)
    await takePicture(page, 'tokens')
    await page.getByRole('button', { name: 'Remove night-shift' }).click()
    const asked = page.getByRole('dialog')
    await asked.getByText('the one this browser is signed in with').waitFor()
    await asked.getByRole('button', { name: 'Remove' }).click()
    await page.getByLabel('Token', { exact: true }).waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('says why nothing could be removed', async () => {
    const gone = await make('gone-already', 'reader')
    const page = await at.open('/tokens')
    await page.getByRole('button', { name: 'Remove gone-already' }).click()
    await clientWith(ADMIN_TOKEN).tokens.remove({ id: gone.id })
    const asked = page.getByRole('dialog')
    await asked.getByRole('button', { name: 'Remove' }).click()
    await asked.getByText(`there is no token "${gone.id}"`).waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('is walked in Chinese and in the dark', async () => {
    await make('ci', 'reader')
    const page = await at.open('/tokens', { language: 'zh', theme: 'dark' })
    await page.getByRole('heading', { level: 1, name: '令牌' }).waitFor()
    await rowOf(page, 'ci').getByText('只读').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'tokens.zh-dark')
    await page.getByRole('button', { name: '创建令牌' }).click()
    const form = page.getByRole('dialog', { name: '创建令牌' })
    await form.getByLabel('名称').fill('夜班')
    await form.getByText('须为 1 到 64 个字母').waitFor()
    await form.getByLabel('名称').fill('yeban')
    expect(await barriers(page)).toEqual([])
    await form.getByRole('button', { name: '创建令牌' }).click()
    await page.getByRole('button', { name: '我已保存' }).click()
    await rowOf(page, 'yeban').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it.each(['reader', 'operator'] as const)('is not for a token of scope %s', async (scope) => {
    const { token } = await make(`only-${scope}`, scope)
    const page = await at.open('/', { token })
    await page.getByRole('navigation', { name: 'Pages' }).waitFor()
    expect(await page.getByRole('link', { name: 'Tokens' }).count()).toBe(0)
  })
})
