import { existsSync, readFileSync } from 'node:fs'

import { z } from 'zod'

import { asIs, type Text } from './commands/kit/language.ts'
import type { RateSetting } from './core/rates/rates.ts'
import { loadYaml } from './load-yaml.ts'
import { settingFormsInChinese } from './setting-forms.ts'
import { domain, rates, wholeNumber, yesOrNo } from './setting-types.ts'

/** A configuration that cannot be used. Its text is the one line a person reads; the process exits with 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly text: Text

  /** @param text in both languages, or the same in each */
  constructor(text: Text | string, options?: ErrorOptions) {
    const told = typeof text === 'string' ? asIs(text) : text
    super(told.en, options)
    this.text = told
  }
}

export interface Address {
  readonly host: string
  readonly port: number
}

const address = z.string().transform((text, context): Address => {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:]+)):(\d{1,5})$/.exec(text)
  const port = Number(match?.[3])
  if (match && port <= 65_535) return { host: match[1] ?? match[2] ?? '', port }
  context.addIssue({ code: 'custom', message: 'must be HOST:PORT, for example 127.0.0.1:7420' })
  return z.NEVER
})

const SSH_LISTEN: Address = { host: '0.0.0.0', port: 7422 }

/** Every setting, under the name of its flag. */
const settings = z.strictObject({
  listen: address.default({ host: '127.0.0.1', port: 7420 }),
  'tls-cert': z.string().optional(),
  'tls-key': z.string().optional(),
  tls: z.literal('auto', 'must be auto').optional(),
  domain: domain.optional(),
  'ssh-listen': z.union([z.literal('off'), address], 'must be HOST:PORT or off').optional(),
  data: z.string().min(1).default('./keyplane-data'),
  'database-url': z
    .string()
    .regex(/^postgres(?:ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  role: z.enum(['all', 'api', 'worker']).default('all'),
  seed: z.string().optional(),
  'seed-number': wholeNumber({ unit: 'a run', from: 0, to: 9_999_999 }).optional(),
  mode: z.enum(['stand-in', 'strict']).default('stand-in'),
  rates: rates.optional(),
  'strict-parameters': yesOrNo.default(false),
  'transition-ms': z
    .union([z.string().regex(/^\d{1,7}$/, 'must be a number of milliseconds'), z.number()])
    .transform(Number)
    .pipe(z.int().min(0).max(3_600_000))
    .default(200),
  'drain-seconds': wholeNumber({ unit: 'seconds', from: 0, to: 600 }).default(0),
  'host-revert-seconds': wholeNumber({ unit: 'seconds', from: 5, to: 3_600 }).default(60),
  'host-logins': wholeNumber({ unit: 'logins', from: 1, to: 1_000 }).default(32),
  'calls-kept': wholeNumber({ unit: 'calls', from: 0, to: 100_000 }).default(1_000),
  'log-level': z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
})

type Settings = z.output<typeof settings>

interface Setting {
  readonly name: keyof Settings
  readonly help: string
  /** Takes no value on the command line. */
  readonly isSwitch?: boolean
}

/** The settings with their help texts, in the order people meet them. */
export const SETTINGS: readonly Setting[] = [
  { name: 'listen', help: 'address of the cloud APIs (default 127.0.0.1:7420)' },
  { name: 'tls-cert', help: 'certificate file, PEM; with --tls-key the APIs are served over HTTPS' },
  { name: 'tls-key', help: 'private key file of the certificate, PEM' },
  { name: 'tls', help: '"auto": HTTPS by a local CA that is made once; print it with "keyplane ca"' },
  { name: 'domain', help: 'root domain: hosts such as cvm.example.test count as API hosts too' },
  {
    name: 'ssh-listen',
    help: 'address of the simulated machines, or "off" (default 0.0.0.0:7422; off with --role api)',
  },
  { name: 'data', help: 'directory of the data, or "memory" (default ./keyplane-data)' },
  {
    name: 'database-url',
    help: 'postgres://…: the data is in PostgreSQL; --data keeps keys and certificates only',
  },
  { name: 'role', help: 'all, api or worker (default all); the others share one --database-url' },
  { name: 'drain-seconds', help: 'seconds that /readyz says no before the process ends (default 0)' },
  { name: 'seed', help: 'YAML file that is loaded when the database is empty' },
  {
    name: 'seed-number',
    help: 'for tests only: ids, host keys and generated keys follow from this number; runs are alike',
  },
  { name: 'mode', help: 'stand-in: any access key works, secret "keyplane"; strict: only seeded ones' },
  {
    name: 'rates',
    help: 'off, documented or a number: calls per second (default documented in strict mode, else off)',
  },
  {
    name: 'strict-parameters',
    help: 'refuse parameters that an action does not know, also where the cloud ignores them',
    isSwitch: true,
  },
  { name: 'transition-ms', help: 'duration of a simulated start, stop or reboot (default 200)' },
  {
    name: 'host-revert-seconds',
    help: 'seconds after which an enrolled host takes back a change without proof (default 60)',
  },
  { name: 'host-logins', help: 'logins at enrolled hosts at the same time (default 32)' },
  { name: 'calls-kept', help: 'last calls that the own API shows, in memory (default 1000)' },
  { name: 'log-level', help: 'fatal, error, warn, info, debug or silent (default warn)' },
]

/** The configuration of one process, read once and frozen. */
export interface Config {
  readonly listen: Address
  /** A certificate given, or one that Keyplane issues itself. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | 'auto' | undefined
  /** Root domain whose hosts count as API hosts too. */
  readonly domain: string | undefined
  readonly sshListen: Address | 'off'
  /** Directory of the data, or `memory`. */
  readonly data: string
  /** PostgreSQL in place of a database in `data`; it may have a password in it. */
  readonly databaseUrl: string | undefined
  readonly role: Settings['role']
  /** How long `/readyz` refuses before the process ends, and all else is answered. */
  readonly drainMs: number
  readonly seedFile: string | undefined
  /** What ids, host keys and generated keys follow from; only of a stand-in that is tested with. */
  readonly seedNumber: number | undefined
  readonly mode: Settings['mode']
  readonly rates: RateSetting
  /** Unknown parameters are refused everywhere. */
  readonly hasStrictParameters: boolean
  readonly transitionMs: number
  /** How long a change at an enrolled host stays without proof. */
  readonly hostRevertSeconds: number
  /** Logins at enrolled hosts at the same time, over all of them. */
  readonly hostLogins: number
  /** So many of the last calls are remembered; 0: none. */
  readonly callsKept: number
  readonly logLevel: Settings['log-level']
  readonly masterKey: string | undefined
  readonly adminToken: string | undefined
  /** Socket of the SSH agent that hosts may be logged in to with. */
  readonly agentSocket: string | undefined
}

type Sources = {
  /** By flag name, as given on the command line. */
  readonly flags: Readonly<Record<string, string | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Read if it exists. */
  readonly file: string
}

/** Flags win over the environment, the environment over the file, the file over the defaults. */
export function readConfig({ flags, environment, file }: Sources): Config {
  const given = { ...readFile(file), ...readEnvironment(environment), ...defined(flags) }
  const result = settings.safeParse(given)
  if (!result.success) throw new ConfigError(firstComplaint(result.error))
  return toConfig(result.data, {
    masterKey: environment['KEYPLANE_MASTER_KEY'],
    adminToken: environment['KEYPLANE_ADMIN_TOKEN'],
    agentSocket: environment['SSH_AUTH_SOCK'],
  })
}

/** Secrets come from the environment only: a command line is seen by everybody on the machine. */
function toConfig(
  values: Settings,
  secrets: Pick<Config, 'masterKey' | 'adminToken' | 'agentSocket'>,
): Config {
  refuseLonelyRole(values)
  refuseSeedNumber(values)
  return Object.freeze({
    listen: values.listen,
    tls: readTls(values),
    domain: values.domain,
    sshListen: values['ssh-listen'] ?? (values.role === 'api' ? 'off' : SSH_LISTEN),
    data: values.data,
    databaseUrl: values['database-url'],
    role: values.role,
    drainMs: values['drain-seconds'] * 1_000,
    seedFile: values.seed,
    seedNumber: values['seed-number'],
    mode: values.mode,
    rates: values.rates ?? (values.mode === 'strict' ? 'documented' : 'off'),
    hasStrictParameters: values['strict-parameters'],
    transitionMs: values['transition-ms'],
    hostRevertSeconds: values['host-revert-seconds'],
    hostLogins: values['host-logins'],
    callsKept: values['calls-kept'],
    logLevel: values['log-level'],
    ...secrets,
  })
}

/** What is not one process alone needs a database that others reach too. */
function refuseLonelyRole({ role, 'database-url': url }: Settings): void {
  if (role === 'all' || url !== undefined) return
  throw new ConfigError({
    en: `--role ${role} needs --database-url: the processes meet in the database`,
    zh: `--role ${role} 需要 --database-url：各进程通过数据库协作`,
  })
}

/** Everybody can tell what follows from a number; and two processes would give the same ids. */
function refuseSeedNumber({ 'seed-number': seedNumber, mode, 'database-url': url }: Settings): void {
  if (seedNumber === undefined) return
  if (mode === 'strict')
    throw new ConfigError({
      en: '--seed-number is for tests: there is none in strict mode',
      zh: '--seed-number 仅用于测试：strict 模式下不可用',
    })
  if (url !== undefined)
    throw new ConfigError({
      en: '--seed-number needs the embedded database: processes would give the same ids',
      zh: '--seed-number 需要内置数据库：否则多个进程会给出相同的 id',
    })
}

function readTls(values: Settings): Config['tls'] {
  const { tls, 'tls-cert': certFile, 'tls-key': keyFile } = values
  if (tls === 'auto') {
    if (certFile === undefined && keyFile === undefined) return tls
    throw new ConfigError({
      en: '--tls auto issues a certificate itself; leave out --tls-cert and --tls-key',
      zh: '--tls auto 会自行签发证书；请去掉 --tls-cert 和 --tls-key',
    })
  }
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile }
  if (certFile === undefined && keyFile === undefined) return undefined
  throw new ConfigError({
    en: '--tls-cert and --tls-key belong together',
    zh: '--tls-cert 与 --tls-key 必须一起使用',
  })
}

function readFile(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {}
  const content = parseFile(file)
  if (content === null || content === undefined) return {}
  if (typeof content !== 'object' || Array.isArray(content))
    throw new ConfigError({ en: `${file}: must be a mapping`, zh: `${file}：必须是键值映射` })
  return { ...content }
}

function parseFile(file: string): unknown {
  try {
    return loadYaml().parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${file}: ${firstLine(error)}`, { cause: error })
  }
}

/** People read one line; a parser's excerpt of the file is for them to look up there. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (text.split('\n')[0] ?? '').replace(/:$/, '')
}

function readEnvironment(environment: Sources['environment']): Record<string, string> {
  const named = SETTINGS.map(({ name }) => [name, environment[environmentName(name)]] as const)
  return defined(Object.fromEntries(named))
}

export function environmentName(setting: string): string {
  return `KEYPLANE_${setting.toUpperCase().replaceAll('-', '_')}`
}

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )
  return Object.fromEntries(entries) as Record<string, string>
}

function firstComplaint(error: z.ZodError): Text {
  const [issue] = error.issues
  if (issue?.code === 'unrecognized_keys') {
    const keys = issue.keys.join(', ')
    return { en: `unknown setting: ${keys}`, zh: `未知设置：${keys}` }
  }
  const name = issue?.path.join('.') ?? ''
  const form = Object.entries(settingFormsInChinese).find(([setting]) => setting === name)?.[1]
  return { en: `--${name}: ${issue?.message ?? 'is not valid'}`, zh: `--${name}：${form ?? '无效'}` }
}
