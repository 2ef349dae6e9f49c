import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Command } from 'commander'

import { readConfig } from '../config.ts'
import { demoTexts as texts } from './demo-texts.ts'
import { type Instance, listInstances } from './find-instance.ts'
import { openClient } from './kit/client.ts'
import type { CommandContext } from './kit/context.ts'
import { printLine, printTable, type Table } from './kit/output.ts'
import { untilStopped } from './kit/until-stopped.ts'

interface DemoFlags {
  readonly listen?: string
  readonly sshListen?: string
}

/** Adds `demo`: a server that is there as long as somebody looks at it. */
export function addDemoCommand(program: Command, context: CommandContext): void {
  const { say } = context
  program
    .command('demo')
    .description(say(texts.demo))
    .option('--listen <address>', say(texts.listen))
    .option('--ssh-listen <address>', say(texts.sshListen))
    .action((flags: DemoFlags) => demonstrate(context, flags))
}

const PASSWORD = 'Demo-pass-2026'
const PLACES = [
  ['tencent-cvm', 'ap-guangzhou'],
  ['tencent-lighthouse', 'ap-guangzhou'],
  ['volcengine-ecs', 'cn-beijing'],
  ['alibaba-ecs', 'cn-hangzhou'],
] as const

/** JSON is YAML. */
function seedText(): string {
  const instances = PLACES.map(([dialect, region]) => ({
    ...{ dialect, region, account: 'demo', name: `demo-${dialect}`, os: 'linux', state: 'running' },
    password: PASSWORD,
  }))
  return JSON.stringify({ accounts: [{ id: '1000000001', name: 'demo' }], instances })
}

async function demonstrate(context: CommandContext, { listen, sshListen }: DemoFlags): Promise<void> {
  const stopped = untilStopped()
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-demo-'))
  try {
    const seed = join(folder, 'seed.yaml')
    writeFileSync(seed, seedText())
    const token = context.environment['KEYPLANE_ADMIN_TOKEN'] ?? randomBytes(24).toString('base64url')
    const flags = { data: 'memory', mode: 'stand-in', seed, listen, 'ssh-listen': sshListen }
    const environment = { ...context.environment, KEYPLANE_ADMIN_TOKEN: token }
    const config = readConfig({ flags, environment, file: join(folder, 'none.yaml') })
    const { startKeyplane } = await import('../keyplane.ts')
    const keyplane = await startKeyplane(config)
    try {
      await show(context, { url: keyplane.api, token })
      await stopped
    } finally {
      await keyplane[Symbol.asyncDispose]()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const table: Table<Instance> = {
  columns: [
    { title: texts.cloud, cell: ({ dialect }) => dialect },
    { title: texts.instance, cell: ({ id }) => id },
    { title: texts.login, cell: ({ access }) => access?.command ?? '' },
  ],
  empty: texts.none,
}

async function show(
  context: CommandContext,
  reach: { readonly url: string; readonly token: string },
): Promise<void> {
  const instances = await listInstances(await openClient(context, reach))
  printLine(context, context.say(texts.head(PASSWORD)))
  printTable(
    context,
    table,
    instances.filter(({ access }) => access !== null),
  )
  printLine(context, context.say(texts.next(reach.url, reach.token)))
}
