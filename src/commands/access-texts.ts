export const accessTexts = {
  access: {
    en: 'Shows which keys open which instances: bound ones, and lines that others wrote on the machine.',
    zh: '显示哪些密钥能登录哪些实例：已绑定的，以及他人写在机器上的。',
  },
  instance: {
    en: 'only this instance: id, or dialect/account/id',
    zh: '只看该实例：id 或 dialect/account/id',
  },
  fingerprint: { en: 'only this key: SHA256:…', zh: '只看该密钥：SHA256:…' },
  account: { en: 'only of this account', zh: '只看该账号的' },
  dialect: { en: 'only of this cloud API, such as tencent-cvm', zh: '只看该云 API 的，例如 tencent-cvm' },
  noLook: {
    en: 'do not look at the machines: faster, but lines that others wrote are not found',
    zh: '不查看机器：更快，但找不到他人写入的密钥',
  },
  csv: { en: 'print CSV', zh: '输出 CSV' },
  oneForm: { en: 'take --json or --csv, not both', zh: '--json 和 --csv 只能选一个' },
  empty: {
    en: 'no key opens any instance; "keyplane bind" lets one in',
    zh: '没有密钥能登录任何实例；可用 "keyplane bind" 绑定',
  },
  noMatch: { en: 'no key matches', zh: '没有符合条件的密钥' },
  unseen: { en: 'could not be looked at', zh: '无法查看' },
  columns: {
    instance: { en: 'INSTANCE', zh: '实例' },
    login: { en: 'USER', zh: '用户' },
    fingerprint: { en: 'KEY', zh: '密钥' },
    through: { en: 'THROUGH', zh: '途径' },
    open: { en: 'OPENS', zh: '可登录' },
    since: { en: 'SINCE', zh: '始于' },
    ends: { en: 'ENDS', zh: '到期' },
  },
  sources: {
    binding: { en: 'binding', zh: '绑定' },
    leftover: { en: 'left over', zh: '残留' },
    foreign: { en: 'foreign line', zh: '他人写入' },
  },
  yes: { en: 'yes', zh: '是' },
  no: { en: 'no', zh: '否' },
  unknown: { en: 'not seen', zh: '未查看' },
}
