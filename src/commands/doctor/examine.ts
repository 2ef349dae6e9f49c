import { type Config, ConfigError, readConfig } from '../../config.ts'
import type { CommandContext } from '../kit/context.ts'
import { checkDatabase, checkServerClock } from './check-clocks.ts'
import { checkData } from './check-data.ts'
import { checkPorts } from './check-ports.ts'
import { checkNode, checkPrograms } from './check-programs.ts'
import { checkTls } from './check-tls.ts'
import { type Finding, ok, type Patient, problem } from './finding.ts'
import { doctorTexts as texts } from './texts.ts'

export interface DoctorFlags {
  readonly listen?: string
  readonly sshListen?: string
  readonly data?: string
  readonly databaseUrl?: string
  readonly url?: string
}

const FILE = 'keyplane.yaml'

/** Looks at everything, in the order it is shown. Settings that cannot be used end it early. */
export async function examine(context: CommandContext, flags: DoctorFlags): Promise<readonly Finding[]> {
  const program = [checkNode(), ...checkPrograms(context)]
  try {
    const patient = await patientOf(context, flags)
    return [
      ...program,
      ok('configuration', texts.goodConfiguration),
      ...(await checkPorts(patient)),
      ...checkData(patient),
      checkTls(patient),
      ...(await checkDatabase(patient)),
      await checkServerClock(patient),
    ]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return [
      ...program,
      problem('configuration', texts.badConfiguration(error.message), texts.mendConfiguration),
    ]
  }
}

async function patientOf(context: CommandContext, flags: DoctorFlags): Promise<Patient> {
  const { environment } = context
  const { listen, sshListen, data, databaseUrl } = flags
  const given = { listen, 'ssh-listen': sshListen, data, 'database-url': databaseUrl }
  const config = readConfig({ flags: given, environment, file: FILE })
  const url = flags.url ?? environment['KEYPLANE_URL'] ?? urlOf(config)
  if (url.startsWith('https:')) {
    const { trustAuthority } = await import('../kit/trust-authority.ts')
    await trustAuthority(context, { data: config.data })
  }
  return { config, context, url, sourceOf: (setting) => sourceOf(setting, given, context) }
}

function urlOf({ listen: { host, port }, tls }: Config): string {
  const reached = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? host
  return `${tls ? 'https' : 'http'}://${reached}:${port}`
}

type Setting = Parameters<Patient['sourceOf']>[0]
const FIELDS = { listen: 'listen', 'ssh-listen': 'sshListen', data: 'data' } as const

function sourceOf(
  setting: Setting,
  given: Readonly<Record<string, string | undefined>>,
  { environment }: CommandContext,
): string {
  if (given[setting] !== undefined) return `--${setting}`
  const variable = `KEYPLANE_${setting.toUpperCase().replace('-', '_')}`
  if (environment[variable] !== undefined) return variable
  const field = FIELDS[setting]
  const read = (file: string) =>
    JSON.stringify(readConfig({ flags: databaseOf(given), environment: {}, file })[field])
  return read(FILE) === read('') ? `default of --${setting}` : FILE
}

/** Without it, a role that keyplane.yaml names might not be complete. */
function databaseOf({ 'database-url': url }: Readonly<Record<string, string | undefined>>) {
  return { 'database-url': url }
}
