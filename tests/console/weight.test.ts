import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startConsole, type TestConsole } from './console-browser.ts'

/** Budget of the first load: compressed script, bytes. */
const MOST_SCRIPT = 350 * 1_024

let at: TestConsole
beforeAll(async () => {
  at = await startConsole()
})
afterAll(() => at[Symbol.asyncDispose]())

interface Loaded {
  readonly name: string
  /** As it came over the wire, without its head. */
  readonly encodedBodySize: number
  /** Nothing for what the browser had already. */
  readonly transferSize: number
}

/** What the browser has loaded for the page that it shows. */
async function loaded(page: Page): Promise<readonly Loaded[]> {
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  return page.evaluate<Loaded[]>("performance.getEntriesByType('resource').map((each) => each.toJSON())")
}

describe('the first load', () => {
  it('is at most 350 KB of compressed script, and comes from here alone', async () => {
    const all = await loaded(await at.open())
    expect(
      all.map(({ name }) => new URL(name).origin).filter((origin) => origin !== at.keyplane.api),
    ).toEqual([])
    const sizes = all.filter(({ name }) => name.endsWith('.js')).map(({ encodedBodySize }) => encodedBodySize)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    expect(total).toBeGreaterThan(100_000)
    expect(total).toBeLessThan(MOST_SCRIPT)
  })

  it('is the only one: what the browser has is not sent again', async () => {
    const page = await at.open()
    await loaded(page)
    await page.reload()
    const assets = (await loaded(page)).filter(({ name }) => name.includes('/assets/'))
    expect(assets.length).toBeGreaterThan(0)
    expect(assets.filter(({ transferSize }) => transferSize > 0)).toEqual([])
  })
})
