import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

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
import {
  ACCESS_KEY,
  ACCOUNT,
  alibaba,
  KEY_PAIR,
  RUNNING,
  SECRET,
  STOPPED,
  tencent,
  TRAFFIC_SEED,
  volcengine,
} from './traffic-world.ts'

const run = promisify(execFile)

let at: TestConsole
let own: OwnApiClient
let directory: string
beforeAll(async () => {
  at = await startConsole({ seed: TRAFFIC_SEED })
  own = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
  directory = mkdtempSync(join(tmpdir(), 'keyplane-calls-'))
  symlinkSync(join(import.meta.dirname, '..', '..', 'node_modules'), join(directory, 'node_modules'))
})
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true })
  await at[Symbol.asyncDispose]()
})

/** The last call of an action, as its page is named. */
async function lastCall(action: string): Promise<string> {
  const { items } = await own.calls.list({ action, limit: 1 })
  return items[0]?.requestId ?? ''
}

async function callAgainText(page: Page, tab: string): Promise<string> {
  const again = page.getByRole('region', { name: 'Send the same call' })
  await again.getByRole('tab', { name: tab }).click()
  return again.getByRole('tabpanel').locator('pre:visible').innerText()
}

describe('the list of calls', () => {
  it('teaches the first call, then shows calls as they come', async () => {
    const page = await at.open('/calls')
    await page.getByText('show up here as they come').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByText('live', { exact: true }).waitFor()
    await tencent(at.keyplane.endpoint).DescribeKeyPairs({})
    await page.getByRole('link', { name: 'DescribeKeyPairs' }).first().waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await tencent(at.keyplane.endpoint).DescribeRegions()
    await page.getByText('paused, 1 new').waitFor()
    expect(await page.getByRole('link', { name: 'DescribeRegions' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('link', { name: 'DescribeRegions' }).waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('is filtered by what the address says', async () => {
    await alibaba(at.keyplane.endpoint).request('DescribeRegions', {})
    await volcengine(at.keyplane.endpoint).fetchOpenAPI({ Action: 'DescribeZones', query: {} })
    await expect(tencent(at.keyplane.endpoint).DescribeKeyPairs({ Limit: -1 })).rejects.toThrow(/Limit/)
    const wrong = tencent(at.keyplane.endpoint, { secretKey: 'wrong' })
    await expect(wrong.DescribeInstances({})).rejects.toThrow(/signature/i)
    await expect(
      tencent(at.keyplane.endpoint, { secretId: 'AKIDalice', secretKey: 'alice-secret' }).CreateKeyPair({
        ...{ KeyName: 'hers', ProjectId: 0 },
      }),
    ).rejects.toThrow(/authorized/i)
    const page = await at.open('/calls?outcome=refused')
    await page.getByRole('link', { name: 'DescribeInstances' }).waitFor()
    expect(await page.getByRole('link', { name: 'DescribeZones' }).count()).toBe(0)
    expect(await barriers(page)).toEqual([])
    await page.goto(`${at.keyplane.api}/console/calls`)
    await page.getByRole('link', { name: 'DescribeZones' }).waitFor()
    await takePicture(page, 'calls')
    await page.getByRole('combobox', { name: 'Cloud' }).click()
    await page.getByTitle('Alibaba ECS').click()
    await page.waitForURL('**/calls?cloud=alibaba-ecs')
    await page.getByRole('link', { name: 'DescribeZones' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'DescribeRegions' }).first().waitFor()
    expect(complaints(page)).toEqual([])
  })
})

describe('one call', () => {
  it('says why it was refused', async () => {
    const bind = { InstanceIds: [RUNNING], KeyIds: [KEY_PAIR] }
    const refused = tencent(at.keyplane.endpoint).AssociateInstancesKeyPairs(bind)
    await expect(refused).rejects.toThrow(/RUNNING|running|stop/i)
    const page = await at.open('/calls')
    await page.getByRole('link', { name: 'AssociateInstancesKeyPairs' }).first().click()
    const why = page.getByRole('region', { name: 'Why it was refused' })
    await why.getByText('The call is well formed and permitted, but cannot be done').waitFor()
    expect(await why.innerText()).toMatch(/InstanceState|Running|Unsupported/)
    const verified = page.getByRole('region', { name: 'How it was verified' })
    expect(await verified.innerText()).toMatch(
      /Signed with TC3-HMAC-SHA256, in the header; the signature is right/,
    )
    expect(await verified.getByRole('listitem').last().innerText()).toMatch(/refused here\s+The action runs/)
    await page.getByText('It changed nothing.').waitFor()
    const parameters = page.getByRole('region', { name: 'Parameters' })
    expect(await parameters.innerText()).toMatch(/Read[^]*InstanceIds[^]*KeyIds/)
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'call-refused')
    expect(complaints(page)).toEqual([])
  })

  it('says which step refused it before it was looked at', async () => {
    const page = await at.open(`/calls/${await lastCall('DescribeInstances')}`)
    const verified = page.getByRole('region', { name: 'How it was verified' })
    await verified.getByText('the signature is wrong').waitFor()
    await page.getByText('It was signed with another secret').waitFor()
    await page.getByText('It was refused before its parameters were looked at.').waitFor()
    await page.goto(`${at.keyplane.api}/console/calls/${await lastCall('CreateKeyPair')}`)
    await page.getByText('No policy of the user allows it').waitFor()
    await page.goto(`${at.keyplane.api}/console/calls/none-of-this-name`)
    await page.getByText('is remembered by this process').waitFor()
    await page.getByText('The audit log has no row of this request.').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('shows what it did: bindings, operations, keys that came', async () => {
    const bind = { InstanceIds: [STOPPED], KeyIds: [KEY_PAIR] }
    const { RequestId = '' } = await tencent(at.keyplane.endpoint).AssociateInstancesKeyPairs(bind)
    const page = await at.open(`/calls/${RequestId}`, { language: 'zh', theme: 'dark' })
    const effects = page.getByRole('region', { name: '产生的变化' })
    await effects.getByText('密钥对已绑定').waitFor()
    await effects.getByText(/SHA256:.*新增/).waitFor()
    await effects.getByText('成功').first().waitFor()
    await effects.getByRole('link', { name: STOPPED }).first().waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'call.zh-dark')
    await page.getByRole('tab', { name: '原文' }).click()
    await page.getByText('POST / HTTP/1.1').waitFor()
    await page.goto(`${at.keyplane.api}/console/calls/${RequestId}`)
    await effects.getByRole('link', { name: STOPPED }).first().click()
    await page.waitForURL(/\/instances\/tencent-cvm\//)
    expect(complaints(page)).toEqual([])
  })

  it('asks for what it began as long as that is under way, and then no more', async () => {
    const held = { dialect: 'tencent-cvm', account: ACCOUNT, instance: RUNNING }
    await own.world.holds.hold(held)
    const reboot = { InstanceIds: [RUNNING] }
    const { RequestId = '' } = await tencent(at.keyplane.endpoint).RebootInstances(reboot)
    const page = await at.open('/calls')
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace('/keyplane/v1', '')))
    const countOf = (prefix: string) => asked.filter((path) => path.startsWith(prefix)).length
    await page.goto(`${at.keyplane.api}/console/calls/${RequestId}`)
    const effects = page.getByRole('region', { name: 'What it did' })
    await effects.getByText('under way').waitFor()
    await expect.poll(() => countOf('/operations/')).toBeGreaterThan(2)
    await own.world.holds.release(held)
    await effects.getByText('succeeded').first().waitFor()
    const looked = countOf('/operations/')
    const traced = countOf('/audit/')
    await expect.poll(() => countOf('/audit/')).toBeGreaterThan(traced + 2)
    expect(countOf('/operations/')).toBe(looked)
    // The list of the instance, which may be long, was read once.
    expect(asked.filter((path) => path === '/operations')).toHaveLength(1)
    expect(complaints(page)).toEqual([])
  })

  it('is read by who may only look, in a narrow window too', async () => {
    const { token } = await own.tokens.create({ name: 'reader', scope: 'reader' })
    const page = await at.open(`/calls/${await lastCall('DescribeZones')}`, { token })
    await page.setViewportSize({ width: 800, height: 900 })
    await page.getByRole('region', { name: 'How it was verified' }).waitFor()
    await page.getByText('It has no parameters of its own.').waitFor()
    await page.waitForFunction('document.documentElement.scrollWidth <= 800')
    expect(await barriers(page)).toEqual([])
  })
})

describe('the same call again', () => {
  const send: Record<string, () => Promise<unknown>> = {
    'tencent json': () =>
      tencent(at.keyplane.endpoint).DescribeInstances({
        Filters: [{ Name: 'instance-name', Values: ["o'hara & 密钥"] }],
        Limit: 7,
      }),
    'tencent flat': () =>
      tencent(at.keyplane.endpoint, { method: 'GET' }).DescribeInstances({
        Filters: [{ Name: 'instance-name', Values: ['a b'] }],
        Limit: 8,
      }),
    alibaba: () =>
      alibaba(at.keyplane.endpoint).request('DescribeInstances', {
        RegionId: 'cn-hangzhou',
        InstanceName: "o'hara (密钥)",
        'Tag.1.Key': 'a*b',
      }),
    volcengine: () =>
      volcengine(at.keyplane.endpoint).fetchOpenAPI({
        Action: 'DescribeInstances',
        query: { InstanceName: "o'hara 密钥!", 'TagFilters.1.Key': 'team' },
      }),
  }

  it.each(Object.keys(send))('is sent by the scripts of %s', async (which) => {
    await send[which]?.()
    const requestId = await lastCall('DescribeInstances')
    const first = await own.calls.show({ requestId })
    const page = await at.open(`/calls/${requestId}`)
    const scripts = [
      { tab: 'curl', file: 'again.sh', program: 'bash' },
      { tab: 'Node SDK', file: 'again.mjs', program: process.execPath },
    ]
    for (const { tab, file, program } of scripts) {
      const text = await callAgainText(page, tab)
      expect(text).toContain(ACCESS_KEY)
      expect(text).not.toContain(SECRET)
      writeFileSync(join(directory, file), text.replace('YOUR_SECRET_KEY', SECRET))
      const { stdout } = await run(program, [join(directory, file)], { cwd: directory })
      const next = await lastCall('DescribeInstances')
      expect(next).not.toBe(requestId)
      expect(stdout).toContain(next)
      const again = await own.calls.show({ requestId: next })
      expect(again).toMatchObject({ outcome: 'ok', dialect: first.dialect, region: first.region })
      expect(again.parameters).toEqual(first.parameters)
      expect(again.answer).toEqual(first.answer)
    }
    expect(complaints(page)).toEqual([])
  })

  it.each([
    [
      'tencent json',
      'tccli',
      /^tccli cvm DescribeInstances --endpoint http.*\n {2}--Filters '\[\{"Name":"instance-name".*\n {2}--Limit 7$/m,
    ],
    [
      'alibaba',
      'aliyun',
      /^aliyun ecs DescribeInstances --insecure \\\n {2}--InstanceName 'o'\\''hara \(密钥\)' \\\n {2}--Tag.1.Key 'a\*b'$/m,
    ],
    [
      'volcengine',
      've',
      /^ve ecs DescribeInstances \\\n {2}--InstanceName 'o'\\''hara 密钥!' \\\n {2}--TagFilters.1.Key team$/m,
    ],
  ])('is a command of the command line: %s', async (which, tab, command) => {
    await send[which]?.()
    const page = await at.open(`/calls/${await lastCall('DescribeInstances')}`)
    expect(await callAgainText(page, tab)).toMatch(command)
  })

  it('has no secrets, and says where one was', async () => {
    await expect(
      tencent(at.keyplane.endpoint).ResetInstancesPassword({
        InstanceIds: [RUNNING],
        Password: 'Very-S3cret-password',
      }),
    ).rejects.toThrow(/ForceStop|running|stop/i)
    const page = await at.open(`/calls/${await lastCall('ResetInstancesPassword')}`)
    await page.getByText('Where it says [secret]').waitFor()
    expect(await page.content()).not.toContain('Very-S3cret-password')
    expect(await callAgainText(page, 'curl')).toContain('"Password":"[secret]"')
  })
})
