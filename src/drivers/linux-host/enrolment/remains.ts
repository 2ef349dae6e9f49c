import type { HostRecord } from '../host-record.ts'

export interface Remaining {
  /** Whom the bound keys let in. */
  readonly loginUser: string
  /** The bound keys: type and base64. */
  readonly publicKeys: readonly string[]
}

/**
 * What Keyplane may have written on a host, in plain words: all of it stays there when the host is forgotten without
 * being touched. Nobody has looked whether it is there.
 */
export function remainsOn(host: HostRecord, { loginUser, publicKeys }: Remaining): readonly string[] {
  const { stateId, rights, user, access } = host
  const isRoot = rights === 'sudo' || user === 'root'
  const keyFile = keyFileOf(loginUser)
  const bound = publicKeys.map((key) => `; one of them has ${key}`).join('')
  const managed = `${keyFile}: every line with " keyplane:${stateId}:" in it, which lets its key in${bound}`
  const marks = `"# keyplane ${stateId}: begin" to "# keyplane ${stateId}: end"`
  const password = `in the configuration of sshd: the lines from ${marks}, which turn off the passwords of ${loginUser}`
  const managementKey = `in the key file of ${user}: the line that ends in "keyplane-management"`
  return [
    managed,
    ...emergencyOn(host, loginUser),
    ...(host.managesPassword && access === 'exec' ? [password] : []),
    ...(host.login.kind === 'management' ? [managementKey] : []),
    access === 'sftp'
      ? `beside the key file of ${loginUser}: the file .keyplane-${stateId}`
      : `the folder ${isRoot ? '/var/lib/keyplane' : '~/.keyplane'}/${stateId}`,
  ]
}

/** What stays of ours when the driver has let the host go: emergency keys, which no operation takes out. */
export function emergencyOn({ stateId, breakGlassKeys }: HostRecord, loginUser: string): readonly string[] {
  if (breakGlassKeys.length === 0) return []
  return [`${keyFileOf(loginUser)}: every line with " keyplane-break-glass:${stateId}:" in it`]
}

function keyFileOf(loginUser: string): string {
  return `in the key file of ${loginUser}`
}
