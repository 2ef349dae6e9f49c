import type { Text } from './kit/language.ts'

export const mfaTexts = {
  group: {
    en: 'Devices for one-time codes: the second factor of users.',
    zh: '管理一次性验证码设备：用户的二次验证。',
  },
  show: { en: 'Shows how a user stands.', zh: '显示用户的二次验证状态。' },
  enrol: {
    en: 'Gives a user a device, and prints its secret this once.',
    zh: '为用户绑定设备，并仅此一次输出其密钥。',
  },
  verify: {
    en: 'Takes a code of the device; the user is verified for 30 minutes.',
    zh: '验证设备上的验证码，30 分钟内有效。',
  },
  remove: { en: 'Takes the device away.', zh: '解绑设备。' },
  code: { en: 'six digits that the device shows', zh: '设备显示的六位数字' },
  states: {
    none: {
      en: 'no device; "keyplane mfa enrol" gives the user one',
      zh: '没有设备；用 "keyplane mfa enrol" 绑定',
    },
    bound: {
      en: 'has a device, no code verified in the last 30 minutes',
      zh: '已绑定设备，最近 30 分钟内没有验证过',
    },
    verified: { en: 'verified', zh: '已验证' },
  },
  until: (time: string): Text => ({ en: `verified until ${time}`, zh: `已验证，有效期至 ${time}` }),
  secret: { en: 'secret', zh: '密钥' },
  uri: { en: 'for a QR code', zh: '用于二维码' },
  once: {
    en: 'Shown this once: put it into an authenticator app, then call "keyplane mfa verify CODE".',
    zh: '仅显示这一次：请添加到验证器应用，然后运行 "keyplane mfa verify CODE"。',
  },
  removed: (user: string): Text => ({ en: `took the device of ${user} away`, zh: `已解绑 ${user} 的设备` }),
}
