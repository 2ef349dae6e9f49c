import type { Text } from './kit/language.ts'

export const keypairTexts = {
  group: { en: 'Key pairs of all accounts and clouds.', zh: '管理所有账号和云的密钥对。' },
  list: { en: 'Lists key pairs.', zh: '列出密钥对。' },
  show: { en: 'Shows one key pair and the instances that use it.', zh: '显示一个密钥对及使用它的实例。' },
  create: {
    en: 'Makes a key pair; its private key is told once, and kept nowhere.',
    zh: '创建密钥对；私钥只给出一次，服务器不保存。',
  },
  import: { en: 'Takes a public key in.', zh: '导入公钥。' },
  remove: {
    en: 'Deletes a key pair; refused while instances use it.',
    zh: '删除密钥对；仍有实例使用时会被拒绝。',
  },
  rotate: {
    en: 'Binds a new key pair beside this one wherever this one is bound, and takes this one away after the overlap. Called again it goes on where it stopped.',
    zh: '在绑定了该密钥对的所有实例上并行绑定新密钥对，重叠期过后移除旧的。再次执行会从中断处继续。',
  },
  name: { en: 'name of the key pair, by the rules of its cloud', zh: '密钥对名称，遵循所属云的规则' },
  keyPair: {
    en: 'name or id of the key pair; dialect/account/id where several share it',
    zh: '密钥对的名称或 id；有重名时用 dialect/account/id',
  },
  publicKey: { en: 'file with the public key, or - for the standard input', zh: '公钥文件，- 表示标准输入' },
  account: { en: 'id of the account', zh: '账号 id' },
  dialect: { en: 'cloud API, such as tencent-cvm', zh: '云 API，例如 tencent-cvm' },
  region: { en: 'region, where the cloud keeps key pairs by region', zh: '地域（按地域保存密钥对的云需要）' },
  type: {
    en: 'kind of key (default ed25519 where the cloud takes it)',
    zh: '密钥类型（云支持时默认 ed25519）',
  },
  out: {
    en: 'new file for the private key, readable by you only (default: the standard output)',
    zh: '保存私钥的新文件，仅本人可读（默认输出到标准输出）',
  },
  text: { en: 'only with this in the name or id', zh: '只看名称或 id 含有该文字的' },
  fingerprint: { en: 'only this key: SHA256:… or MD5', zh: '只看该密钥：SHA256:… 或 MD5' },
  newName: {
    en: 'name of the new key pair (default the old one with a number)',
    zh: '新密钥对名称（默认旧名加编号）',
  },
  newPublicKey: {
    en: 'file with the public key of the new pair (default: one is made)',
    zh: '新密钥对的公钥文件（默认自动生成）',
  },
  overlap: {
    en: 'how long both are bound, such as 8h or 7d (default 1d)',
    zh: '新旧并存的时间，例如 8h、7d（默认 1d）',
  },
  outExists: (file: string): Text => ({
    en: `${file} is there already or cannot be written; nothing was made`,
    zh: `${file} 已存在或无法写入；没有创建任何内容`,
  }),
  noKeyPair: (name: string): Text => ({
    en: `there is no key pair ${JSON.stringify(name)}`,
    zh: `没有密钥对 ${JSON.stringify(name)}`,
  }),
  severalKeyPairs: (name: string, ids: string): Text => ({
    en: `several key pairs are called ${JSON.stringify(name)}: name one of ${ids}`,
    zh: `有多个密钥对叫 ${JSON.stringify(name)}：请指明 ${ids} 之一`,
  }),
  created: (id: string, fingerprint: string): Text => ({
    en: `created ${id} ${fingerprint}`,
    zh: `已创建 ${id} ${fingerprint}`,
  }),
  imported: (id: string, type: string, fingerprint: string): Text => ({
    en: `imported ${id} ${type} ${fingerprint}`,
    zh: `已导入 ${id} ${type} ${fingerprint}`,
  }),
  written: (file: string): Text => ({ en: `private key written to ${file}`, zh: `私钥已写入 ${file}` }),
  removed: (id: string): Text => ({ en: `deleted ${id}`, zh: `已删除 ${id}` }),
  newPair: (name: string, fingerprint: string): Text => ({
    en: `new key pair ${name} ${fingerprint}`,
    zh: `新密钥对 ${name} ${fingerprint}`,
  }),
  outcomes: {
    bound: { en: 'new key in force', zh: '新密钥已生效' },
    pending: { en: 'pending, the old key stays', zh: '待生效，旧密钥保留' },
    failed: { en: 'failed, the old key stays', zh: '失败，旧密钥保留' },
    refused: { en: 'refused, the old key stays', zh: '被拒绝，旧密钥保留' },
  },
  oldEnds: (when: string): Text => ({ en: `the old key ends ${when}`, zh: `旧密钥到期：${when}` }),
  empty: {
    en: 'no key pair; "keyplane keypair create" makes one',
    zh: '没有密钥对；可用 "keyplane keypair create" 创建',
  },
  noMatch: { en: 'no key pair matches', zh: '没有符合条件的密钥对' },
  columns: {
    id: { en: 'ID', zh: 'ID' },
    name: { en: 'NAME', zh: '名称' },
    cloud: { en: 'CLOUD', zh: '云' },
    type: { en: 'TYPE', zh: '类型' },
    fingerprint: { en: 'FINGERPRINT', zh: '指纹' },
    created: { en: 'CREATED', zh: '创建时间' },
  },
  usedBy: { en: 'used by', zh: '使用者' },
}
