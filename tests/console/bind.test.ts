import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { sshKey } from '../ssh-client.ts'
import {
  ADMIN_TOKEN,
  barriers,
  complaints,
  startConsole,
  takePicture,
  type TestConsole,
} from './console-browser.ts'
import { choose, seedOf, textOf } from './form-steps.ts'

const ACCOUNT = '1000000001'
const CVM = { dialect: 'tencent-cvm', region: 'ap-guangzhou', id: 'ins-journey0', name: 'journey-cvm' }
const LIGHTHOUSE = {
  ...{ dialect: 'tencent-lighthouse', region: 'ap-guangzhou' },
  ...{ id: 'lhins-journey0', name: 'journey-lighthouse' },
}
const ALIBABA = {
  ...{ dialect: 'alibaba-ecs', region: 'cn-hangzhou' },
  ...{ id: 'i-bp1journey000000000a', name: 'journey-alibaba' },
}
const VOLCENGINE = {
  ...{ dialect: 'volcengine-ecs', region: 'cn-beijing' },
  ...{ id: 'i-vjourney000000000000', name: 'fleet-volcengine' },
}
const FLEET = [
  { ...CVM, id: 'ins-fleet000', name: 'fleet-cvm', more: 'password: S3cret-pw!' },
  { ...LIGHTHOUSE, id: 'lhins-fleet000', name: 'fleet-lighthouse', more: 'keyPairs: [old]' },
  { ...ALIBABA, id: 'i-bp1fleet00000000000a', name: 'fleet-alibaba', more: 'keyPairs: [old]' },
  { ...VOLCENGINE, more: 'state: stopped' },
  { ...VOLCENGINE, id: 'i-vfleetbusy0000000000', name: 'fleet-busy', more: 'busy: true' },
]
const CLOSING = { ...LIGHTHOUSE, id: 'lhins-closing0', name: 'closing-lighthouse' }
const LINE = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI'
const PAIRS = [
  ...[CVM, LIGHTHOUSE, ALIBABA, VOLCENGINE].flatMap(({ dialect, region }) => [
    { dialect, region, name: 'team', publicKey: `${LINE}${'A'.repeat(43)}` },
    { dialect, region, name: 'old', publicKey: `${LINE}${'B'.repeat(43)}` },
  ]),
]

/** Many steps, each of which may wait for a busy machine. */
const LONGEST_JOURNEY_MS = 240_000

let at: TestConsole
let client: OwnApiClient
beforeAll(async () => {
  const instances = [CVM, LIGHTHOUSE, ALIBABA, CLOSING, ...FLEET]
  // Long enough that one sees it happen, also on a busy machine.
  at = await startConsole({ seed: seedOf(ACCOUNT, { instances, keyPairs: PAIRS }), transitionMs: 2_500 })
  client = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
})
afterAll(() => at[Symbol.asyncDispose]())

/** The page of a key pair with its bind dialog open, and instances picked in it. */
async function openDialog(
  page: Page,
  names: readonly string[],
  button = 'Bind to instances',
): Promise<Locator> {
  await page.getByRole('button', { name: button }).click()
  const dialog = page.getByRole('dialog')
  for (const name of names)
    await choose(dialog, {
      label: button === 'Bind to instances' ? 'Instances' : '实例',
      option: name,
      typed: name,
    })
  await page.keyboard.press('Escape')
  return dialog
}

function rowOf(dialog: Locator, name: string): Locator {
  return dialog.getByRole('row').filter({ hasText: name })
}

async function login({ dialect, id }: { readonly dialect: string; readonly id: string }, privateKey: string) {
  const { access } = await client.instances.show({ dialect, account: ACCOUNT, id })
  if (!access) throw new Error('there is no way in')
  const { host, port, user, hostKey } = access
  const knownHosts = `[${host}]:${port} ${hostKey ?? ''}\n`
  return sshKey({ host, port, user, privateKey, knownHosts, command: 'echo in' })
}

