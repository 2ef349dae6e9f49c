import type { SETTINGS } from './config.ts'

/** What each setting must be, for who reads Chinese; in English it is said where the setting is read. */
export const settingFormsInChinese: Readonly<Record<(typeof SETTINGS)[number]['name'], string>> = {
  listen: '必须是 HOST:PORT，例如 127.0.0.1:7420',
  'tls-cert': '必须是文件名',
  'tls-key': '必须是文件名',
  tls: '必须是 auto',
  domain: '必须是不带端口的域名，不能是地址，例如 example.test',
  'ssh-listen': '必须是 HOST:PORT 或 off',
  data: '必须是目录名，或 memory',
  'database-url': '必须以 postgres:// 开头',
  role: '必须是 all、api 或 worker',
  seed: '必须是文件名',
  'seed-number': '必须是 0 到 9999999 的数字',
  mode: '必须是 stand-in 或 strict',
  rates: '必须是 off、documented，或每秒调用次数 1 到 10000',
  'strict-parameters': '必须是 true 或 false',
  'transition-ms': '必须是毫秒数，0 到 3600000',
  'drain-seconds': '必须是 0 到 600 的秒数',
  'host-revert-seconds': '必须是 5 到 3600 的秒数',
  'host-logins': '必须是 1 到 1000 的登录数',
  'calls-kept': '必须是 0 到 100000 的调用数',
  'log-level': '必须是 fatal、error、warn、info、debug 或 silent',
}
