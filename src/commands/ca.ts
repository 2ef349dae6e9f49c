import type { Command } from 'commander'

import { ConfigError, firstLine, readConfig } from '../config.ts'
import { AUTHORITY_PATH } from '../tls/authority-path.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import type { Text } from './kit/language.ts'

const texts = {
  ca: {
    en: 'Prints the certificate of the local CA of --tls auto, PEM; makes the CA if there is none.',
    zh: '输出 --tls auto 所用本地 CA 的证书（PEM）；没有则生成。',
  },
  data: { en: 'directory of the data (default ./keyplane-data)', zh: '数据目录（默认 ./keyplane-data）' },
  inMemory: {
    en: `in memory the CA is another one at each start; the running server has it at ${AUTHORITY_PATH}`,
    zh: `数据在内存中时，每次启动的 CA 都不同；运行中的服务器在 ${AUTHORITY_PATH} 提供它`,
  },
  unusable: (data: string, why: string): Text => ({
    en: `the CA in ${data} cannot be used: ${why}`,
    zh: `${data} 中的 CA 无法使用：${why}`,
  }),
}

/** Adds `ca`: works on the data directory itself. */
export function addCaCommand(program: Command, context: CommandContext): void {
  const { say } = context
  program
    .command('ca')
    .description(say(texts.ca))
    .option('--data <directory>', say(texts.data))
    .action((flags: { data?: string }) => printAuthority(context, flags))
}

async function printAuthority(context: CommandContext, flags: { data?: string }): Promise<void> {
  const { environment, now, out } = context
  const { data } = readConfig({ flags: { data: flags.data }, environment, file: 'keyplane.yaml' })
  if (data === 'memory') throw new CommandError(texts.inMemory, EXIT.usage)
  const { readAuthority } = await import('../tls/authority.ts')
  try {
    out.write((await readAuthority(data, now())).certificate)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new CommandError(texts.unusable(data, firstLine(error)), EXIT.usage)
  }
}
