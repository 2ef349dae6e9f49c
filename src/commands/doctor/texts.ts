import type { Text } from '../kit/language.ts'

export const doctorTexts = {
  doctor: {
    en: 'Looks for what would keep a server from running here, and says what to do about it.',
    zh: '查找会妨碍服务器在此运行的问题，并说明如何处理。',
  },
  listen: { en: 'address of the cloud APIs, as for serve', zh: '云 API 的监听地址，同 serve' },
  sshListen: {
    en: 'address of the simulated machines, as for serve',
    zh: '模拟机器的 SSH 监听地址，同 serve',
  },
  data: { en: 'directory of the data, as for serve', zh: '数据目录，同 serve' },
  databaseUrl: { en: 'postgres://…, as for serve', zh: 'postgres://…，同 serve' },
  url: {
    en: 'running server whose clock is looked at (default the one at --listen)',
    zh: '要比对时钟的运行中服务器（默认为 --listen 处的服务器）',
  },
  allWell: { en: 'Nothing keeps a server from running here.', zh: '没有发现妨碍服务器运行的问题。' },
  problems: (count: number): Text => ({
    en: `${count} ${count === 1 ? 'problem' : 'problems'} found.`,
    zh: `发现 ${count} 个问题。`,
  }),
  verdicts: {
    ok: { en: 'ok', zh: '正常' },
    problem: { en: 'PROBLEM', zh: '问题' },
    skipped: { en: 'skipped', zh: '跳过' },
  },
  badConfiguration: (why: string): Text => ({
    en: `the settings cannot be used: ${why}`,
    zh: `设置无法使用：${why}`,
  }),
  mendConfiguration: {
    en: 'correct the flag, the KEYPLANE_ variable or the key in keyplane.yaml',
    zh: '请更正命令行选项、KEYPLANE_ 环境变量或 keyplane.yaml 中的键',
  },
  goodConfiguration: { en: 'the settings can be used', zh: '设置可用' },
  node: (version: string): Text => ({ en: `Node ${version}`, zh: `Node ${version}` }),
  oldNode: (version: string, least: number): Text => ({
    en: `this is Node ${version}; Keyplane needs ${least} or later`,
    zh: `当前为 Node ${version}；Keyplane 需要 ${least} 或更高版本`,
  }),
  newerNode: (least: number): Text => ({
    en: `install Node ${least} or later, and see that it comes first in PATH`,
    zh: `请安装 Node ${least} 或更高版本，并确保它在 PATH 中排在最前`,
  }),
}

export const portTexts = {
  free: (address: string): Text => ({ en: `${address} is free`, zh: `${address} 空闲` }),
  ours: (address: string): Text => ({
    en: `a Keyplane answers at ${address} already`,
    zh: `${address} 上已有 Keyplane 在运行`,
  }),
  off: { en: 'no simulated machines here', zh: '此处没有模拟机器' },
  inUse: (address: string, source: string, holder: string | undefined): Text => ({
    en: `${address} (${source}) is in use${holder === undefined ? '' : ` by ${holder}`}`,
    zh: `${address}（${source}）已被${holder === undefined ? '' : ` ${holder} `}占用`,
  }),
  otherPort: (setting: string): Text => ({
    en: `end that process, or name another port by --${setting}`,
    zh: `请结束该进程，或用 --${setting} 指定其他端口`,
  }),
  notOurs: (address: string, source: string, why: string): Text => ({
    en: `cannot listen on ${address} (${source}): ${why}`,
    zh: `无法监听 ${address}（${source}）：${why}`,
  }),
  otherAddress: (setting: string): Text => ({
    en: `name an address of this machine and a port from 1024 on by --${setting}`,
    zh: `请用 --${setting} 指定本机地址和 1024 以上的端口`,
  }),
}

