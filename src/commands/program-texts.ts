import type { Text } from './kit/language.ts'

/** What stands above and below the list of commands. */
export const programTexts = {
  description: { en: 'Binds SSH key pairs to machines.', zh: '把 SSH 密钥对绑定到机器。' },
  after: {
    en: `
Exit codes: 0 done; 1 the answer is no: refused, failed, different, or no server answers; 2 asked wrongly;
3 --timeout is over; 130 interrupted.
Language: KEYPLANE_LANG=en or zh, else the locale. Colours: on terminals only, never with NO_COLOR.`,
    zh: `
退出码：0 完成；1 结果为否：被拒绝、失败、有差异或服务器无响应；2 用法错误；3 等待超时；130 被中断。
语言：KEYPLANE_LANG=en 或 zh，否则按系统区域设置。颜色：仅在终端上使用，设置 NO_COLOR 则不用。`,
  },
  oldNode: (version: string, least: number): Text => ({
    en: `Node ${version} is too old; Keyplane needs ${least} or later. "keyplane doctor" looks at the rest`,
    zh: `Node ${version} 过旧；Keyplane 需要 ${least} 或更高版本。可用 "keyplane doctor" 检查其余部分`,
  }),
}
