import { MachineError } from '../../../core/machines/driver.ts'
import { readKeyLines } from '../authorized-keys.ts'
import { withFiles } from '../files-only/apply-over-sftp.ts'
import type { SshConnection } from '../ssh/connection.ts'
import { fails, type Finding, limited, works } from './finding.ts'
import { PASSWORD_LOGIN } from './host-findings.ts'
import type { Preflight } from './preflight.ts'

/** Of the connecting user; elsewhere only where a seed file says so. */
const KEY_FILE = '.ssh/authorized_keys'

/** Looks at a login that runs nothing of what it is given: a forced command, or file transfer only. */
export async function lookOverSftp(connection: SshConnection, signal: AbortSignal): Promise<Preflight> {
  return {
    findings: [
      limited(
        'commands',
        'the login runs no commands: a forced command, or file transfer only',
        'keys are written by SFTP; all else needs a login with a shell',
      ),
      await keyFileFinding(connection, signal),
      limited(PASSWORD_LOGIN, 'it stays as the host has it', 'only keys are bound'),
      limited(
        'revert',
        'nothing can be armed there',
        'a second login looks at the new file; the former one is put back by the first, which stays open',
      ),
    ],
    osName: 'Linux',
    allowsPassword: true,
    found: { rights: 'own', access: 'sftp', server: 'openssh', sshd: {} },
    paths: [],
    account: undefined,
  }
}

async function keyFileFinding(connection: SshConnection, signal: AbortSignal): Promise<Finding> {
  const subject = 'key file'
  try {
    return await withFiles(connection, signal, async (files) => {
      const look = await files.look(KEY_FILE)
      const place = await files.realPath('.')
      if (look === undefined) return works(subject, `${place}/${KEY_FILE} is made by the first key`)
      const lines = readKeyLines(look.content.toString('latin1'), '').foreign
      const count = lines.filter((line) => /^[^\s#]/.test(line.trim())).length
      return works(subject, `${place}/${KEY_FILE}, ${count} keys in it that stay`)
    })
  } catch (error) {
    if (!(error instanceof MachineError) || signal.aborted) throw error
    return fails(subject, error.message, 'let the login transfer files (Subsystem sftp) or run commands')
  }
}
