import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ADMIN_TOKEN,
  barriers,
  complaints,
  startConsole,
  takePicture,
  type TestConsole,
} from './console-browser.ts'

let at: TestConsole
beforeAll(async () => {
  at = await startConsole()
})
afterAll(() => at[Symbol.asyncDispose]())

describe('signing in', () => {
  it('takes a token once; from then on no script can read it', async () => {
    const page = await at.visit('/instances')
    await page.getByLabel('Token').fill(ADMIN_TOKEN)
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'sign-in')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/console/instances')
    expect(await page.evaluate<string>('document.cookie')).toBe('')
    const kept = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage])')
    expect(kept).not.toContain(ADMIN_TOKEN)
    const [cookie] = await page.context().cookies(`${at.keyplane.api}/keyplane/`)
    expect(cookie).toMatchObject({
      httpOnly: true,
      sameSite: 'Strict',
      path: '/keyplane/',
      value: ADMIN_TOKEN,
    })
    expect(complaints(page)).toEqual([])
  })

  it('says so when the token is unknown, and asks again when it has ended', async () => {
    const page = await at.visit('/', { language: 'zh' })
    await page.getByLabel('令牌').fill('wrong')
    await page.getByRole('button', { name: /登\s*录/ }).click()
    await page.getByText('服务器不认识这个令牌').waitFor()
    const made = await createToken('reader')
    await page.getByLabel('令牌').fill(made.token)
    await page.getByRole('button', { name: /登\s*录/ }).click()
    await page.getByRole('navigation', { name: '页面' }).waitFor()
    await own(`/tokens/${made.id}`, { method: 'DELETE' })
    await page.getByLabel('令牌').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('asks again where only what is live would notice that the token has ended', async () => {
    const made = await createToken('reader')
    const page = await at.visit('/')
    await page.getByLabel('Token').fill(made.token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    const ended = Promise.withResolvers<void>()
    await page.route('**/calls/events**', async (route) => {
      await ended.promise
      await route.continue()
    })
    const listening = page.waitForRequest('**/calls/events**')
    await page.getByRole('link', { name: 'Calls', exact: true }).click()
    await page.getByText('show up here as they come').waitFor()
    await listening
    await own(`/tokens/${made.id}`, { method: 'DELETE' })
    ended.resolve()
    await page.getByLabel('Token').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('goes on, and says so, where the server did not take the token back', async () => {
    const page = await at.open('/tokens')
    await page.getByRole('heading', { level: 1, name: 'Tokens' }).waitFor()
    const problem = { contentType: 'application/problem+json', body: JSON.stringify({ detail: 'not now' }) }
    await page.route('**/keyplane/v1/session', (route) => route.fulfill({ status: 429, ...problem }))
    await page.getByRole('button', { name: 'Sign out' }).click()
    const told = page.getByRole('dialog').getByText('The server did not take the token back')
    await told.waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button').click()
    await page.getByRole('heading', { level: 1, name: 'Tokens' }).waitFor()
    await page.unroute('**/keyplane/v1/session')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Token').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('ends with signing out', async () => {
    const page = await at.open()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Token').waitFor()
    await page.reload()
    await page.getByLabel('Token').waitFor()
    expect(await page.context().cookies(`${at.keyplane.api}/keyplane/`)).toEqual([])
  })
})

describe('the page itself', () => {
  it('lets in only its own files, and is compressed, kept and never framed', async () => {
    const page = await fetch(`${at.keyplane.api}/console/any/path`)
    const policy = page.headers.get('content-security-policy') ?? ''
    const text = await page.text()
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? []
    expect(nonce).toHaveLength(24)
    expect(text).toContain(nonce)
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(page.headers.get('cache-control')).toBe('no-store')
    const [script = ''] = /\/console\/assets\/[\w-]+\.js/.exec(text) ?? []
    const asset = await fetch(`${at.keyplane.api}${script}`)
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('content-encoding')).toBe('gzip')
    expect(asset.headers.get('content-type')).toMatch(/javascript/)
    const again = await fetch(`${at.keyplane.api}/console/any/path`)
    expect(again.headers.get('content-security-policy')).not.toBe(policy)
  })

  it.each(['/console/assets/nothing.js', '/console/assets/..%2findex.html', '/console/assets/%00'])(
    'has nothing at %s',
    async (path) => {
      const answer = await fetch(`${at.keyplane.api}${path}`)
      const text = await answer.text()
      // What does not look like an asset is a page, which says that there is none.
      expect(answer.status === 404 || text.includes('<div id="console">')).toBe(true)
    },
  )
})

function own(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
  return fetch(`${at.keyplane.api}/keyplane/v1${path}`, { ...init, headers })
}

async function createToken(scope: string): Promise<{ id: string; token: string }> {
  const answer = await own('/tokens', { method: 'POST', body: JSON.stringify({ name: scope, scope }) })
  // As the contract of the own API says.
  return (await answer.json()) as { id: string; token: string }
}
