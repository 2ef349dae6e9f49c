import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Key pairs', zh: '密钥对' },
  intro: {
    en: 'Public keys of all clouds and accounts. Private keys are told once, when they are made, and kept nowhere.',
    zh: '所有云和账号的公钥。私钥仅在创建时显示一次，服务器不保存。',
  },
  table: { en: 'Key pairs', zh: '密钥对列表' },
  create: { en: 'Create', zh: '创建密钥对' },
  import: { en: 'Import', zh: '导入公钥' },
  empty: {
    en: 'No key pair yet. Create one, import a public key, or call a cloud’s API:',
    zh: '还没有密钥对。可以创建、导入公钥，或调用云 API：',
  },
  noneMatches: { en: 'No key pair matches these filters.', zh: '没有符合条件的密钥对。' },
  clearFilters: { en: 'Clear the filters', zh: '清除筛选条件' },
  name: { en: 'Name', zh: '名称' },
  id: { en: 'Id', zh: 'ID' },
  cloud: { en: 'Cloud', zh: '云' },
  account: { en: 'Account', zh: '账号' },
  region: { en: 'Region', zh: '地域' },
  allRegions: { en: 'all regions', zh: '全部地域' },
  type: { en: 'Type', zh: '类型' },
  fingerprint: { en: 'Fingerprint', zh: '指纹' },
  created: { en: 'Created', zh: '创建时间' },
  description: { en: 'Description', zh: '描述' },
  publicKey: { en: 'Public key', zh: '公钥' },
  textFilter: { en: 'Name or id', zh: '名称或 ID' },
  fingerprintFilter: { en: 'SHA256:… or MD5', zh: 'SHA256:… 或 MD5' },
  cancel: { en: 'Cancel', zh: '取消' },
  close: { en: 'Close', zh: '关闭' },
  done: { en: 'Done', zh: '完成' },
  needed: { en: 'Needed.', zh: '必填。' },
  digits: { en: 'The digits of an account.', zh: '账号为数字。' },
  descriptionOptional: { en: 'Description (optional)', zh: '描述（可选）' },

  createTitle: { en: 'Create a key pair', zh: '创建密钥对' },
  madeTitle: { en: 'The key pair is made', zh: '密钥对已创建' },
  once: {
    en: 'This is the only time that the private key can be had. Download it now: the server keeps no copy.',
    zh: '私钥仅此一次可获取，请立即下载：服务器不保留副本。',
  },
  goneWithDialog: {
    en: 'This page forgets it as soon as the dialog is closed.',
    zh: '关闭对话框后，本页面也不再保留私钥。',
  },
  closeWithout: { en: 'Close without the private key', zh: '不下载私钥并关闭' },
  downloaded: { en: 'Downloaded. Let nobody else read it:', zh: '已下载。请仅保留自己的读取权限：' },

  importTitle: { en: 'Import a public key', zh: '导入公钥' },
  publicKeyLine: {
    en: 'One line, as in a file that ends in .pub. Paste it, or drop the file here.',
    zh: '一行内容，与 .pub 文件相同。可粘贴，或将文件拖放到此处。',
  },
  chooseFile: { en: 'Choose a file…', zh: '选择文件…' },
  isPrivate: {
    en: 'This is a private key. It was not sent anywhere. Import its public half, which this prints:',
    zh: '这是私钥，未发送到任何地方。请导入对应的公钥，可用以下命令输出：',
  },
  tooLarge: { en: 'The file is too large for a public key.', zh: '文件过大，不是公钥。' },
  bits: { en: 'bits', zh: '位' },

  bind: { en: 'Bind to instances', zh: '绑定到实例' },
  importElsewhere: { en: 'Import elsewhere', zh: '导入到其他云' },
  rotate: { en: 'Rotate', zh: '轮换' },
  remove: { en: 'Delete', zh: '删除' },
  usedBy: { en: 'Used by', zh: '使用此密钥对的实例' },
  usedByNone: { en: 'Bound to no instance.', zh: '未绑定任何实例。' },
  instance: { en: 'Instance', zh: '实例' },
  state: { en: 'State', zh: '状态' },
  binding: { en: 'Binding', zh: '绑定状态' },
  since: { en: 'Bound since', zh: '绑定时间' },
  ends: { en: 'Ends', zh: '到期时间' },
  inForce: { en: 'in force', zh: '已生效' },
  unbind: { en: 'Unbind', zh: '解绑' },
  actions: { en: 'Actions', zh: '操作' },

  removeWhat: {
    en: 'It can be deleted only where it is bound to nothing. Who has the private key keeps it.',
    zh: '仅可删除未绑定任何实例的密钥对。私钥持有者手中的私钥不受影响。',
  },
  inUse: {
    en: 'It is bound to these instances; unbind it there first:',
    zh: '该密钥对绑定在以下实例上，请先解绑：',
  },

  unbindWhat: {
    en: 'Who has its private key gets in no more. With the last key, password login comes back if a password was ever set. Keys added by hand stay.',
    zh: '私钥持有者将无法再登录。解绑最后一个密钥后，若曾设置密码则恢复密码登录；手动添加的密钥不受影响。',
  },
  force: { en: 'Switch it off where that is needed', zh: '需要时强制关机' },

  rotateWhat: {
    en: 'A new key pair is bound beside this one on every instance that has it, at once and without a restart. This one is taken away there when the overlap is over.',
    zh: '在所有绑定此密钥对的实例上立即追加新密钥对，无需重启；重叠期结束后移除旧密钥对。',
  },
  newName: { en: 'Name of the new one (optional)', zh: '新密钥对名称（可选）' },
  newNameHint: { en: 'By default this name with a number.', zh: '默认在原名称后加序号。' },
  newKey: { en: 'New key', zh: '新密钥' },
  makeOne: { en: 'Make one', zh: '生成' },
  ownKey: { en: 'Take a public key of mine', zh: '使用我的公钥' },
  overlap: { en: 'Both work for', zh: '重叠期' },
  noOverlap: { en: 'no time', zh: '无' },
  anHour: { en: '1 hour', zh: '1 小时' },
  aDay: { en: '1 day', zh: '1 天' },
  aWeek: { en: '7 days', zh: '7 天' },
  newPair: { en: 'The new key pair', zh: '新密钥对' },
  oldEnds: { en: 'Old one ends', zh: '旧密钥到期' },
  outcome: { en: 'Outcome', zh: '结果' },
  result: { en: 'What became of it', zh: '说明' },
  rotationTable: { en: 'Rotation, instance by instance', zh: '各实例的轮换结果' },
  rotationRuns: {
    en: 'The rotation runs; what has begun goes on.',
    zh: '轮换进行中；已开始的操作会继续执行。',
  },
} satisfies Record<string, Text>

export function download(name: string): Text {
  return { en: `Download ${name}`, zh: `下载 ${name}` }
}

export function removeTitle(name: string): Text {
  return { en: `Delete ${name}?`, zh: `删除 ${name}？` }
}

export function unbindTitle(pair: string, instance: string): Text {
  return { en: `Unbind ${pair} from ${instance}?`, zh: `从 ${instance} 解绑 ${pair}？` }
}

export function rotateTitle(name: string): Text {
  return { en: `Rotate ${name}`, zh: `轮换 ${name}` }
}

export function rotated(done: number, all: number): Text {
  return { en: `${done} of ${all} done`, zh: `已完成 ${done}/${all} 个实例` }
}

/** Why the binding is not in force yet. */
export const PENDING: Readonly<Record<string, Text>> = {
  operationRunning: { en: 'an operation runs', zh: '操作进行中' },
  operationFailed: { en: 'its operation failed', zh: '操作失败' },
  machineOff: { en: 'from its next start on', zh: '开机后生效' },
  nextBoot: { en: 'from its next boot on', zh: '下次重启后生效' },
}
