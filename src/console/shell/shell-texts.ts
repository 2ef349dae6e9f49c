import type { Text } from '../kit/language.tsx'

export const texts = {
  token: { en: 'Token', zh: '令牌' },
  signIn: { en: 'Sign in', zh: '登录' },
  signOut: { en: 'Sign out', zh: '退出登录' },
  stillSignedIn: { en: 'You are still signed in.', zh: '您仍处于登录状态。' },
  signOutFailed: {
    en: 'The server did not take the token back from this browser. Sign out once more.',
    zh: '服务器未能从此浏览器收回令牌。请再次退出登录。',
  },
  signInTitle: { en: 'Sign in to Keyplane', zh: '登录 Keyplane' },
  whichToken: {
    en: 'A token of the own API. The administrator’s is in the data directory of the server, or what KEYPLANE_ADMIN_TOKEN was set to, which a server in memory needs; it makes others.',
    zh: '自有 API 的令牌。管理令牌在服务器的数据目录中，或为 KEYPLANE_ADMIN_TOKEN 的值（内存模式下必须设置）；其他令牌由它签发。',
  },
  wrongToken: { en: 'The server does not know this token.', zh: '服务器不认识这个令牌。' },
  tokenNeeded: { en: 'Enter a token.', zh: '请输入令牌。' },
  noServer: { en: 'The server does not answer.', zh: '服务器没有响应。' },
  retry: { en: 'Try again', zh: '重试' },
  skip: { en: 'Skip to the content', zh: '跳到正文' },
  navigation: { en: 'Pages', zh: '页面' },
  dark: { en: 'Dark', zh: '深色' },
  light: { en: 'Light', zh: '浅色' },
  toDark: { en: 'Switch to dark colours', zh: '切换到深色' },
  toLight: { en: 'Switch to light colours', zh: '切换到浅色' },
  otherLanguage: { en: '中文', zh: 'English' },
  standIn: { en: 'stand-in', zh: '替身模式' },
  strict: { en: 'strict', zh: '严格模式' },
  notFound: { en: 'There is no such page.', zh: '没有这个页面。' },
  toOverview: { en: 'To the overview', zh: '回到总览' },
  broken: { en: 'This page broke.', zh: '页面出错了。' },
  reload: { en: 'Load again', zh: '重新加载' },
  scopes: {
    reader: { en: 'reader', zh: '只读' },
    operator: { en: 'operator', zh: '操作员' },
    admin: { en: 'administrator', zh: '管理员' },
  } satisfies Record<string, Text>,
}
