import { fails, type Finding, limited, works } from './finding.ts'
import {
  firstOf,
  type HostUser,
  isLoginShell,
  loginUsers,
  type ProbeOutput,
  readOsName,
  readServer,
  readUsers,
} from './probe-output.ts'
import { readConfigLayout, readSshdSettings, type SshdSettings } from './sshd-settings.ts'

/** Subject of the finding without which keys can still be bound. */
export const PASSWORD_LOGIN = 'password login'

/** What the host probe tells about taking this host in; `loginUser` is whom bound keys are to let in. */
export function hostFindings(output: ProbeOutput, loginUser: string): readonly Finding[] {
  const server = readServer(output)
  const settings = readSshdSettings(output)
  return [
    works('system', `${readOsName(output)}, ${firstOf(output, 'kernel') ?? 'kernel unknown'}`),
    serverFinding(server),
    rightsFinding(output),
    userFinding(output, loginUser),
    ...(server.kind === 'openssh' ? sshdFindings(output, settings, loginUser) : []),
    ...(server.kind === 'dropbear' ? [DROPBEAR_PASSWORDS] : []),
    ...cloudInitFindings(output),
    ...selinuxFindings(output),
    ...programFindings(output),
    revertFinding(output),
  ]
}

function serverFinding({ kind, version }: ReturnType<typeof readServer>): Finding {
  const remedy = 'use a host with OpenSSH or dropbear'
  if (kind === 'other') return fails('ssh server', 'neither OpenSSH nor dropbear was found', remedy)
  const name = kind === 'openssh' ? 'OpenSSH' : 'dropbear'
  return works('ssh server', version === '' ? `${name} of unknown version` : `${name} ${version}`)
}

function rightsFinding(output: ProbeOutput): Finding {
  const login = firstOf(output, 'login') ?? 'the user'
  switch (firstOf(output, 'rights')) {
    case 'root':
      return works('rights', `${login} is root`)
    case 'sudo':
      return works('rights', `${login} becomes root by sudo without a password`)
    default: {
      const why = firstOf(output, 'sudo-refusal') ?? 'sudo is not there'
      return limited(
        'rights',
        `${login} is not root and sudo -n does not work: ${why}`,
        `only the keys of ${login} can be changed; for more: "${login} ALL=(ALL) NOPASSWD: ALL" in /etc/sudoers.d`,
      )
    }
  }
}

/** The login user as the host knows it. */
export function accountOf(output: ProbeOutput): HostUser | undefined {
  return readUsers(output.get('account') ?? [])[0]
}

function userFinding(output: ProbeOutput, loginUser: string): Finding {
  const account = accountOf(output)
  const others = loginUsers(readUsers(output.get('passwd') ?? [])).map(({ name }) => name)
  if (!account) {
    return fails(
      'login user',
      `there is no user ${loginUser}`,
      `name one that exists: ${others.join(', ') || 'none found'}`,
    )
  }
  if (!isLoginShell(account.shell)) {
    const remedy = 'change the shell, or name another user'
    return fails('login user', `${loginUser} has the shell ${account.shell}, which lets nobody in`, remedy)
  }
  return works('login user', `${loginUser}, home ${account.home}; users with a shell: ${others.join(', ')}`)
}

function sshdFindings(
  output: ProbeOutput,
  settings: SshdSettings | undefined,
  loginUser: string,
): readonly Finding[] {
  if (!settings && firstOf(output, 'rights') === 'none') {
    const why = 'sshd -T answers root only: keys are taken to be in the usual places'
    return [limited('sshd settings', why, 'give the login sudo without password')]
  }
  if (!settings) {
    const why = firstOf(output, 'sshd-T-error') ?? 'sshd was not found'
    const remedy = 'make "sshd -T" work for this login: it is the only truth about the settings in force'
    return [fails('sshd settings', `sshd -T does not answer: ${why}`, remedy)]
  }
  return [
    publicKeyFinding(settings),
    ...rootLoginFindings(settings, loginUser),
    passwordFinding(output, settings),
  ]
}

