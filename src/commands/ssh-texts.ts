import type { Text } from './kit/language.ts'

/** Of `ssh` and `ssh-config`. */
export const sshTexts = {
  ssh: {
    en: 'Opens a session at an instance, its host key checked; ends with the exit code of ssh.',
    zh: '登录实例，并校验其主机密钥；退出码为 ssh 的退出码。',
  },
  instance: {
    en: 'id, name or address of the instance; dialect/account/id where several share it',
    zh: '实例的 id、名称或地址；有重名时用 dialect/account/id',
  },
  command: {
    en: 'command to run there, after --; without one it is an interactive session',
    zh: '在实例上运行的命令，写在 -- 之后；不给则为交互会话',
  },
  identity: { en: 'private key file to log in with', zh: '登录所用的私钥文件' },
  user: {
    en: 'user to log in as (default the one bound keys let in)',
    zh: '登录用户（默认为绑定密钥可登录的用户）',
  },
  sshConfig: {
    en: 'Prints entries for ~/.ssh/config, or lines for known_hosts, of all instances.',
    zh: '输出所有实例的 ~/.ssh/config 条目，或 known_hosts 行。',
  },
  account: { en: 'instances of this account only', zh: '只输出此账号的实例' },
  knownHosts: { en: 'print the lines for known_hosts', zh: '输出 known_hosts 行' },
  knownHostsFile: {
    en: 'where the entries say that the known_hosts lines are (default ~/.ssh/keyplane_known_hosts)',
    zh: '条目中所写的 known_hosts 文件位置（默认 ~/.ssh/keyplane_known_hosts）',
  },
  noInstance: (name: string): Text => ({
    en: `there is no instance ${JSON.stringify(name)}`,
    zh: `没有实例 ${JSON.stringify(name)}`,
  }),
  severalInstances: (name: string, ids: string): Text => ({
    en: `several instances are called ${name}; name one of ${ids}`,
    zh: `有多个实例叫 ${name}；请指明 ${ids} 之一`,
  }),
  noAccess: (id: string): Text => ({
    en: `nobody can log in to ${id}: the server has no SSH listener, or it is no Linux`,
    zh: `无法登录 ${id}：服务器没有 SSH 监听，或实例不是 Linux`,
  }),
  noHostKey: (id: string): Text => ({
    en: `the host key of ${id} is not known; enrol it again`,
    zh: `${id} 的主机密钥未知；请重新纳管`,
  }),
  noSsh: {
    en: 'there is no ssh in PATH; "keyplane doctor" says what to do',
    zh: 'PATH 中没有 ssh；"keyplane doctor" 会说明如何处理',
  },
  none: {
    en: '# No instance to log in to. A seed file or a cloud call makes one: docs/seed-file.md.',
    zh: '# 没有可登录的实例。可用种子文件或云 API 创建：docs/seed-file.md。',
  },
  noMatch: {
    en: '# No instance of this account to log in to.',
    zh: '# 此账号没有可登录的实例。',
  },
  head: {
    en: '# known_hosts lines: keyplane ssh-config --known-hosts',
    zh: '# known_hosts 行：keyplane ssh-config --known-hosts',
  },
}
