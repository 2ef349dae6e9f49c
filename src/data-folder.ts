import { mkdirSync } from 'node:fs'

import { ConfigError, firstLine } from './config.ts'

/** Makes the data directory, where it is not there yet. @throws ConfigError when it cannot be one */
export function makeDataFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 })
  } catch (error) {
    const [en, zh] = isInTheWay(error)
      ? ['something there is no folder', '该路径上有不是目录的文件或链接']
      : [firstLine(error), firstLine(error)]
    throw new ConfigError(
      { en: `the data folder ${data} cannot be used: ${en}`, zh: `数据目录 ${data} 无法使用：${zh}` },
      { cause: error },
    )
  }
}

/** A file, or a link that leads nowhere, at the place or on the way to it. */
function isInTheWay(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['EEXIST', 'ENOTDIR', 'ENOENT'].includes(String(error.code))
  )
}
