import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Who has access', zh: '访问清单' },
  list: { en: 'Keys that open instances', zh: '可登录实例的密钥' },
  cloud: { en: 'Cloud', zh: '云' },
  anyCloud: { en: 'All clouds', zh: '全部云' },
  account: { en: 'Account', zh: '账号' },
  instance: { en: 'Instance', zh: '实例' },
  instanceId: { en: 'Instance id', zh: '实例 ID' },
  fingerprint: { en: 'Fingerprint', zh: '指纹' },
  look: { en: 'Look at the machines', zh: '查看机器' },
  lookMeans: {
    en: 'Asks every machine which keys it has: finds lines of others, and takes longer.',
    zh: '逐台查询机器上的密钥，可发现他人写入的公钥，但耗时较长。',
  },
  user: { en: 'Login user', zh: '登录用户' },
  key: { en: 'Key', zh: '密钥' },
  through: { en: 'Through', zh: '来源' },
  open: { en: 'Opens', zh: '能否登录' },
  time: { en: 'Since / until', zh: '起始 / 截止' },
  until: { en: 'until', zh: '至' },
  forGood: { en: 'for good', zh: '长期' },
  notKnown: { en: 'not known', zh: '未知' },
  noFingerprint: { en: 'a line that does not read', zh: '无法解析的一行' },
  seen: { en: 'yes', zh: '能' },
  notThere: { en: 'not on the machine', zh: '机器上没有' },
  notLooked: { en: 'not checked', zh: '未核实' },
  unseen: (count: number): Text => ({
    en: `${count} ${count === 1 ? 'machine' : 'machines'} did not answer; what is bound there is listed all the same`,
    zh: `${count} 台机器没有响应；其绑定仍列在下面`,
  }),
  none: {
    en: 'No key opens any instance. Bind one, and it is listed here:',
    zh: '没有密钥可以登录任何实例。绑定后会列在这里：',
  },
  noneFits: { en: 'No key fits these filters.', zh: '没有符合筛选条件的密钥。' },
  csv: { en: 'Download CSV', zh: '下载 CSV' },
} satisfies Record<string, Text | ((count: number) => Text)>

export const SOURCES = {
  binding: { text: { en: 'binding', zh: '绑定' }, colour: 'green' },
  leftover: { text: { en: 'left over', zh: '残留' }, colour: 'orange' },
  foreign: { text: { en: 'somebody else’s line', zh: '他人写入' }, colour: 'red' },
} satisfies Record<string, { readonly text: Text; readonly colour: string }>

export const SOURCE_MEANS = {
  binding: { en: 'Bound here.', zh: '在这里绑定。' },
  leftover: { en: 'Unbound here, and still on the machine.', zh: '已解绑，但仍留在机器上。' },
  foreign: {
    en: 'In the login user’s authorized_keys, written by others; never touched.',
    zh: '由他人写入登录用户的 authorized_keys，从不改动。',
  },
} satisfies Record<string, Text>
