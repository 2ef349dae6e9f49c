import type { Text } from './kit/language.ts'

export const demoTexts = {
  demo: {
    en: 'Starts a server in memory with one machine on each cloud, to look around; Ctrl-C ends it.',
    zh: '在内存中启动服务器，每家云各有一台机器，供试用；Ctrl-C 结束。',
  },
  listen: { en: 'address of the cloud APIs, as for serve', zh: '云 API 的监听地址，同 serve' },
  sshListen: {
    en: 'address of the simulated machines, as for serve',
    zh: '模拟机器的 SSH 监听地址，同 serve',
  },
  head: (password: string): Text => ({
    en: `One machine on each cloud; the password of all is ${password}. Nothing stays when this ends.`,
    zh: `每家云各有一台机器，密码都是 ${password}。结束后不留任何内容。`,
  }),
  cloud: { en: 'CLOUD', zh: '云' },
  instance: { en: 'INSTANCE', zh: '实例' },
  login: { en: 'LOG IN', zh: '登录' },
  none: { en: 'No machine can be logged in to: --ssh-listen is off.', zh: '无法登录：--ssh-listen 为 off。' },
  next: (url: string, token: string): Text => ({
    en: `In another terminal:
  export KEYPLANE_URL=${url} KEYPLANE_ADMIN_TOKEN=${token}
  keyplane status
  keyplane env tencent   # or alibaba, volcengine, terraform: settings for their clients`,
    zh: `在另一个终端中：
  export KEYPLANE_URL=${url} KEYPLANE_ADMIN_TOKEN=${token}
  keyplane status
  keyplane env tencent   # 或 alibaba、volcengine、terraform：其客户端的设置`,
  }),
}