describe('binding with the console', () => {
  it(
    'makes a key pair, binds it in three clouds, and its file opens each machine',
    async () => {
      const page = await at.open('/key-pairs')
      const privateKey = await createPair(page, 'journey')
      await importElsewhere(page, { cloud: 'Tencent Lighthouse', region: 'ap-guangzhou' })
      await importElsewhere(page, { cloud: 'Alibaba ECS', region: 'cn-hangzhou' })
      const journey = [CVM, LIGHTHOUSE, ALIBABA]
      for (const instance of journey) expect((await login(instance, privateKey)).exitCode).toBe(255)

      const dialog = await openDialog(page, ['journey-cvm', 'journey-lighthouse', 'journey-alibaba'])
      await rowOf(dialog, 'journey-cvm').getByText('ask with force').waitFor()
      await rowOf(dialog, 'journey-lighthouse').getByText('Is stopped, gets the key, starts again').waitFor()
      await rowOf(dialog, 'journey-alibaba').getByText('in force from its next boot on').waitFor()
      await dialog.getByRole('button', { name: 'Use force' }).click()
      await rowOf(dialog, 'journey-cvm').getByText('Is stopped by force').waitFor()
      await dialog.getByRole('button', { name: 'Bind to 3 instances' }).click()

      await dialog.getByText('You may close this: what has begun goes on.').waitFor()
      await rowOf(dialog, 'journey-cvm')
        .getByText(/is being stopped|gets the key|starts again/)
        .waitFor()
      await dialog.getByText('3 of 3 done, 1 in force from the next boot on').waitFor()
      await rowOf(dialog, 'journey-cvm').getByText('bound').waitFor()
      await rowOf(dialog, 'journey-lighthouse').getByText('bound').waitFor()
      await rowOf(dialog, 'journey-alibaba').getByText('from the next boot on').waitFor()
      await dialog.getByRole('button', { name: 'Close' }).last().click()
      await dialog.waitFor({ state: 'hidden' })

      // The machine whose cloud waits for a boot does not know the key before it.
      expect((await login(ALIBABA, privateKey)).exitCode).toBe(255)
      const { operationId } = await client.instances.power({ ...ALIBABA_NAMED, verb: 'reboot' })
      await expect
        .poll(async () => (await client.operations.show({ id: operationId })).outcome)
        .toBe('succeeded')
      for (const instance of journey)
        expect(await login(instance, privateKey)).toMatchObject({ exitCode: 0, stdout: 'in\n' })
      expect(complaints(page)).toEqual([])
    },
    LONGEST_JOURNEY_MS,
  )

  it('says beforehand what will happen at each instance, by cloud and by choice', async () => {
    const page = await at.open(await pathOfPair('tencent-cvm', 'team'))
    const dialog = await openDialog(
      page,
      FLEET.map(({ name }) => name),
    )
    await rowOf(dialog, 'fleet-busy').getByText('another operation on it is not finished').waitFor()
    await dialog.getByText('One running instance needs force.').waitFor()
    await dialog.getByRole('button', { name: 'Use force' }).click()
    await rowOf(dialog, 'fleet-cvm').getByText('Password login ends').waitFor()
    await rowOf(dialog, 'fleet-lighthouse').getByText('old').waitFor()
    await rowOf(dialog, 'fleet-lighthouse').getByText('goes').waitFor()
    await rowOf(dialog, 'fleet-volcengine').getByText('in force when it starts').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'bind')
    await dialog.getByText('Keep them', { exact: true }).click()
    await rowOf(dialog, 'fleet-alibaba').getByText('old stays').waitFor()
    await choose(dialog, { label: 'For how long', option: '1 hour' })
    await rowOf(dialog, 'fleet-alibaba').getByText('In force at once, without a restart').waitFor()
    await choose(dialog, { label: 'For how long', option: 'Other…' })
    await dialog.getByLabel('Hours').fill('3')
    await rowOf(dialog, 'fleet-alibaba').getByText('In force at once, without a restart').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const { items } = await client.bindings.list({ keyPair: `tencent-cvm/${ACCOUNT}/team` })
    expect(items).toEqual([])
    expect(complaints(page)).toEqual([])
  })

  it('binds nothing before it has told what this choice would do', async () => {
    const page = await at.open(await pathOfPair('tencent-cvm', 'team'))
    const dialog = await openDialog(page, ['fleet-cvm', 'fleet-lighthouse'])
    const bind = dialog.getByRole('button', { name: 'Bind to 2 instances' })
    await expect.poll(() => bind.isEnabled()).toBe(true)
    const answer = Promise.withResolvers<void>()
    await page.route('**/bindings/preview', async (route) => {
      await answer.promise
      await route.continue()
    })
    const asking = page.waitForRequest('**/bindings/preview')
    await dialog.getByText('Switch running machines off').click()
    expect(await bind.isDisabled()).toBe(true)
    // Asked, and not answered.
    await asking
    expect(await bind.isDisabled()).toBe(true)
    answer.resolve()
    await rowOf(dialog, 'fleet-cvm').getByText('Is stopped by force').waitFor()
    await expect.poll(() => bind.isEnabled()).toBe(true)
    expect(complaints(page)).toEqual([])
  })

  it('says why it cannot tell what would happen, and asks again', async () => {
    const page = await at.open(await pathOfPair('tencent-cvm', 'team'))
    const problem = { contentType: 'application/problem+json', body: JSON.stringify({ detail: 'not now' }) }
    await page.route('**/bindings/preview', (route) => route.fulfill({ status: 429, ...problem }))
    const dialog = await openDialog(page, ['fleet-lighthouse'])
    await dialog.getByRole('alert').getByText('not now').waitFor()
    const bind = dialog.getByRole('button', { name: 'Bind to 1 instance' })
    expect(await bind.isDisabled()).toBe(true)
    expect(await barriers(page)).toEqual([])
    await page.unroute('**/bindings/preview')
    await dialog.getByRole('button', { name: 'Ask again' }).click()
    await rowOf(dialog, 'fleet-lighthouse').getByText('Is stopped, gets the key, starts again').waitFor()
    await expect.poll(() => bind.isEnabled()).toBe(true)
    expect(complaints(page)).toEqual([])
  })

  it('tells who was refused, and tries those again', async () => {
    const page = await at.open(await pathOfPair('tencent-cvm', 'team'))
    const dialog = await openDialog(page, ['fleet-cvm', 'fleet-lighthouse'])
    await dialog.getByRole('button', { name: 'Bind to 2 instances' }).click()
    await dialog.getByText('2 of 2 done, 1 failed').waitFor()
    await rowOf(dialog, 'fleet-cvm').getByText('refused').waitFor()
    await rowOf(dialog, 'fleet-cvm').getByText('ask with force').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'bind-outcome')
    expect(await dialog.locator(':focus').count()).toBe(1)
    await dialog.getByRole('button', { name: 'Retry the failed with force' }).click()
    await dialog.getByText('2 of 2 done', { exact: true }).waitFor()
    await rowOf(dialog, 'fleet-cvm').getByText('bound').waitFor()
    const { keyPairIds } = await client.instances.show({
      dialect: CVM.dialect,
      account: ACCOUNT,
      id: 'ins-fleet000',
    })
    expect(keyPairIds).toHaveLength(1)
    expect(complaints(page)).toEqual([])
  })

  it('goes on when its dialog is closed', async () => {
    const page = await at.open(await pathOfPair('tencent-lighthouse', 'old'))
    const dialog = await openDialog(page, ['closing-lighthouse'])
    await dialog.getByRole('button', { name: 'Bind to 1 instance' }).click()
    await dialog.getByText('You may close this: what has begun goes on.').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('The operations show how it ends.').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await expect
      .poll(async () => {
        const { items } = await client.bindings.list({ instance: 'lhins-closing0' })
        return items.map(({ keyPairName, applied }) => ({ keyPairName, applied }))
      })
      .toEqual([{ keyPairName: 'old', applied: true }])
    // The page behind it shows what became of it, without being loaded again.
    await page.getByRole('row').filter({ hasText: 'closing-lighthouse' }).getByText('in force').waitFor()
  })

  it('speaks Chinese, in dark colours too', async () => {
    const page = await at.open(await pathOfPair('alibaba-ecs', 'team'), { language: 'zh', theme: 'dark' })
    const dialog = await openDialog(page, ['fleet-alibaba', 'fleet-volcengine'], '绑定到实例')
    await rowOf(dialog, 'fleet-alibaba').getByText('立即绑定，下次重启后生效').waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'bind.zh-dark')
    await dialog.getByRole('button', { name: '绑定到 2 个实例' }).click()
    await dialog.getByText('已完成 2/2，2 个下次启动后生效').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(complaints(page)).toEqual([])
  })
})

