import { readFile } from 'node:fs/promises'

import type { Download, Locator, Page } from 'playwright-core'

/** Chooses in a list that opens below its field; what is typed narrows it. */
export async function choose(
  at: Page | Locator,
  { label, option, typed }: { readonly label: string; readonly option: string; readonly typed?: string },
): Promise<void> {
  const page = 'page' in at && typeof at.page === 'function' ? at.page() : (at as Page)
  const field = at.getByLabel(label, { exact: true })
  await field.click()
  if (typed !== undefined) await field.fill(typed)
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click()
}

/** The text of a file that the browser saved. */
export async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8')
}

interface SeededInstance {
  readonly dialect: string
  readonly region: string
  readonly id: string
  readonly name: string
  /** More of the seed file's fields. */
  readonly more?: string
}

/** A seed file for one account; pairs are of all clouds that are named. */
export function seedOf(
  account: string,
  {
    instances,
    keyPairs = [],
  }: {
    readonly instances: readonly SeededInstance[]
    readonly keyPairs?: readonly {
      readonly dialect: string
      readonly region: string
      readonly name: string
      readonly publicKey: string
      readonly id?: string
    }[]
  },
): string {
  return [
    `accounts: [{ id: "${account}", name: acme, users: [{ name: root }] }]`,
    'keyPairs:',
    ...keyPairs.map(
      ({ dialect, region, name, publicKey, id }) =>
        `  - { dialect: ${dialect}, account: acme, region: ${region}, name: ${name}, publicKey: "${publicKey}"${id === undefined ? '' : `, id: ${id}`} }`,
    ),
    ...(keyPairs.length === 0 ? ['  []'] : []),
    'instances:',
    ...instances.map(
      ({ dialect, region, id, name, more = 'state: running' }) =>
        `  - { dialect: ${dialect}, account: acme, region: ${region}, id: ${id}, name: ${name}, ${more} }`,
    ),
    ...(instances.length === 0 ? ['  []'] : []),
  ].join('\n')
}
