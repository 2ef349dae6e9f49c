import {
  ApiOutlined,
  AuditOutlined,
  CloudServerOutlined,
  DashboardOutlined,
  DesktopOutlined,
  ExperimentOutlined,
  IdcardOutlined,
  KeyOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons'
import type { AnyContractProcedure } from '@orpc/contract'
import type { ComponentType } from 'react'

import { covers } from '../../own-api/contract/scopes.ts'
import { routes } from '../kit/api.ts'
import type { Text } from '../kit/language.tsx'
import { scopeOf, type Session } from '../kit/session.tsx'

/** One page of the console. Its code is loaded when it is first opened. */
export interface Page {
  /** Below `/console/`; `:name` parts are parameters. */
  readonly path: string
  /** In the navigation. */
  readonly icon?: ComponentType
  /** In the navigation and as the title of the browser's tab. */
  readonly title: Text
  /** Where it is in the navigation; a page of one thing is in none. */
  readonly group?: keyof typeof GROUPS
  /** Whoever may not call it does not see the page. */
  readonly call: AnyContractProcedure
  /** Only where the world can be controlled. */
  readonly isStandInOnly?: true
  readonly load: () => Promise<ComponentType>
}

/** Whether the page is shown to this caller by this server. */
export function isFor({ call, isStandInOnly }: Page, { scope, mode }: Session): boolean {
  return covers(scope, scopeOf(call)) && (isStandInOnly !== true || mode === 'stand-in')
}

export const GROUPS = {
  machines: { en: 'Machines', zh: '机器' },
  traffic: { en: 'Traffic', zh: '流量' },
  people: { en: 'People', zh: '身份' },
  server: { en: 'Server', zh: '服务器' },
} satisfies Record<string, Text>

/** Every page, in the order of the navigation. */
export const PAGES: readonly Page[] = [
  {
    path: '',
    icon: DashboardOutlined,
    title: { en: 'Overview', zh: '总览' },
    group: 'machines',
    call: routes.status.show,
    load: async () => (await import('./overview/overview-page.tsx')).OverviewPage,
  },
  {
    path: 'instances',
    icon: DesktopOutlined,
    title: { en: 'Instances', zh: '实例' },
    group: 'machines',
    call: routes.instances.list,
    load: async () => (await import('./instances/instances-page.tsx')).InstancesPage,
  },
  {
    path: 'instances/:dialect/:account/:id',
    title: { en: 'Instance', zh: '实例' },
    call: routes.instances.show,
    load: async () => (await import('./instances/instance-page.tsx')).InstancePage,
  },
  {
    path: 'key-pairs',
    icon: KeyOutlined,
    title: { en: 'Key pairs', zh: '密钥对' },
    group: 'machines',
    call: routes.keyPairs.list,
    load: async () => (await import('./key-pairs/key-pairs-page.tsx')).KeyPairsPage,
  },
  {
    path: 'key-pairs/:dialect/:account/:id',
    title: { en: 'Key pair', zh: '密钥对' },
    call: routes.keyPairs.show,
    load: async () => (await import('./key-pairs/key-pair-page.tsx')).KeyPairPage,
  },
  {
    path: 'access',
    icon: SafetyCertificateOutlined,
    title: { en: 'Who has access', zh: '访问清单' },
    group: 'machines',
    call: routes.access.list,
    load: async () => (await import('./access/access-page.tsx')).AccessPage,
  },
  {
    path: 'hosts',
    icon: CloudServerOutlined,
    title: { en: 'Hosts', zh: '主机' },
    group: 'machines',
    call: routes.hosts.list,
    load: async () => (await import('./hosts/hosts-page.tsx')).HostsPage,
  },
  {
    path: 'calls',
    icon: ApiOutlined,
    title: { en: 'Calls', zh: '调用' },
    group: 'traffic',
    call: routes.calls.list,
    load: async () => (await import('./calls/calls-page.tsx')).CallsPage,
  },
  {
    path: 'calls/:requestId',
    title: { en: 'Call', zh: '调用' },
    call: routes.calls.show,
    load: async () => (await import('./calls/call-page.tsx')).CallPage,
  },
  {
    path: 'operations',
    icon: ThunderboltOutlined,
    title: { en: 'Operations', zh: '操作' },
    group: 'traffic',
    call: routes.operations.list,
    load: async () => (await import('./operations/operations-page.tsx')).OperationsPage,
  },
  {
    path: 'audit',
    icon: AuditOutlined,
    title: { en: 'Audit', zh: '审计' },
    group: 'traffic',
    call: routes.audit.list,
    load: async () => (await import('./audit/audit-page.tsx')).AuditPage,
  },
  {
    path: 'accounts',
    icon: TeamOutlined,
    title: { en: 'Accounts', zh: '账号' },
    group: 'people',
    call: routes.accounts.list,
    load: async () => (await import('./accounts/accounts-page.tsx')).AccountsPage,
  },
  {
    path: 'accounts/:account',
    title: { en: 'Account', zh: '账号' },
    call: routes.accounts.show,
    load: async () => (await import('./accounts/account-page.tsx')).AccountPage,
  },
  {
    path: 'accounts/:account/users/:user',
    title: { en: 'User', zh: '用户' },
    call: routes.users.show,
    load: async () => (await import('./accounts/user-page.tsx')).UserPage,
  },
  {
    path: 'tokens',
    icon: IdcardOutlined,
    title: { en: 'Tokens', zh: '令牌' },
    group: 'server',
    call: routes.tokens.list,
    load: async () => (await import('./tokens/tokens-page.tsx')).TokensPage,
  },
  {
    path: 'world',
    icon: ExperimentOutlined,
    title: { en: 'World', zh: '世界控制' },
    group: 'server',
    call: routes.world.show,
    isStandInOnly: true,
    load: async () => (await import('./world/world-page.tsx')).WorldPage,
  },
]
