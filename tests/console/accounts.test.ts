import { generateSync } from 'otplib'
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
import { choose } from './form-steps.ts'

const ACCOUNT = '1000000001'

const SEED = `
accounts:
  - id: "${ACCOUNT}"
    name: acme
    requireMfa: [TerminateInstances]
    users:
      - { name: root, accessKeys: [{ id: AKIDacmeroot, secret: acme-root-secret }] }
      - name: alice
        mfa: verified
        accessKeys:
          - { id: AKIDalice, secret: alice-secret }
          - { id: LTAIaliceatalibaba0x, secret: alice-secret-too }
        policies:
          - dialect: tencent-cvm
            document:
              version: "2.0"
              statement:
                - { effect: allow, action: ["cvm:Describe*", "cvm:StopInstances"], resource: "*" }
                - { effect: deny, action: "cvm:StopInstances", resource: "qcs::cvm:ap-guangzhou::instance/ins-precious" }
          - dialect: alibaba-ecs
            document: { Version: "1", Statement: [{ Effect: Allow, Action: "ecs:Describe*", Resource: "*" }] }
  - { id: "1000000002", name: empty-one, users: [{ name: root }] }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-running0 }
`

let at: TestConsole
let own: OwnApiClient
beforeAll(async () => {
  at = await startConsole({ seed: SEED, mode: 'strict' })
  own = createOwnApiClient({ url: at.keyplane.api, token: ADMIN_TOKEN })
})
afterAll(() => at[Symbol.asyncDispose]())

const ALICE = `/accounts/${ACCOUNT}/users/alice`

/** Signed by a key, as one whom the console has nothing to do with. */
function describeWith(id: string, secret: string) {
  return cvmClient(at.keyplane.endpoint, id, secret).DescribeKeyPairs({})
}

async function ask(page: Page, question: { readonly action: string; readonly parameters: string }) {
  await page.getByLabel('Region').fill('ap-guangzhou')
  await page.getByLabel('Action').fill(question.action)
  await page.getByLabel('Parameters, as JSON').fill(question.parameters)
  await page.getByRole('button', { name: 'Check' }).click()
}

