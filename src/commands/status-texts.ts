import type { Text } from './kit/language.ts'

export const statusTexts = {
  status: {
    en: 'Tells how the server is, what it holds and what is not in force yet; exit code 1 when it is not ready.',
    zh: '显示服务器状况、内容数量以及尚未生效的更改；未就绪时退出码为 1。',
  },
  server: { en: 'server', zh: '服务器' },
  ready: { en: 'ready', zh: '就绪' },
  notReady: { en: 'not ready', zh: '未就绪' },
  mode: { en: 'mode', zh: '模式' },
  accounts: { en: 'accounts', zh: '账号' },
  keyPairs: { en: 'key pairs', zh: '密钥对' },
  instances: { en: 'instances', zh: '实例' },
  hosts: { en: 'of them own hosts', zh: '其中自有主机' },
  pending: { en: 'pending', zh: '待生效' },
  failed: { en: 'failed', zh: '失败' },
  reasons: {
    operationRunning: { en: 'its operation runs', zh: '操作进行中' },
    operationFailed: { en: 'its operation failed', zh: '操作失败' },
    machineOff: { en: 'the machine is off', zh: '机器已关机' },
    nextBoot: { en: 'from the next boot on', zh: '下次启动后生效' },
  },
  more: (count: number): Text => ({ en: `… and ${count} more`, zh: `……另有 ${count} 个` }),
}
