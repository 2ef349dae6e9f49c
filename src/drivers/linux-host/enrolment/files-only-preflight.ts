import { readKeyLine } from '../../../core/access/key-line.ts'
import { MachineError } from '../../../core/machines/driver.ts'
import { withFiles } from '../files-only/apply-over-sftp.ts'
import { findKeyFolder, USUAL_KEY_FILE } from '../files-only/key-folder.ts'
import { type Hop, lastOf } from '../host-record.ts'
import { type ConnectParts, offeredPasswords, privateKeyOf } from '../ssh/connect.ts'
import type { SshConnection } from '../ssh/connection.ts'
import { fails, type Finding, limited, works } from './finding.ts'
import { PASSWORD_LOGIN } from './host-findings.ts'
import type { Preflight } from './preflight.ts'

const KEY_FILE_SUBJECT = 'key file'

/** Looks at a login that runs nothing of what it is given: a forced command, or file transfer only. */
export async function lookOverSftp(connection: SshConnection, signal: AbortSignal): Promise<Preflight> {
  const look = await lookAtKeys(connection, signal)
  return {
    findings: [
      limited(
        'commands',
        'the login runs no commands: a forced command, or file transfer only',
        'keys are written by SFTP; all else needs a login with a shell',
      ),
      look.finding,
      limited(PASSWORD_LOGIN, 'it stays as the host has it', 'only keys are bound'),
      limited(
        'revert',
        'nothing can be armed there',
        'a second login looks at the new file; the former one is put back by the first, which stays open',
      ),
      limited('reboot', 'the host cannot be told to boot again', 'power commands in a seed file can'),
    ],
    osName: 'Linux',
    allowsPassword: true,
    found: { rights: 'own', access: 'sftp', server: 'openssh', sshd: {} },
    paths: [],
    account: undefined,
    ...(look.keys && { keysSeen: look.keys }),
  }
}

interface Look {
  readonly finding: Finding
  /** Type and base64 of every key; undefined when the file could not be looked at. */
  readonly keys?: readonly string[]
}

async function lookAtKeys(connection: SshConnection, signal: AbortSignal): Promise<Look> {
  try {
    return await withFiles(connection, signal, async (files) => {
      const folder = await findKeyFolder(files, { stateId: '' })
      const look = folder && (await files.look(folder.keyFile))
      const lines = look?.content.toString('latin1').split('\n') ?? []
      const keys = lines.flatMap((line) => readKeyLine(line)?.bareKey ?? [])
      const path = folder?.keyFile ?? `${await files.realPath('.')}/${USUAL_KEY_FILE}`.replace(/^\/\//, '/')
      const why = look
        ? `${path}, ${keys.length} ${keys.length === 1 ? 'key' : 'keys'} in it that stay`
        : `${path} is made by the first key`
      return { finding: works(KEY_FILE_SUBJECT, why), keys }
    })
  } catch (error) {
    if (!(error instanceof MachineError) || signal.aborted) throw error
    const remedy = 'let the login transfer files (Subsystem sftp) or run commands'
    return { finding: fails(KEY_FILE_SUBJECT, error.message, remedy) }
  }
}

/**
 * What only another connection, or the key that logs in, can tell of a host that only serves files: whether passwords are
 * answered, and whether sshd reads the file that is seen there. With ChrootDirectory they may be two.
 */
export async function lookCloser(
  preflight: Preflight,
  of: { readonly hops: readonly Hop[]; readonly parts: ConnectParts; readonly loginUser: string },
  signal: AbortSignal,
): Promise<Preflight> {
  const self = lastOf(of.hops)
  const { keysSeen } = preflight
  if (preflight.found.access !== 'sftp' || keysSeen === undefined) return preflight
  const methods = await offeredPasswords(of.hops, { ...of.parts, user: of.loginUser }, signal)
  const now = methods.length > 0 ? `answered now: ${methods.join(' and ')}` : 'refused now'
  const closer = [
    userFinding(self, of.loginUser),
    limited(PASSWORD_LOGIN, `${now}; it stays as the host has it`, 'only keys are bound'),
    await ownKeyFinding(keysSeen, self, of.parts),
  ]
  const isSaid = ({ subject }: Finding) => subject === PASSWORD_LOGIN
  const findings = [...preflight.findings.filter((finding) => !isSaid(finding)), ...closer]
  return { ...preflight, allowsPassword: methods.length > 0, findings }
}

function userFinding({ user }: Hop, loginUser: string): Finding {
  if (user === loginUser) return works('login user', user)
  const why = `${user} logs in; where the keys of ${loginUser} are cannot be asked`
  return fails('login user', why, `enrol ${user}, or name keyFile in a seed file`)
}

async function ownKeyFinding(
  keysSeen: readonly string[],
  { login }: Hop,
  parts: ConnectParts,
): Promise<Finding> {
  const subject = 'key login'
  if (login.kind === 'agent') {
    const why = 'which key the agent logged in with is not known: sshd may read another file'
    return limited(subject, why, '--install-key proves that it reads this one')
  }
  const { default: ssh2 } = await import('ssh2')
  const parsed = ssh2.utils.parseKey(await privateKeyOf(login, parts))
  const own = parsed instanceof Error ? '' : `${parsed.type} ${parsed.getPublicSSH().toString('base64')}`
  if (keysSeen.includes(own)) return works(subject, 'the key that logs in is in the key file')
  return fails(
    subject,
    'the key that logs in is not in the key file: sshd reads another one',
    'put it there, or name the right file as keyFile in a seed file',
  )
}
