import type { Image } from '../kit/catalog.ts'

/** What a machine is made of: a system, alone or with an application. */
export interface Blueprint extends Image {
  readonly kind: BlueprintKind
  readonly title: string
  readonly version: string
  readonly name: string
  readonly requiredDiskGiB: number
  readonly requiredMemoryGiB: number
  readonly createdTime: string
  readonly sceneIds: readonly string[]
  readonly dockerVersion: string | null
  readonly communityUrl: string
  readonly guideUrl: string
}

/** `BlueprintType`. Source: spec/tencent.md §2.5. */
export const BLUEPRINT_KINDS = ['APP_OS', 'PURE_OS', 'DOCKER', 'PRIVATE', 'SHARED', 'GAME_PORTAL'] as const

type BlueprintKind = (typeof BLUEPRINT_KINDS)[number]

/** `BlueprintState`; here every blueprint is NORMAL. Source: the official SDK, as of 2026-11. */
export const BLUEPRINT_STATES: readonly string[] = [
  ...['NORMAL', 'SYNCING', 'OFFLINE', 'CREATEFAILED', 'SYNCING_FAILED'],
  ...['ISOLATING', 'ISOLATED', 'DELETING', 'DESTROYING'],
]

/**
 * Official blueprints. Ids: documentation and examples of the API, Terraform provider and command line, as of 2026-11.
 * Wordpress, the BT panel and the requirements of Windows: the documented answers of DescribeBlueprints and
 * DescribeResetInstanceBlueprints. Unverified: what is required and the date of creation of the others.
 */
export const BLUEPRINTS: readonly Blueprint[] = [
  system('lhbp-f1lkcd41', 'TencentOS Server 3.1 (TK4)', { title: 'TencentOS Server', version: '3.1 (TK4)' }),
  system('lhbp-mxml4cnq', 'Debian 12 64bit', { title: 'Debian', version: '12' }),
  system('lhbp-8l0svqtk', 'Debian 10.2 64bit', { title: 'Debian', version: '10.2' }),
  system('lhbp-6p3qtx0j', 'Ubuntu Server 22.04 LTS 64bit', {
    title: 'Ubuntu',
    version: '22.04 LTS',
    loginUser: 'ubuntu',
  }),
  system('lhbp-1l4ptuvm', 'CentOS 7.6 64bit', { title: 'CentOS', version: '7.6' }),
  system('lhbp-m1g6ap11', 'Windows Server 2022 DataCenter 64bit CN', {
    title: 'Windows Server',
    version: '2022 DataCenter CN',
    os: 'windows',
    loginUser: 'Administrator',
    requiredDiskGiB: 50,
    requiredMemoryGiB: 2,
    createdTime: '2024-06-12T23:30:03Z',
  }),
  system('lhbp-5e8807sc', 'CentOS-7.6-64bit', {
    kind: 'APP_OS',
    title: 'wordpress',
    version: '5.3.2',
    name: 'Wordpress',
    requiredDiskGiB: 50,
    createdTime: '2020-04-28T03:46:09Z',
  }),
  system('lhbp-lf6jlx98', 'OpenCloudOS 9', {
    kind: 'APP_OS',
    title: '宝塔Linux面板',
    version: '8.1.0 腾讯云专享版',
    name: 'btpanel_exclusive',
    createdTime: '2024-05-08T03:43:06Z',
    sceneIds: ['lhsc-3bzsddow'],
    communityUrl: 'https://www.bt.cn',
    guideUrl: 'https://cloud.tencent.com/document/product/1207/47425',
  }),
  system('lhbp-a7oxy3em', 'OpenCloudOS 8', {
    kind: 'DOCKER',
    title: 'Docker CE',
    version: '24.0.7',
    name: 'docker',
    dockerVersion: '24.0.7',
  }),
]

type Rest = Pick<Blueprint, 'title' | 'version'> & Partial<Blueprint>

function system(id: string, osName: string, rest: Rest): Blueprint {
  return {
    id,
    osName,
    os: 'linux',
    loginUser: 'root',
    kind: 'PURE_OS',
    name: rest.title.toLowerCase(),
    requiredDiskGiB: 20,
    requiredMemoryGiB: 1,
    createdTime: '2023-01-01T00:00:00Z',
    sceneIds: [],
    dockerVersion: null,
    communityUrl: '',
    guideUrl: '',
    ...rest,
  }
}
