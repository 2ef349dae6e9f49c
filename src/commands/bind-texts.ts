import type { Text } from './kit/language.ts'

export const bindTexts = {
  bind: {
    en: 'Binds a key pair to instances and hosts, beside what is bound there.',
    zh: '把密钥对绑定到实例和主机，保留已有的绑定。',
  },
  replace: { en: 'instead of what is bound there', zh: '取代已有的绑定' },
  unbind: { en: 'Takes a key pair away from instances and hosts.', zh: '从实例和主机上解绑密钥对。' },
  key: { en: 'name or id of the key pair', zh: '密钥对的名称或 id' },
  hosts: {
    en: 'ids, names or addresses of hosts, separated by commas',
    zh: '主机的 id、名称或地址，以逗号分隔',
  },
  instances: {
    en: 'ids, names or addresses of instances, separated by commas; dialect/account/id where several share one',
    zh: '实例的 id、名称或地址，以逗号分隔；有重名时用 dialect/account/id',
  },
  force: {
    en: 'a running instance may be switched off and on again for it',
    zh: '允许为此把运行中的实例关机再开机',
  },
  for: {
    en: 'take it away again after this time, such as 30m, 8h or 7d',
    zh: '在此时间后自动解绑，例如 30m、8h、7d',
  },
  timeout: {
    en: 'longest time to wait, such as 90s, 10m or 1h; over means exit code 3 (default: until all have ended)',
    zh: '最长等待时间，例如 90s、10m、1h；超时退出码为 3（默认等到全部结束）',
  },
  noWait: {
    en: 'end when the work has begun in the server, not when it is done',
    zh: '服务器开始处理即结束，不等待完成',
  },
  allHosts: { en: 'every host', zh: '所有主机' },
  done: { en: 'done', zh: '已完成' },
  bad: { en: 'failed', zh: '失败' },
  outcomes: {
    bound: { en: 'bound', zh: '已绑定' },
    unbound: { en: 'unbound', zh: '已解绑' },
    pending: { en: 'pending', zh: '待生效' },
    begun: { en: 'begun', zh: '已开始' },
    failed: { en: 'failed', zh: '失败' },
    refused: { en: 'refused', zh: '被拒绝' },
  },
  interrupted: {
    en: 'no longer watching. What has begun goes on in the server; "keyplane host list" tells what is pending',
    zh: '不再跟踪。已开始的操作会在服务器上继续；"keyplane host list" 会显示待生效的内容',
  },
  noHostEnrolled: { en: 'no host is enrolled', zh: '还没有纳管主机' },
  nameSome: {
    en: 'name instances by --instances, hosts by --hosts, or all hosts by --all-hosts',
    zh: '用 --instances 指明实例，用 --hosts 指明主机，或用 --all-hosts 指全部主机',
  },
  bothHosts: { en: '--hosts and --all-hosts exclude each other', zh: '--hosts 与 --all-hosts 不能同时使用' },
  namesNone: (flag: string, what: 'host' | 'instance'): Text => ({
    en: `${flag} names no ${what}`,
    zh: `${flag} 没有指明${what === 'host' ? '主机' : '实例'}`,
  }),
}
