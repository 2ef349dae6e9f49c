import type { Text } from './language.ts'

/** What every command may say. */
export const texts = {
  url: {
    en: 'where the server answers (default KEYPLANE_URL, else http://127.0.0.1:7420)',
    zh: '服务器地址（默认取 KEYPLANE_URL，否则 http://127.0.0.1:7420）',
  },
  token: {
    en: 'token of the own API; better in KEYPLANE_ADMIN_TOKEN, as everybody on the machine sees a command line',
    zh: '自有 API 的令牌；命令行对本机所有人可见，最好放在 KEYPLANE_ADMIN_TOKEN 中',
  },
  data: {
    en: 'data directory of the server, for its admin token (default KEYPLANE_DATA, else ./keyplane-data)',
    zh: '服务器的数据目录，用于读取管理令牌（默认取 KEYPLANE_DATA，否则 ./keyplane-data）',
  },
  json: { en: 'print JSON', zh: '输出 JSON' },
  jsonLines: { en: 'print one JSON document per result', zh: '每个结果输出一个 JSON 文档' },
  wait: { en: 'wait until it is in effect, and show the progress', zh: '等待生效并显示进度' },
  timeout: {
    en: 'longest time to wait, such as 90s, 10m or 1h; over means exit code 3 (default 10m)',
    zh: '最长等待时间，例如 90s、10m、1h；超时退出码为 3（默认 10m）',
  },
  badDuration: (flag: string, units: string, given: string): Text => ({
    en: `${flag} must be a number with ${units} or d, such as 8h, not ${JSON.stringify(given)}`,
    zh: `${flag} 必须是带单位 ${units.replaceAll(', ', '、')} 或 d 的数字，例如 8h，而不是 ${JSON.stringify(given)}`,
  }),
  limit: { en: 'at most so many, from 1 to 500 (default 20)', zh: '最多显示的数量，1 到 500（默认 20）' },
  badLimit: (given: string): Text => ({
    en: `--limit must be a number from 1 to 500, not ${JSON.stringify(given)}`,
    zh: `--limit 必须是 1 到 500 的数字，而不是 ${JSON.stringify(given)}`,
  }),
  timedOut: (left: number): Text => ({
    en: `--timeout is over with ${left} still under way. What has begun goes on in the server`,
    zh: `等待超时，还有 ${left} 项未完成。已开始的操作会在服务器上继续`,
  }),
  unknownDialect: (given: string, known: string): Text => ({
    en: `--dialect: no cloud API is called ${JSON.stringify(given)}; choose from ${known}`,
    zh: `--dialect：没有名为 ${JSON.stringify(given)} 的云 API；可选 ${known}`,
  }),
  cannotRead: (file: string): Text => ({ en: `${file} cannot be read`, zh: `无法读取 ${file}` }),
  noToken: (file: string): Text => ({
    en: `there is no ${file}; set KEYPLANE_ADMIN_TOKEN, or name the data directory by --data`,
    zh: `没有 ${file}；请设置 KEYPLANE_ADMIN_TOKEN，或用 --data 指定数据目录`,
  }),
  badUrl: (url: string): Text => ({
    en: `--url must be http://HOST:PORT or https://HOST:PORT, not ${JSON.stringify(url)}`,
    zh: `--url 必须是 http://HOST:PORT 或 https://HOST:PORT，而不是 ${JSON.stringify(url)}`,
  }),
  noServer: (url: string): Text => ({
    en: `no Keyplane answers at ${url}; is "keyplane serve" running?`,
    zh: `${url} 没有 Keyplane 响应；"keyplane serve" 在运行吗？`,
  }),
  brokenConnection: {
    en: 'the connection to the server broke; what has begun goes on there',
    zh: '与服务器的连接已断开；已开始的操作会在服务器上继续',
  },
  more: (count: number): Text => ({ en: `${count} more`, zh: `另有 ${count} 项` }),
  sum: ({ heard, total, done, failed, bad }: SumWords): Text => ({
    en: `${heard} of ${total} ${done.en}${failed === 0 ? '' : `, ${failed} ${bad.en}`}`,
    zh: `${heard}/${total} ${done.zh}${failed === 0 ? '' : `，${failed} ${bad.zh}`}`,
  }),
  end: ({ fine, total, good, failed, bad, unheard }: EndWords): Text => ({
    en: [
      `${fine} of ${total} ${good.en}`,
      ...(failed > 0 ? [`${failed} ${bad.en}`] : []),
      ...(unheard > 0 ? [`${unheard} not heard of`] : []),
    ].join(', '),
    zh: [
      `${fine}/${total} ${good.zh}`,
      ...(failed > 0 ? [`${failed} ${bad.zh}`] : []),
      ...(unheard > 0 ? [`${unheard} 没有结果`] : []),
    ].join('，'),
  }),
}

interface SumWords {
  readonly heard: number
  readonly total: number
  readonly failed: number
  readonly done: Text
  readonly bad: Text
}

interface EndWords {
  readonly fine: number
  readonly total: number
  readonly failed: number
  readonly unheard: number
  readonly good: Text
  readonly bad: Text
}
