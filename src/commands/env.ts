import { Argument, type Command } from 'commander'

import { clientSettings, DEFAULT_ENDPOINT, type Target, TARGETS } from '../client-settings.ts'
import type { CommandContext } from './kit/context.ts'

const texts = {
  env: {
    en: 'Prints what clients need to be pointed here: lines for a shell, or blocks for Terraform.',
    zh: '输出让客户端指向这里所需的设置：shell 语句，或 Terraform 配置块。',
  },
  clients: { en: 'whose clients', zh: '哪家云的客户端' },
  endpoint: { en: 'where Keyplane answers', zh: 'Keyplane 的地址' },
}

/** Adds `env`, which asks nobody. */
export function addEnvCommand(program: Command, context: CommandContext): void {
  const { say, out } = context
  program
    .command('env')
    .description(say(texts.env))
    .addArgument(new Argument('<clients>', say(texts.clients)).choices(TARGETS))
    .option('--endpoint <url>', say(texts.endpoint), DEFAULT_ENDPOINT)
    .action((target: Target, { endpoint }: { endpoint: string }) => {
      out.write(clientSettings(target, endpoint))
    })
}