const ALIBABA_NAMED = { dialect: ALIBABA.dialect, account: ACCOUNT, id: ALIBABA.id }

/** Makes a key pair of Tencent CVM in the list of key pairs, and opens its page. */
async function createPair(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'Create' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await choose(dialog, { label: 'Cloud', option: 'Tencent CVM' })
  // What every cloud takes.
  await dialog.getByText('RSA 2048').click()
  await dialog.getByLabel('Account').fill(ACCOUNT)
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: 'Create' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: `Download ${name}.pem` }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`${name}.pem`)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('link', { name }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  return textOf(download)
}

/** From the page of a key pair: its public key under the same name in another cloud; opens that one's page. */
async function importElsewhere(
  page: Page,
  { cloud, region }: { readonly cloud: string; readonly region: string },
) {
  await page.getByRole('button', { name: 'Import elsewhere' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('RSA 2048').waitFor()
  await choose(dialog, { label: 'Cloud', option: cloud })
  await choose(dialog, { label: 'Region', option: region, typed: region })
  await dialog.getByRole('button', { name: 'Import' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('main').getByText(cloud).waitFor()
}

async function pathOfPair(dialect: string, name: string): Promise<string> {
  const { id } = await client.keyPairs.show({ dialect, account: ACCOUNT, id: name })
  return `/key-pairs/${dialect}/${ACCOUNT}/${id}`
}
