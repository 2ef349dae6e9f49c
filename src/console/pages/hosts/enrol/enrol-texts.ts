import type { Text } from '../../../kit/language.tsx'
import type { Texts } from '../hosts-texts.ts'

export const texts = {
  title: { en: 'Enrol a host', zh: '纳管主机' },
  toList: { en: '← Hosts', zh: '← 主机' },
  steps: { en: 'Steps of enrolling', zh: '纳管步骤' },
  stepHost: { en: 'The host', zh: '主机信息' },
  stepKeys: { en: 'Host keys', zh: '主机密钥' },
  stepFindings: { en: 'What works there', zh: '检查结果' },
  stepDone: { en: 'Enrolled', zh: '已纳管' },
  back: { en: 'Back', zh: '上一步' },
  next: { en: 'Go on', zh: '下一步' },

  where: { en: 'Where it is', zh: '主机位置' },
  address: { en: 'Address', zh: '地址' },
  addressHint: { en: 'Host name or IP address, as the server sees it', zh: '服务器可访问的主机名或 IP 地址' },
  addressWrong: { en: 'Must be a host name or an address', zh: '须为主机名或 IP 地址' },
  port: { en: 'Port', zh: '端口' },
  user: { en: 'Connect as', zh: '连接用户' },
  userWrong: { en: 'Must be a Linux user name', zh: '须为 Linux 用户名' },
  login: { en: 'Log in by', zh: '登录方式' },
  management: { en: 'Management key', zh: '管理密钥' },
  identity: { en: 'Identity file', zh: '身份文件' },
  agent: { en: 'SSH agent', zh: 'SSH agent' },
  managementHint: {
    en: 'Its public half has to be on the host already.',
    zh: '其公钥须已在主机上。',
  },
  showKey: { en: 'Show the key and how to put it there', zh: '查看公钥及放置命令' },
  file: { en: 'Private key file on the server', zh: '服务器上的私钥文件' },
  fileHint: {
    en: 'Absolute path on the machine that Keyplane runs on; without a passphrase',
    zh: 'Keyplane 所在机器上的绝对路径；不能有口令',
  },
  absolute: { en: 'Must be an absolute path', zh: '须为绝对路径' },
  socket: { en: 'Agent socket on the server', zh: '服务器上的 agent 套接字' },
  socketHint: {
    en: 'Empty: SSH_AUTH_SOCK of the server’s environment',
    zh: '留空则使用服务器环境中的 SSH_AUTH_SOCK',
  },
  install: { en: 'Put the management key there', zh: '放入管理密钥' },
  installHint: {
    en: 'One line in the connecting user’s key file, proven by a second login and used from then on.',
    zh: '在连接用户的密钥文件中加入一行，经第二次登录验证后用于后续登录。',
  },
  jumpsHint: { en: 'Gone through one after the other, nearest first.', zh: '依次经过，最近的在前。' },
  jump: (number: number): Text => ({ en: `Jump host ${number}`, zh: `跳板机 ${number}` }),
  addJump: { en: 'Add a jump host', zh: '添加跳板机' },
  removeJump: (number: number): Text => ({ en: `Remove jump host ${number}`, zh: `删除跳板机 ${number}` }),

  becomes: { en: 'What it becomes', zh: '纳管为' },
  account: { en: 'Account', zh: '账号' },
  accountWrong: { en: 'Must be the number of an account', zh: '须为账号的数字 ID' },
  cloud: { en: 'Cloud', zh: '云' },
  cloudHint: { en: 'Whose calls see it', zh: '在哪家云的 API 中可见' },
  region: { en: 'Region', zh: '地域' },
  first: { en: 'the first one', zh: '默认第一个' },
  zone: { en: 'Zone', zh: '可用区' },
  name: { en: 'Name', zh: '名称' },
  nameHint: { en: 'its address', zh: '默认为其地址' },
  loginUser: { en: 'Login user', zh: '登录用户' },
  loginUserHint: {
    en: 'Whom bound keys let in. Empty: the user who connects',
    zh: '绑定的密钥可登录的用户。留空则为连接用户',
  },
  drift: { en: 'When a check finds a difference', zh: '检查发现差异时' },
  look: { en: 'Look at the host', zh: '查看主机' },
  looking: { en: 'Nothing is changed there by looking.', zh: '查看不会更改主机上的任何内容。' },

  keysWhy: {
    en: 'Nothing is sent to a server whose host key nobody has confirmed. Compare each fingerprint with what the machine itself says; what you confirm is pinned and checked at every connection.',
    zh: '主机密钥未经确认之前，不会向服务器发送任何内容。请将每个指纹与机器自身显示的核对；确认后即固定，每次连接都会检查。',
  },
  keyOf: (place: string): Text => ({ en: `Host key of ${place}`, zh: `${place} 的主机密钥` }),
  onMachine: { en: 'On the machine’s own console:', zh: '在机器自身的控制台上运行：' },
  isRight: { en: 'I compared it: this is the host’s own fingerprint', zh: '我已核对：这是该主机自己的指纹' },
  confirmed: { en: 'confirmed by you', zh: '已由你确认' },
  more: (count: number): Text => ({
    en: count === 1 ? 'One server is still behind this one.' : `${count} servers are still behind this one.`,
    zh: `其后还有 ${count} 台服务器。`,
  }),
  anew: { en: 'Ask for the host keys anew', zh: '重新获取主机密钥' },
  confirm: { en: 'Confirm and go on', zh: '确认并继续' },

  findings: { en: 'What works on the host', zh: '主机上可用的功能' },
  subject: { en: 'Subject', zh: '项目' },
  verdict: { en: 'Verdict', zh: '结论' },
  why: { en: 'Found', zh: '发现' },
  remedy: { en: 'Remedy', zh: '处理办法' },
  allWorks: { en: 'Everything works there. The host can be enrolled.', zh: '一切可用，可以纳管该主机。' },
  someLimited: {
    en: 'The host can be enrolled. What is limited is said below.',
    zh: '可以纳管该主机。受限之处见下表。',
  },
  noPassword: {
    en: 'The host can be enrolled: keys are bound there, and password login stays as the host has it.',
    zh: '可以纳管该主机：可绑定密钥，密码登录保持主机现状。',
  },
  obstacles: {
    en: 'The host cannot be enrolled as it is. Mend what fails, then look again.',
    zh: '目前不能纳管该主机。请排除失败项后重新查看。',
  },
  again: { en: 'Look again', zh: '重新查看' },
  enrol: { en: 'Enrol', zh: '纳管' },

  done: (name: string, id: string): Text => ({
    en: `${name} is enrolled as ${id}`,
    zh: `${name} 已纳管为 ${id}`,
  }),
  doneWhy: {
    en: 'Nothing is bound yet: whoever could log in before still can. Bind a key pair on the instance’s page, or by the command line:',
    zh: '目前未绑定任何密钥：原来能登录的人仍可登录。可在实例页面绑定密钥对，或使用命令行：',
  },
  toInstance: { en: 'Open the instance and bind', zh: '打开实例并绑定' },
  another: { en: 'Enrol another host', zh: '纳管另一台' },
  toHosts: { en: 'All hosts', zh: '所有主机' },
} satisfies Texts

