import type { Text } from './kit/language.ts'

export const hostTexts = {
  host: { en: 'Takes in hosts of your own, lists and checks them.', zh: '纳管、列出并检查自有主机。' },
  list: { en: 'Lists the enrolled hosts.', zh: '列出已纳管的主机。' },
  check: {
    en: 'Compares hosts with what is wanted; exit code 1 tells a difference.',
    zh: '把主机与期望状态比较；退出码 1 表示有差异。',
  },
  checkHosts: { en: 'ids, names or addresses of hosts to check', zh: '要检查的主机的 id、名称或地址' },
  checkAll: { en: 'check every host', zh: '检查所有主机' },
  checkMode: { en: 'what to do about drift', zh: '发现漂移时的处理方式' },
  remove: {
    en: 'Lets a host go and takes back what was changed there.',
    zh: '移除主机，并撤回在其上所做的更改。',
  },
  removeId: { en: 'host to let go', zh: '要移除的主机' },
  forget: {
    en: 'do not touch it, for one that never answers again: what was changed there stays',
    zh: '不访问主机，用于不再响应的主机：其上的更改会保留',
  },
  key: { en: 'Prints the public key that Keyplane logs in with.', zh: '输出 Keyplane 登录所用的公钥。' },
  rotate: {
    en: 'replace it on every host: the new one is proven before the old one goes',
    zh: '在所有主机上更换密钥：新密钥验证可用后才移除旧密钥',
  },
  skip: {
    en: 'with --rotate: leave this host out, which keeps the old key; several times',
    zh: '与 --rotate 一起使用：跳过此主机，它保留旧密钥；可多次给出',
  },
  add: {
    en: 'Looks at a host, shows what will work, and takes it in.',
    zh: '查看主机，显示哪些功能可用，然后纳管。',
  },
  target: { en: 'USER@HOST or USER@HOST:PORT', zh: 'USER@HOST 或 USER@HOST:PORT' },
  port: { en: 'port of its SSH server', zh: '其 SSH 服务器的端口' },
  jump: {
    en: 'USER@HOST:PORT to go through; may be given several times, nearest first',
    zh: '经过的跳板 USER@HOST:PORT；可多次给出，最近的在前',
  },
  dialect: {
    en: 'cloud whose calls see it (default tencent-cvm)',
    zh: '在哪家云的 API 中可见（默认 tencent-cvm）',
  },
  region: { en: 'region it is shown in (default the first one)', zh: '显示在哪个地域（默认第一个）' },
  account: { en: 'account it belongs to', zh: '所属账号' },
  name: { en: 'name of the instance (default its address)', zh: '实例名称（默认为其地址）' },
  loginUser: {
    en: 'whom bound keys let in (default the connecting user)',
    zh: '绑定的密钥可登录的用户（默认为连接所用的用户）',
  },
  drift: { en: 'what checks do about drift', zh: '检查发现漂移时的处理方式' },
  identity: { en: 'private key file on the server, without a passphrase', zh: '服务器上的私钥文件，无口令' },
  agent: { en: "the SSH agent of the server's environment", zh: '服务器环境中的 SSH agent' },
  installKey: {
    en: 'let the management key in, and log in with it from then on',
    zh: '放入管理密钥，此后用它登录',
  },
  acceptNew: { en: 'take every host key on the way as it comes', zh: '接受沿途遇到的所有主机密钥' },
  fingerprint: { en: 'the host key expected', zh: '期望的主机密钥指纹' },
  dryRun: { en: 'only look', zh: '只查看' },
  empty: {
    en: 'No host is enrolled. Take one in: keyplane host add root@HOST --account ID --install-key --agent',
    zh: '还没有纳管主机。纳管一台：keyplane host add root@HOST --account ID --install-key --agent',
  },
  columns: {
    id: { en: 'ID', zh: 'ID' },
    name: { en: 'NAME', zh: '名称' },
    login: { en: 'LOGIN', zh: '登录' },
    cloud: { en: 'CLOUD', zh: '云' },
    drift: { en: 'DRIFT', zh: '漂移处理' },
    state: { en: 'STATE', zh: '状态' },
  },
  loginAt: (user: string, way: string): Text => ({ en: `${user} at ${way}`, zh: `${user} @ ${way}` }),
  pending: { en: 'pending', zh: '待生效' },
  inEffect: { en: 'in effect', zh: '已生效' },
  hostKeyOf: (place: string): Text => ({ en: `host key of ${place}`, zh: `${place} 的主机密钥` }),
  noHostKey: { en: 'the server showed no host key', zh: '服务器没有给出主机密钥' },
  confirmBy: (place: string, fingerprint: string): Text => ({
    en: `the host key of ${place} is ${fingerprint}; confirm it with --fingerprint or --accept-new`,
    zh: `${place} 的主机密钥为 ${fingerprint}；请用 --fingerprint 或 --accept-new 确认`,
  }),
  isItRight: (place: string, fingerprint: string): Text => ({
    en: `host key of ${place} is ${fingerprint}\nIs it right? [yes/no] `,
    zh: `${place} 的主机密钥为 ${fingerprint}\n正确吗？[yes/no] `,
  }),
  notConfirmed: {
    en: 'not enrolled: the host key was not confirmed',
    zh: '没有纳管：主机密钥未被确认',
  },
  enrolled: (id: string): Text => ({ en: `enrolled as ${id}`, zh: `已纳管为 ${id}` }),
  verdicts: {
    works: { en: 'ok', zh: '可用' },
    limited: { en: 'limited', zh: '受限' },
    fails: { en: 'FAILS', zh: '失败' },
  },
  removed: (id: string): Text => ({ en: `removed ${id}`, zh: `已移除 ${id}` }),
  forgot: (id: string): Text => ({ en: `forgot ${id}`, zh: `已删除 ${id} 的记录` }),
  untouched: (host: string): Text => ({
    en: `nothing was changed on ${host}. What Keyplane wrote there stays, and bound keys go on letting people in:`,
    zh: `没有更改 ${host}。Keyplane 写在那里的内容会保留，绑定的密钥仍可登录：`,
  }),
  stays: (host: string): Text => ({
    en: `the emergency keys stay on ${host}, and go on letting people in:`,
    zh: `应急密钥保留在 ${host} 上，仍可登录：`,
  }),
  notAnAddress: (text: string): Text => ({
    en: `${JSON.stringify(text)} must be USER@HOST or USER@HOST:PORT`,
    zh: `${JSON.stringify(text)} 必须是 USER@HOST 或 USER@HOST:PORT`,
  }),
  oneLogin: {
    en: '--identity and --agent exclude each other',
    zh: '--identity 与 --agent 不能同时使用',
  },
  skipNeedsRotate: { en: '--skip belongs to --rotate', zh: '--skip 须与 --rotate 一起使用' },
  noHost: (name: string): Text => ({
    en: `there is no host ${JSON.stringify(name)}`,
    zh: `没有主机 ${JSON.stringify(name)}`,
  }),
  severalHosts: (name: string, ids: string): Text => ({
    en: `several hosts are called ${name}; name one of ${ids}`,
    zh: `有多台主机叫 ${name}；请指明 ${ids} 之一`,
  }),
}
