import { parsePublicKey } from '../../core/key-pairs/public-key.ts'
import type { AccessState } from '../../core/machines/access-state.ts'
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
export function checkKeyLogin(
  { sshd }: Pick<HostReport, 'sshd'>,
  user: string,
  desired: Pick<AccessState, 'publicKeys' | 'expiries'>,
): void {
  const obstacle = obstacleToAll(sshd, user) ?? obstacleToEach(sshd, desired)
  if (obstacle === undefined) return
  throw new MachineError(
    `sshd lets ${user} in by no key (${obstacle}): without a password nobody could log in`,
  )
}

type Settings = HostReport['sshd']

function obstacleToAll(sshd: Settings, user: string): string | undefined {
  if (sshd.get('pubkeyauthentication') === 'no') return 'PubkeyAuthentication no'
  const methods = sshd.get('authenticationmethods') ?? 'any'
  const isKeyEnough = methods === 'any' || methods.split(/\s+/).includes('publickey')
  if (!isKeyEnough) return `AuthenticationMethods ${methods}`
  const rootLogin = sshd.get('permitrootlogin') ?? 'prohibit-password'
  const isRootOut = rootLogin === 'no' || rootLogin === 'forced-commands-only'
  return user === 'root' && isRootOut ? `PermitRootLogin ${rootLogin}` : undefined
}

/** Of the keys that stay, as far as there are any, sshd must take one: the others are gone some day. */
function obstacleToEach(
  sshd: Settings,
  { publicKeys, expiries }: Pick<AccessState, 'publicKeys' | 'expiries'>,
): string | undefined {
  const lasting = publicKeys.filter((key) => !expiries?.has(key))
  const obstacles = (lasting.length > 0 ? lasting : publicKeys).map((key) => obstacleTo(sshd, key))
  return obstacles.includes(undefined) ? undefined : [...new Set(obstacles)].join(', ')
}

/** Until OpenSSH 8.4 the keyword had another name. An sshd that tells neither takes every key. */
const ALGORITHM_KEYWORDS = ['PubkeyAcceptedAlgorithms', 'PubkeyAcceptedKeyTypes']

function obstacleTo(sshd: Settings, key: string): string | undefined {
  const [type = ''] = key.split(' ')
  const isRsa = type === 'ssh-rsa'
  const keyword = ALGORITHM_KEYWORDS.find((name) => sshd.has(name.toLowerCase()))
  const accepted = keyword && sshd.get(keyword.toLowerCase())
  // Source: RFC 8332 §3, one RSA key signs by three names.
  const names = isRsa ? ['rsa-sha2-256', 'rsa-sha2-512', type] : [type]
  if (accepted !== undefined && !names.some((name) => isListed(name, accepted))) {
    return `${keyword} has no ${type}`
  }
  const leastBits = Number(sshd.get('requiredrsasize') ?? 0)
  const parsed = parsePublicKey(key)
  const isTooShort = isRsa && 'bits' in parsed && parsed.bits < leastBits
  return isTooShort ? `RequiredRSASize ${leastBits}` : undefined
}

/** Older sshd tells its patterns as they were written. Source: ssh_config(5), PATTERNS. */
function isListed(name: string, list: string): boolean {
  const patterns = list.split(',').map((pattern) => pattern.trim())
  const isRefused = patterns.some((pattern) => pattern.startsWith('!') && matches(name, pattern.slice(1)))
  return !isRefused && patterns.some((pattern) => matches(name, pattern))
}

function matches(name: string, pattern: string): boolean {
  const source = pattern
    .replace(/[^\w*?]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(name)
}
