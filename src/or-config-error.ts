import { asIs, type Text } from './commands/kit/language.ts'
import { ConfigError } from './config.ts'
import { DatabaseInUse } from './store/sqlite/sqlite-database.ts'

/** What the machine refuses here, a port, a file or a database, is for the configuration to mend. */
export async function orConfigError<T>(what: Text | string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const { en, zh } = typeof what === 'string' ? asIs(what) : what
    const reason = reasonOf(error)
    throw new ConfigError({ en: `${en}: ${reason.en}`, zh: `${zh}：${reason.zh}` }, { cause: error })
  }
}

/** In one line, as the machine says it. Where every address of a host refused, Node says so by a code only. */
function reasonOf(error: unknown): Text {
  if (!(error instanceof Error)) return asIs(String(error))
  if (error instanceof DatabaseInUse) return { en: error.message, zh: '有服务器正在使用它；请先停止该服务器' }
  const code = 'code' in error ? String(error.code) : error.name
  return asIs(error.message === '' ? code : error.message.replaceAll('\n', ' '))
}
