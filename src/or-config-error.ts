import { ConfigError } from './config.ts'

/** What the machine refuses here, a port, a file or a database, is for the configuration to mend. */
export async function orConfigError<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`${what}: ${reasonOf(error)}`, { cause: error })
  }
}

/** In one line. Where every address of a host refused, Node says so by a code only. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : error.name
  return error.message === '' ? code : error.message.replaceAll('\n', ' ')
}
