import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { complaints, startConsole, type TestConsole } from './console-browser.ts'
import { seedOf } from './form-steps.ts'

const ACCOUNT = '1000000001'
const CVM = { dialect: 'tencent-cvm', region: 'ap-guangzhou' }
const publicKey = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)}`
/** More rows than a search looks at for one page. */
const MANY = 10_100

/** The last one, by id, is found last; `near` is among the first. */
function nameOf(index: number): string {
  if (index === MANY - 1) return 'needle-far'
  return index === 7 ? 'needle-near' : index === MANY - 2 ? 'lonely' : `web-${index}`
}

let at: TestConsole
beforeAll(async () => {
  const all = Array.from({ length: MANY }, (_, index) => ({
    name: nameOf(index),
    number: String(index).padStart(8, '0'),
  }))
  const instances = all.map(({ name, number }) => ({
    ...{ ...CVM, id: `ins-${number}`, name, more: 'state: stopped' },
  }))
  const keyPairs = all.map(({ name, number }) => ({
    ...{ ...CVM, id: `skey-${number}`, name: name.replaceAll('-', '_'), publicKey },
  }))
  at = await startConsole({ seed: seedOf(ACCOUNT, { instances, keyPairs }) })
}, 240_000)
afterAll(() => at[Symbol.asyncDispose]())

/** What is offered below a field, or said there in place of choices. */
function offered(page: Page): Locator {
  return page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
}

function optionOf(page: Page, name: string): Locator {
  return offered(page).locator('.ant-select-item-option').filter({ hasText: name }).first()
}

async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('link', { name: 'web_0', exact: true }).click()
  await page.getByRole('button', { name: 'Bind to instances' }).click()
  return page.getByRole('dialog')
}

describe('choosing among more than the server looks at for one page', () => {
  it('finds instances wherever they are, says that it searches, and ends it for another search', async () => {
    const page = await at.open('/key-pairs?text=web_0')
    const dialog = await openDialog(page)
    const field = dialog.getByLabel('Instances', { exact: true })
    await field.click()
    await field.fill('needle')
    await optionOf(page, 'needle-near').waitFor()
    await optionOf(page, 'needle-far').waitFor()

    const answer = Promise.withResolvers<void>()
    await page.route(
      /\/instances\?.*text=lonely.*cursor=|\/instances\?.*cursor=.*text=lonely/,
      async (route) => {
        await answer.promise
        // The browser may have ended it.
        await route.continue().catch(() => undefined)
      },
    )
    const left = page.waitForEvent('requestfailed', (request) => request.url().includes('lonely'))
    await field.fill('lonely')
    await offered(page).getByText('Searching…').waitFor()
    await field.fill('web-12')
    await left
    await optionOf(page, 'web-12').waitFor()
    answer.resolve()
    await field.fill('lonely')
    await optionOf(page, 'lonely').waitFor()
    await field.fill('nothing of this name')
    await offered(page).getByText('No instance matches.').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('finds key pairs wherever they are', async () => {
    const page = await at.open('/key-pairs?text=web_0')
    const dialog = await openDialog(page)
    const field = dialog.getByLabel('Key pair', { exact: true })
    await field.click()
    await field.fill('lonely')
    await optionOf(page, 'lonely').waitFor()
    await field.fill('nothing of this name')
    await offered(page).getByText('No key pair matches.').waitFor()
    expect(complaints(page)).toEqual([])
  })
})