export const dataTexts = {
  inMemory: { en: 'the data is in memory', zh: '数据在内存中' },
  writable: (data: string): Text => ({ en: `${data} can be written`, zh: `${data} 可写` }),
  notWritable: (data: string, source: string, why: string): Text => ({
    en: `${data} (${source}) cannot be written: ${why}`,
    zh: `${data}（${source}）不可写：${why}`,
  }),
  makeWritable: {
    en: 'give the directory to the user who runs the server, or name another one by --data',
    zh: '请把该目录交给运行服务器的用户，或用 --data 指定其他目录',
  },
  noFileYet: (file: string): Text => ({
    en: `${file} is made at the first start`,
    zh: `${file} 会在首次启动时生成`,
  }),
  fromEnvironment: (name: string): Text => ({ en: `taken from ${name}`, zh: `取自 ${name}` }),
  ownerOnly: (file: string): Text => ({
    en: `${file} is readable by its owner only`,
    zh: `${file} 仅所有者可读`,
  }),
  readByOthers: (file: string, mode: string): Text => ({
    en: `${file} has mode ${mode}: others on this machine can read it`,
    zh: `${file} 的权限为 ${mode}：本机其他人可以读取`,
  }),
  closeIt: (file: string): Text => ({ en: `run: chmod 600 ${file}`, zh: `请执行：chmod 600 ${file}` }),
  unreadable: (file: string, why: string): Text => ({
    en: `${file} cannot be used: ${why}`,
    zh: `${file} 无法使用：${why}`,
  }),
  bringBack: (file: string): Text => ({
    en: `give ${file} to the user who runs the server, or bring it back from where it is kept`,
    zh: `请把 ${file} 交给运行服务器的用户，或从保存处恢复它`,
  }),
  room: (free: string, place: string): Text => ({
    en: `${free} free at ${place}`,
    zh: `${place} 剩余 ${free}`,
  }),
  makeRoom: {
    en: 'make room: a full disk lets no change through',
    zh: '请腾出空间：磁盘写满后任何更改都无法进行',
  },
}

export const tlsTexts = {
  noAuthority: { en: 'no CA of --tls auto', zh: '没有 --tls auto 的 CA' },
  lasts: (file: string, days: number): Text => ({
    en: `${file} is good for ${days} more days`,
    zh: `${file} 还有 ${days} 天有效`,
  }),
  endsSoon: (file: string, days: number): Text => ({
    en: days < 0 ? `${file} has ended` : `${file} ends in ${days} days`,
    zh: days < 0 ? `${file} 已过期` : `${file} 将在 ${days} 天后过期`,
  }),
  nextAuthority: (file: string): Text => ({
    en: `remove ${file}, start the server, and let clients trust what "keyplane ca" prints then`,
    zh: `请删除 ${file}，启动服务器，再让客户端信任 "keyplane ca" 输出的证书`,
  }),
  nextCertificate: { en: 'renew it, and start the server again', zh: '请续期，然后重新启动服务器' },
}

export const clockTexts = {
  noServer: (url: string): Text => ({ en: `no server answers at ${url}`, zh: `${url} 没有服务器响应` }),
  agrees: { en: 'the clocks agree', zh: '时钟一致' },
  differs: (other: Text, seconds: number): Text => ({
    en: `the clock of ${other.en} is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`,
    zh: `${other.zh}的时钟${seconds > 0 ? '快' : '慢'}了 ${Math.abs(seconds)} 秒`,
  }),
  setClocks: {
    en: 'set both by NTP: signatures, one-time codes and certificates depend on the time',
    zh: '请用 NTP 校准两边的时钟：签名、一次性验证码和证书都依赖时间',
  },
  server: { en: 'the server', zh: '服务器' },
  database: { en: 'the database', zh: '数据库' },
  embedded: { en: 'the database is a file of this machine', zh: '数据库是本机上的文件' },
  reached: (place: string): Text => ({ en: `${place} answers`, zh: `${place} 可连接` }),
  unreachable: (place: string, why: string): Text => ({
    en: `the database at ${place} cannot be reached: ${why}`,
    zh: `无法连接数据库 ${place}：${why}`,
  }),
  mendDatabase: {
    en: 'start it, open its port to this machine, or correct --database-url',
    zh: '请启动数据库、向本机开放其端口，或更正 --database-url',
  },
}

export const toolTexts = {
  found: (version: string): Text => ({ en: version, zh: version }),
  missing: (program: string): Text => ({
    en: `${program} is not in PATH`,
    zh: `PATH 中没有 ${program}`,
  }),
  installSsh: {
    en: 'install OpenSSH, for example: apt install openssh-client; "keyplane ssh" needs it',
    zh: '请安装 OpenSSH，例如 apt install openssh-client；"keyplane ssh" 需要它',
  },
}