describe('accounts', () => {
  it('are created, renamed and taken away; one that is in use is not, and one reads why', async () => {
    const page = await at.open('/accounts')
    await page.getByRole('link', { name: 'acme', exact: true }).waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'accounts')
    await page.getByRole('button', { name: 'Create account' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('beta')
    await dialog.getByLabel('Id, digits only').fill('1000000003')
    expect(await barriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Create account' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Edit beta' }).click()
    await dialog.getByLabel('Name').fill('gamma')
    await dialog.getByLabel('Second factor before').fill('StopInst')
    await page.keyboard.press('Enter')
    await dialog.getByText('Edit beta').click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'gamma' }).waitFor()
    expect(await own.accounts.show({ account: '1000000003' })).toEqual({
      ...{ id: '1000000003', name: 'gamma', requireMfa: ['StopInstances'] },
    })
    await page.getByRole('button', { name: 'Delete gamma' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('link', { name: 'gamma' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Delete acme' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByText('the account has instances or key pairs; remove them first').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(complaints(page)).toEqual([])
  })

  it('have users, who come and go', async () => {
    const page = await at.open(`/accounts/${ACCOUNT}`)
    await page.getByRole('link', { name: 'alice' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'account')
    await page.getByRole('button', { name: 'Create user' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('alice')
    await dialog.getByRole('button', { name: 'Create user' }).click()
    await dialog.getByText('the account has a user of this name').waitFor()
    await dialog.getByLabel('Name').fill('bob')
    await dialog.getByRole('button', { name: 'Create user' }).click()
    await page.getByRole('link', { name: 'bob' }).waitFor()
    await page.getByRole('button', { name: 'Delete bob' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('link', { name: 'bob' }).waitFor({ state: 'detached' })
    expect(complaints(page)).toEqual([])
  })
})

describe('access keys', () => {
  it('are made with a secret that is shown once and signs, disabled, enabled and taken away', async () => {
    const page = await at.open(ALICE)
    await page.getByRole('button', { name: 'Create access key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Tencent, AKID…').check()
    await dialog.getByRole('button', { name: 'Create access key' }).click()
    await dialog.getByText('The secret is shown this once').waitFor()
    expect(await barriers(page)).toEqual([])
    const [id = '', secret = ''] = await dialog.locator('pre').allTextContents()
    expect(id).toMatch(/^AKID/)
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('button', { name: `Disable ${id}` }).waitFor()
    expect(await page.content()).not.toContain(secret)
    await expect(describeWith(id, secret)).resolves.toMatchObject({ TotalCount: 0 })
    await page.getByRole('button', { name: `Disable ${id}` }).click()
    await page.getByRole('button', { name: `Enable ${id}` }).waitFor()
    await expect(describeWith(id, secret)).rejects.toMatchObject({ code: 'AuthFailure.SecretIdNotFound' })
    await page.getByRole('button', { name: `Enable ${id}` }).click()
    await page.getByRole('button', { name: `Disable ${id}` }).waitFor()
    await describeWith(id, secret)
    await page.getByRole('button', { name: `Delete ${id}` }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText(id, { exact: true }).waitFor({ state: 'detached' })
    await expect(describeWith(id, secret)).rejects.toMatchObject({ code: 'AuthFailure.SecretIdNotFound' })
    expect(complaints(page)).toEqual([])
  })
})

describe('policies', () => {
  it('are typed, refused with the place of the mistake, attached with what has no effect, and detached', async () => {
    const page = await at.open(ALICE)
    await page.getByRole('button', { name: 'Attach policy' }).click()
    const dialog = page.getByRole('dialog')
    const attach = dialog.getByRole('button', { name: 'Attach policy' })
    await dialog.getByRole('button', { name: 'bind key pairs' }).click()
    const text = dialog.getByLabel('Document')
    expect(await text.inputValue()).toContain('cvm:AssociateInstancesKeyPairs')
    expect(await barriers(page)).toEqual([])
    await text.fill('{ "version": ')
    await dialog.getByText('no JSON yet').waitFor()
    expect(await attach.isDisabled()).toBe(true)
    await text.fill('{"version":"2.0","statement":[{"effect":"perhaps","action":"cvm:*","resource":"*"}]}')
    await attach.click()
    await dialog.getByText(/^document\.statement.*effect/).waitFor()
    await text.fill(
      '{"version":"2.0","statement":[{"effect":"allow","action":"cvm:NoSuchAction","resource":"*"}]}',
    )
    await attach.click()
    await dialog.getByText('Of the document this has no effect').waitFor()
    await dialog
      .getByText(/NoSuchAction/)
      .last()
      .waitFor()
    expect(await barriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('button', { name: 'Detach policies.2' }).click()
    await dialog.getByRole('button', { name: 'Detach' }).click()
    await page.getByText('policies.2').first().waitFor({ state: 'detached' })
    expect((await own.policies.list({ account: ACCOUNT, user: 'alice' })).items).toHaveLength(2)
    expect(complaints(page)).toEqual([])
  })
})

describe('would this be allowed?', () => {
  it('shows the statement that denies, and one that allows', async () => {
    const page = await at.open(ALICE)
    await ask(page, { action: 'StopInstances', parameters: '{"InstanceIds":["ins-precious"]}' })
    const verdict = page.getByRole('status', { name: 'Denied' })
    await verdict.getByText('A statement denies it').waitFor()
    await verdict.getByText('Statement 2 of policies.0').waitFor()
    const quote = await verdict.locator('.quote-deny').textContent()
    expect(JSON.parse(quote ?? '')).toEqual({
      effect: 'deny',
      action: 'cvm:StopInstances',
      resource: 'qcs::cvm:ap-guangzhou::instance/ins-precious',
    })
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 1330 })
    await takePicture(page, 'user')
    await ask(page, { action: 'StopInstances', parameters: '{"InstanceIds":["ins-other000"]}' })
    const allowed = page.getByRole('status', { name: 'Allowed' })
    await allowed.getByText('Statement 1 of policies.0').waitFor()
    await allowed.locator('.quote-allow').waitFor()
    await ask(page, { action: 'NoSuchAction', parameters: '' })
    await page.getByRole('alert').getByText('tencent-cvm does not answer "NoSuchAction"').waitFor()
    expect(complaints(page)).toEqual([])
  })

  it('is asked about a call as the page came, or over TLS', async () => {
    await own.users.create({ account: ACCOUNT, name: 'secure-only' })
    await own.policies.attach({
      ...{ account: ACCOUNT, user: 'secure-only', dialect: 'alibaba-ecs' },
      document: {
        Version: '1',
        Statement: [
          {
            ...{ Effect: 'Allow', Action: 'ecs:Describe*', Resource: '*' },
            Condition: { Bool: { 'acs:SecureTransport': 'true' } },
          },
        ],
      },
    })
    const page = await at.open(`/accounts/${ACCOUNT}/users/secure-only`)
    await choose(page, { label: 'Cloud API', option: 'Alibaba ECS' })
    await page.getByLabel('Region').fill('cn-hangzhou')
    await page.getByLabel('Action').fill('DescribeKeyPairs')
    const overTls = page.getByRole('checkbox', { name: 'over TLS' })
    expect(await overTls.isChecked()).toBe(false)
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByRole('status', { name: 'Denied' }).waitFor()
    await overTls.check()
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByRole('status', { name: 'Allowed' }).waitFor()
    expect(await barriers(page)).toEqual([])
    expect(complaints(page)).toEqual([])
  })

  it('says in Chinese and in the dark that nothing allows it', async () => {
    const page = await at.open(ALICE, { language: 'zh', theme: 'dark' })
    await page.getByRole('checkbox', { name: '经由 TLS' }).waitFor()
    await page.getByLabel('接口').fill('StartInstances')
    await page.getByLabel('参数（JSON）').fill('{"InstanceIds":["ins-running0"]}')
    await page.getByRole('button', { name: /检\s*查/ }).click()
    await page.getByText('没有任何语句允许').waitFor()
    await page
      .getByText(/instance\/ins-running0/)
      .first()
      .waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'user.zh-dark')
    expect(complaints(page)).toEqual([])
  })
})

describe('a second factor', () => {
  it('is enrolled with a secret that is shown once, and a QR code; a right code counts, a wrong one does not', async () => {
    const page = await at.open(`/accounts/${ACCOUNT}/users/root`)
    await page.getByText('This user is the account itself').waitFor()
    await page.getByText('no device', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Enrol a device' }).click()
    await page.getByRole('img', { name: 'QR code of the device' }).waitFor()
    await page.getByText(/^otpauth:\/\/totp\//).waitFor()
    expect(await barriers(page)).toEqual([])
    await takePicture(page, 'second-factor')
    await page.getByLabel('Code, six digits').fill('000000')
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText('the code is wrong, is not of this minute, or was used before').waitFor()
    const uri = (await page.getByText(/^otpauth:/).textContent()) ?? ''
    const secret = new URL(uri).searchParams.get('secret') ?? ''
    await page.getByLabel('Code, six digits').fill(generateSync({ secret }))
    await page.getByRole('button', { name: 'Verify' }).click()
    await page.getByText('verified', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Remove device' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove device' }).click()
    await page.getByText('no device', { exact: true }).waitFor()
    expect(await page.getByText(/^otpauth:/).count()).toBe(0)
    expect(complaints(page)).toEqual([])
  })
})

describe('a reader', () => {
  it('may look and ask, and is shown no button that would be refused', async () => {
    const { token } = await own.tokens.create({ name: 'looks', scope: 'reader' })
    const page = await at.open('/accounts', { token })
    await page.getByRole('link', { name: 'acme', exact: true }).waitFor()
    expect(await page.getByRole('button', { name: /Create|Delete|Edit/ }).count()).toBe(0)
    await page.goto(`${at.keyplane.api}/console${ALICE}`)
    await page.getByText('AKIDalice').waitFor()
    await page.getByText('verified').first().waitFor()
    const buttons = page.getByRole('button', {
      name: /Create|Delete|Disable|Attach|Detach|Enrol|Verify|Remove/,
    })
    expect(await buttons.count()).toBe(0)
    await ask(page, { action: 'DescribeInstances', parameters: '' })
    await page.getByRole('status', { name: 'Allowed' }).waitFor()
    expect(complaints(page)).toEqual([])
  })
})