function publicKeyFinding(settings: SshdSettings): Finding {
  const { allowsPublicKey, keyFiles, blankKeyFile, keysCommand, methods } = settings
  const subject = 'key login'
  if (!allowsPublicKey) return fails(subject, 'PubkeyAuthentication is no', 'set PubkeyAuthentication yes')
  if (keyFiles.length === 0) return fails(subject, 'AuthorizedKeysFile is none', 'set AuthorizedKeysFile')
  if (blankKeyFile !== undefined) {
    const why = `AuthorizedKeysFile has a blank in "${blankKeyFile}": sshd -T shows that as two files`
    return fails(subject, why, 'name a key file without blanks')
  }
  if (methods !== undefined && !methods.split(' ').includes('publickey')) {
    const remedy = 'a bound key alone opens no session while AuthenticationMethods asks for more'
    return limited(subject, `AuthenticationMethods is ${methods}`, remedy)
  }
  if (keysCommand !== undefined) {
    const remedy = 'keys that it prints let in too; Keyplane neither shows nor removes them'
    return limited(subject, `AuthorizedKeysCommand ${keysCommand} is asked first`, remedy)
  }
  return works(subject, `AuthorizedKeysFile ${keyFiles.join(' ')}`)
}

function rootLoginFindings({ rootLogin }: SshdSettings, loginUser: string): readonly Finding[] {
  if (loginUser !== 'root' || rootLogin === 'yes') return []
  if (rootLogin === 'no') {
    return [fails('root login', 'PermitRootLogin is no', 'name another login user, or allow root with keys')]
  }
  if (rootLogin === 'forced-commands-only') {
    const remedy = 'name another login user, or set PermitRootLogin prohibit-password'
    return [fails('root login', 'PermitRootLogin is forced-commands-only', remedy)]
  }
  return [works('root login', `PermitRootLogin is ${rootLogin}: with keys, never with a password`)]
}

function passwordFinding(output: ProbeOutput, settings: SshdSettings): Finding {
  const { allowsPassword, allowsKeyboardInteractive, usesPam } = settings
  const layout = readConfigLayout(output.get('sshd-config') ?? [])
  const answers = [
    ...(allowsPassword ? ['password'] : []),
    ...(allowsKeyboardInteractive && usesPam ? ['keyboard-interactive by PAM'] : []),
  ]
  const now = answers.length > 0 ? `answered now: ${answers.join(' and ')}` : 'refused now'
  if (firstOf(output, 'rights') === 'none') {
    return fails(
      PASSWORD_LOGIN,
      `${now}; sshd's settings cannot be written`,
      'give the login sudo without password',
    )
  }
  const [include] = layout.leadingIncludes
  const place = include === undefined ? 'written into the main file' : `written as a drop-in by ${include}`
  const others = layout.passwordMatches.map((criteria) => `Match ${criteria}`).join(', ')
  // Of several blocks that match a user, the first one wins. Source: sshd_config(5).
  const besides = others === '' ? '' : `, before ${others}, which stays as it is`
  return works(PASSWORD_LOGIN, `${now}; ${place}${besides}`)
}

const DROPBEAR_PASSWORDS = limited(
  PASSWORD_LOGIN,
  'dropbear takes it from its command line, not from a file',
  'start it with -s to refuse passwords',
)

function cloudInitFindings(output: ProbeOutput): readonly Finding[] {
  if (firstOf(output, 'cloud-init') === undefined) return []
  const setting = output.get('cloud-init-pwauth')?.at(-1)
  const value = setting === undefined ? 'unset' : setting.replace(/^.*:\s*/, '')
  return [works('cloud-init', `present, ssh_pwauth ${value}; the setting of a bound user stands before it`)]
}

function selinuxFindings(output: ProbeOutput): readonly Finding[] {
  const mode = firstOf(output, 'selinux')
  if (mode === undefined || mode === 'Disabled') return []
  if (firstOf(output, 'restorecon') !== undefined) return [works('SELinux', `${mode}; labels are restored`)]
  const remedy = 'install policycoreutils'
  const why = `${mode}, but there is no restorecon`
  return [mode === 'Enforcing' ? fails('SELinux', why, remedy) : limited('SELinux', why, remedy)]
}

/** What root runs as a user who is not root has to end, whatever the user does to it. */
function programFindings(output: ProbeOutput): readonly Finding[] {
  const account = accountOf(output)
  if (!account || account.uid === 0 || firstOf(output, 'rights') === 'none') return []
  if (firstOf(output, 'timeout') === 'works') return []
  const why = `there is no program "timeout -s KILL SECONDS PROGRAM": keys of ${account.name} are not written without`
  return [fails('programs', why, 'install timeout of coreutils, or of busybox 1.30 or later')]
}

function revertFinding(output: ProbeOutput): Finding {
  const how: Readonly<Record<string, string>> = { systemd: 'a systemd timer', at: 'at' }
  return works('revert', `armed on the host by ${how[firstOf(output, 'revert') ?? ''] ?? 'a detached sh'}`)
}
