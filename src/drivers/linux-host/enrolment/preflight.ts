import { MachineError } from '../../../core/machines/driver.ts'
import type { HostSettings } from '../host-record.ts'
import type { SshConnection } from '../ssh/connection.ts'
import { fileFindings } from './file-findings.ts'
import { lookOverSftp } from './files-only-preflight.ts'
import type { Finding } from './finding.ts'
import { accountOf, hostFindings, PASSWORD_LOGIN } from './host-findings.ts'
import {
  firstOf,
  type HostUser,
  type ProbeOutput,
  parseProbeOutput,
  readOsName,
  readServer,
} from './probe-output.ts'
import { FILES_PROBE, HOST_PROBE } from './probe-scripts.ts'
import { runScript, type ScriptCall } from './run-script.ts'
import { keyPaths, readSshdSettings, type SshdSettings, USUAL_KEY_FILES } from './sshd-settings.ts'

/** What was found on a host, and what follows for how the driver is told of it. */
export interface Preflight {
  readonly findings: readonly Finding[]
  readonly osName: string
  /** Whether passwords are answered now, by either method; where sshd cannot be asked, taken to be so. */
  readonly allowsPassword: boolean
  /** Settings that were found and not chosen. */
  readonly found: Pick<HostSettings, 'rights' | 'access' | 'server' | 'sshd'>
  /** Where keys are read from for the login user; the first one is written. */
  readonly paths: readonly string[]
  /** The login user; undefined when the host has none of that name. */
  readonly account: HostUser | undefined
  /** Keys in the file of a host that only serves files: type and base64. */
  readonly keysSeen?: readonly string[]
}

/** Where `sshd` reads its settings unless told otherwise. */
const USUAL_CONFIG = '/etc/ssh/sshd_config'

/** Looks at a host over a connection; changes nothing there. @throws MachineError when the connection breaks */
export async function runPreflight(
  connection: SshConnection,
  loginUser: string,
  signal: AbortSignal,
): Promise<Preflight> {
  const said = await saidByHost(connection, loginUser, signal)
  const output = said === undefined ? undefined : parseProbeOutput(said, 'host')
  if (!output) return lookOverSftp(connection, signal)
  const settings = readSshdSettings(output)
  const account = accountOf(output)
  const paths = account ? keyPathsOf(output, { account, settings }) : []
  const files = await probeFiles(connection, paths, signal)
  return {
    findings: [...hostFindings(output, loginUser), ...(files ? fileFindings(files, paths) : [])],
    osName: readOsName(output),
    allowsPassword: settings ? answersPassword(settings) : true,
    found: foundSettings(output),
    paths,
    account,
  }
}

function foundSettings(output: ProbeOutput): Preflight['found'] {
  const config = firstOf(output, 'config')
  return {
    rights: firstOf(output, 'rights') === 'sudo' ? 'sudo' : 'own',
    access: 'exec',
    server: readServer(output).kind === 'dropbear' ? 'dropbear' : 'openssh',
    sshd: config?.startsWith('/') && config !== USUAL_CONFIG ? { configFile: config } : {},
  }
}

function answersPassword({ allowsPassword, allowsKeyboardInteractive, usesPam }: SshdSettings): boolean {
  return allowsPassword || (allowsKeyboardInteractive && usesPam)
}

/** dropbear reads one place only, unless it is started with -D. Source: dropbear(8). */
function keyPathsOf(
  output: ProbeOutput,
  { account, settings }: { readonly account: HostUser; readonly settings: SshdSettings | undefined },
): readonly string[] {
  if (readServer(output).kind !== 'dropbear') {
    if (settings) return keyPaths(settings.keyFiles, account)
    return firstOf(output, 'rights') === 'none' ? keyPaths(USUAL_KEY_FILES, account) : []
  }
  const directory = / -D *(\S+)/.exec(firstOf(output, 'server-line') ?? '')?.[1] ?? '~/.ssh'
  return keyPaths([`${directory.replace(/^~\//, '')}/authorized_keys`], account)
}

async function probeFiles(
  connection: Pick<SshConnection, 'exec' | 'name'>,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ProbeOutput | undefined> {
  if (paths.length === 0) return undefined
  const output = parseProbeOutput(await textOf(connection, FILES_PROBE, { args: paths, signal }), 'files')
  if (!output) throw new MachineError(`${connection.name} did not finish the look at its key files`)
  return output
}

/** Undefined when the server refuses to run anything at all. */
async function saidByHost(
  connection: SshConnection,
  loginUser: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await textOf(connection, HOST_PROBE, { args: [loginUser], signal })
  } catch (error) {
    if (error instanceof MachineError && connection.isOpen && !signal.aborted) return undefined
    throw error
  }
}

async function textOf(
  connection: Pick<SshConnection, 'exec'>,
  script: string,
  call: ScriptCall,
): Promise<string> {
  const { stdout } = await runScript(connection, script, call)
  // One character per byte: lines of authorized_keys may have any encoding.
  return stdout.toString('latin1')
}

/** What stands against taking the host in at all; empty when it can be. */
export function obstacles({ findings }: Pick<Preflight, 'findings'>): readonly Finding[] {
  return findings.filter(({ verdict, subject }) => verdict === 'fails' && subject !== PASSWORD_LOGIN)
}
