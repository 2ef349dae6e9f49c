import type { SETTINGS } from '../config.ts'

type SettingName = (typeof SETTINGS)[number]['name']

export const serveTexts = {
  serve: { en: 'Starts the server; SIGTERM ends it.', zh: '启动服务器；SIGTERM 使其结束。' },
  after: {
    en: '\nEach flag is also KEYPLANE_<FLAG> in the environment and a key in keyplane.yaml.',
    zh: '\n每个选项也可以写成环境变量 KEYPLANE_<FLAG>，或 keyplane.yaml 中的键。',
  },
}

/** The settings of `serve`; src/config.ts has them in English. */
export const settingsInChinese: Readonly<Record<SettingName, string>> = {
  listen: '云 API 的监听地址（默认 127.0.0.1:7420）',
  'tls-cert': '证书文件，PEM；与 --tls-key 一起使用时以 HTTPS 提供 API',
  'tls-key': '证书的私钥文件，PEM',
  tls: '"auto"：用一次性生成的本地 CA 提供 HTTPS；用 "keyplane ca" 输出该 CA',
  domain: '根域名：cvm.example.test 这样的主机名也算 API 主机',
  'ssh-listen': '模拟机器的 SSH 监听地址，或 "off"（默认 0.0.0.0:7422；--role api 时为 off）',
  data: '数据目录，或 "memory"（默认 ./keyplane-data）',
  'database-url': 'postgres://…：数据存于 PostgreSQL；--data 只存密钥和证书',
  role: 'all、api 或 worker（默认 all）；后两者共用一个 --database-url',
  'drain-seconds': '进程结束前 /readyz 回答“否”的秒数（默认 0）',
  seed: '数据库为空时加载的 YAML 文件',
  'seed-number': '仅用于测试：id、主机密钥和生成的密钥都由此数字决定；每次运行相同',
  'calls-kept': '保留最近多少次调用供 "keyplane calls" 查看（默认 1000）',
  mode: 'stand-in：任何访问密钥都可用，密钥为 "keyplane"；strict：只认种子文件中的访问密钥',
  rates: 'off、documented 或一个数字：每秒调用次数（strict 模式默认 documented，否则 off）',
  'strict-parameters': '拒绝操作不认识的参数，即使云上会忽略它们',
  'transition-ms': '模拟的启动、停止、重启所用的毫秒数（默认 200）',
  'host-revert-seconds': '自有主机在多少秒内得不到验证就撤回更改（默认 60）',
  'host-logins': '同时登录自有主机的数量（默认 32）',
  'log-level': 'fatal、error、warn、info、debug 或 silent（默认 warn）',
}