export const VERDICTS = {
  works: { sign: '✓', colour: 'green', text: { en: 'works', zh: '可用' } },
  limited: { sign: '!', colour: 'orange', text: { en: 'limited', zh: '受限' } },
  fails: { sign: '✕', colour: 'red', text: { en: 'fails', zh: '失败' } },
} as const

/** What the server says in English; what is found stays as it wrote it. */
export const SUBJECTS: Readonly<Record<string, Text>> = {
  system: { en: 'System', zh: '系统' },
  'ssh server': { en: 'SSH server', zh: 'SSH 服务' },
  'sshd settings': { en: 'sshd settings', zh: 'sshd 配置' },
  rights: { en: 'Rights', zh: '权限' },
  'login user': { en: 'Login user', zh: '登录用户' },
  'root login': { en: 'Root login', zh: 'root 登录' },
  'key login': { en: 'Key login', zh: '密钥登录' },
  'password login': { en: 'Password login', zh: '密码登录' },
  programs: { en: 'Programs', zh: '程序' },
  revert: { en: 'Revert', zh: '回退' },
  commands: { en: 'Commands', zh: '命令' },
  reboot: { en: 'Reboot', zh: '重启' },
  'key file': { en: 'Key file', zh: '密钥文件' },
  'other key file': { en: 'Other key file', zh: '其他密钥文件' },
  'keys with options': { en: 'Keys with options', zh: '带选项的密钥' },
  'unknown options': { en: 'Unknown options', zh: '未知选项' },
}
