import type { Text } from './kit/language.ts'

export const backupTexts = {
  backup: {
    en: 'Writes everything in the database to a file; a server may run meanwhile.',
    zh: '把数据库的全部内容写入文件；服务器可以同时运行。',
  },
  newFile: { en: 'new file to write, compressed, of mode 0600', zh: '要写入的新文件，压缩，权限 0600' },
  force: { en: 'take the place of a file that is there already', zh: '覆盖已有的文件' },
  restore: {
    en: 'Puts a backup into an empty database; no server may run on it.',
    zh: '把备份放入空数据库；其上不能有服务器在运行。',
  },
  backupFile: {
    en: 'what "keyplane backup" wrote, of either engine',
    zh: '"keyplane backup" 写出的文件，两种数据库引擎均可',
  },
  replace: { en: 'delete what is in the database, for good', zh: '清除数据库中现有的内容（不可恢复）' },
  data: { en: 'directory of the data (default ./keyplane-data)', zh: '数据目录（默认 ./keyplane-data）' },
  databaseUrl: {
    en: 'postgres://…, where the data is in PostgreSQL',
    zh: 'postgres://…，数据存于 PostgreSQL 时使用',
  },
  stopped: { en: 'stopped; there is no backup', zh: '已中止；没有生成备份' },
  written: (file: string, { sum, tables }: Counted): Text => ({
    en: `${file}: ${sum} rows of ${tables} tables.`,
    zh: `${file}：${tables} 个表，共 ${sum} 行。`,
  }),
  /** Said each time: a backup whose key is lost is found out too late. */
  masterKey: (place: Text): Text => ({
    en: `The master key is not in it: keep ${place.en} in another place. Without it the secrets in the backup cannot be read.`,
    zh: `主密钥不在其中：请把 ${place.zh} 另行保存。没有它就无法读取备份中的机密。`,
  }),
  keyOfEnvironment: { en: 'the value of KEYPLANE_MASTER_KEY', zh: 'KEYPLANE_MASTER_KEY 的值' },
  restored: ({ sum, tables }: Counted, taken: string): Text => ({
    en: `Restored ${sum} rows of ${tables} tables, as they were at ${taken}.`,
    zh: `已恢复 ${tables} 个表，共 ${sum} 行，为 ${taken} 时的内容。`,
  }),
  putAside: (kept: string): Text => ({
    en: `What was there before is now ${kept}.`,
    zh: `原有内容现在位于 ${kept}。`,
  }),
}

interface Counted {
  readonly sum: number
  readonly tables: number
}

export function countRows(rows: Readonly<Record<string, number>>): Counted {
  const counts = Object.values(rows)
  const sum = counts.reduce((total, count) => total + count, 0)
  return { sum, tables: counts.filter((count) => count > 0).length }
}
