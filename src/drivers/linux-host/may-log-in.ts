import { MachineError } from '../../core/machines/driver.ts'
import type { HostFile, HostReport } from './host-report.ts'

/**
 * The file that bound keys go to: the first one that sshd reads and that can be replaced safely.
 * @throws MachineError with the reason of every file
 */
export function findKeyFile({ keyFiles }: HostReport, address: string): HostFile {
  const usable = keyFiles.find(({ problem }) => problem === undefined)
  if (usable) return usable
  const reasons = keyFiles.map(({ path, problem }) => `${path}: ${problem}`).join('; ')
  throw new MachineError(
    `${address} has no file that keys could be written to: ${reasons || 'sshd reads none'}`,
  )
}

/**
 * Passwords may be refused only where a key lets the user in.
 * @throws MachineError naming the setting of sshd that stands against it. Source: sshd_config(5)
 */
export function checkKeyLogin({ sshd }: HostReport, user: string): void {
  const methods = sshd.get('authenticationmethods') ?? 'any'
  const isKeyEnough = methods === 'any' || methods.split(/\s+/).includes('publickey')
  const rootLogin = sshd.get('permitrootlogin') ?? 'prohibit-password'
  const obstacle =
    sshd.get('pubkeyauthentication') === 'no'
      ? 'PubkeyAuthentication no'
      : !isKeyEnough
        ? `AuthenticationMethods ${methods}`
        : user === 'root' && (rootLogin === 'no' || rootLogin === 'forced-commands-only')
          ? `PermitRootLogin ${rootLogin}`
          : undefined
  if (obstacle === undefined) return
  throw new MachineError(
    `sshd lets ${user} in by no key (${obstacle}): without a password nobody could log in`,
  )
}
