import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { AxeBuilder } from '@axe-core/playwright'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

import { onTestFinished } from 'vitest'

import { startTestKeyplane, type TestKeyplane, type TestOptions } from '../start-keyplane.ts'

export const ADMIN_TOKEN = 'the-administrators-token'

/** Debian's; the flags keep it from asking anything of a network. */
const PROGRAM = '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Screenshots are kept here: `npm run docs:console` names the folder of the documents. */
const PICTURES =
  process.env['KEYPLANE_TEST_PICTURES'] ?? join(import.meta.dirname, '..', '..', 'test-pictures')
/** Browsers are slow where others work too; who is quick waits no longer. */
const PATIENCE_MS = 60_000
const WINDOW = { width: 1280, height: 860 }

export interface ConsoleOptions {
  readonly language?: 'en' | 'zh'
  readonly theme?: 'light' | 'dark'
}

/** A running Keyplane and a Chromium at its console. Use with `await using`. */
export interface TestConsole extends AsyncDisposable {
  readonly keyplane: TestKeyplane
  /** Somebody in front of the console who has to sign in first. Until its test ends; so are all pages. */
  visit(path?: string, options?: ConsoleOptions): Promise<Page>
  /** Somebody who is signed in, by default as the administrator; those with other tokens have cookies of their own. */
  open(path?: string, options?: ConsoleOptions & { readonly token?: string }): Promise<Page>
}

export async function startConsole(options: TestOptions = {}): Promise<TestConsole> {
  const keyplane = await startTestKeyplane({ adminToken: ADMIN_TOKEN, ...options })
  const browser = await launch(keyplane)
  const contexts = new Map<string, Promise<BrowserContext>>()
  const contextOf = (kind: string, { language = 'en', theme = 'light' }: ConsoleOptions) => {
    const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
    const name = `${kind} ${language} ${theme}`
    const context = contexts.get(name) ?? newContext(browser, { locale, colorScheme: theme })
    contexts.set(name, context)
    return context
  }
  const show = async (context: BrowserContext, path: string) => {
    const page = await context.newPage()
    failOnErrors(page)
    // A page that is left open goes on asking, at the cost of the tests after it.
    onTestFinished(() => page.close())
    await page.goto(`${keyplane.api}/console${path}`)
    return page
  }
  return {
    keyplane,
    async visit(path = '/', look = {}) {
      const context = await contextOf('stranger', look)
      await context.clearCookies()
      return show(context, path)
    },
    async open(path = '/', { token = ADMIN_TOKEN, ...look } = {}) {
      const context = await contextOf(token, look)
      await keepToken(context, keyplane.api, token)
      return show(context, path)
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      await keyplane[Symbol.asyncDispose]()
    },
  }
}

async function newContext(browser: Browser, look: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({ ...look, viewport: WINDOW, reducedMotion: 'reduce' })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}

async function launch(keyplane: TestKeyplane): Promise<Browser> {
  try {
    return await chromium.launch({ executablePath: PROGRAM, args: FLAGS })
  } catch (error) {
    await keyplane[Symbol.asyncDispose]()
    throw error
  }
}

/** What signing in by the page does, without waiting for the page; one test does it by the page. */
async function keepToken(context: BrowserContext, api: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await context.request.post(`${api}/keyplane/v1/session`, { headers })
  if (!answer.ok()) throw new Error(`signing in was refused: ${answer.status()} ${await answer.text()}`)
}

/** 502: a host of one's own did not answer. */
const REFUSED = /^Failed to load resource: the server responded with a status of (4\d\d|502) /
const errorsOf = new WeakMap<Page, string[]>()

/** A refusal of the server is for the page to show; everything else that a browser complains of is a defect. */
function failOnErrors(page: Page): void {
  const errors: string[] = []
  errorsOf.set(page, errors)
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    const isRefusal = REFUSED.test(message.text())
    if (message.type() === 'error' && !isRefusal) errors.push(message.text())
  })
}

/** What the browser complained of: errors of scripts, and what the Content-Security-Policy refused. */
export function complaints(page: Page): readonly string[] {
  return errorsOf.get(page) ?? []
}

const DIALOG = '[role="dialog"]'

/** What axe finds against WCAG 2.2 A and AA, a line each; empty is right. */
export async function barriers(page: Page): Promise<readonly string[]> {
  // What is just appearing is paler than it will be; what turns for ever is not waited for.
  const passing =
    'document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)'
  await page.evaluate(`Promise.allSettled(${passing}.map(({ finished }) => finished))`)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  // There are no frames, for which it would open a page of its own each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).withTags(tags)
  // What is behind a dialog was looked at before it was opened.
  if ((await page.locator(`${DIALOG}:visible`).count()) > 0) axe.include(DIALOG)
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${impact} ${id} ${target.join(' ')}: ${failureSummary}`),
  )
}

/** Keeps what the page looks like, as an artifact of the tests. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' })
}
