import type { HostUser, ProbeOutput } from './probe-output.ts'

/** What sshd does for one user and one caller, as `sshd -T -C` tells it: keywords in lower case. */
export interface SshdSettings {
  /** Files the user's keys are read from, `%h` and the like still in them; `none` is the empty list. */
  readonly keyFiles: readonly string[]
  /** One of them that has a blank in it, as far as that can be known: `sshd -T` sets no limits between them. */
  readonly blankKeyFile: string | undefined
  readonly allowsPassword: boolean
  readonly allowsKeyboardInteractive: boolean
  readonly usesPam: boolean
  readonly allowsPublicKey: boolean
  readonly rootLogin: string
  readonly keysCommand: string | undefined
  /** Methods that must all succeed; undefined when any one is enough. */
  readonly methods: string | undefined
}

/** The default of AuthorizedKeysFile. Source: sshd_config(5). */
export const USUAL_KEY_FILES = ['.ssh/authorized_keys', '.ssh/authorized_keys2']

/**
 * Reads the output of `sshd -T`. Where a line is missing, an older or newer sshd, its documented default counts.
 * Source: sshd_config(5).
 */
export function readSshdSettings(output: ProbeOutput): SshdSettings | undefined {
  const lines = output.get('sshd-T')
  if (lines === undefined) return undefined
  const values = new Map<string, string>()
  for (const line of lines) {
    const [, keyword, value] = /^(\S+) +(.*)$/.exec(line) ?? []
    if (keyword !== undefined && value !== undefined) values.set(keyword.toLowerCase(), value.trim())
  }
  const isYes = (keyword: string, otherwise: string) => (values.get(keyword) ?? otherwise) === 'yes'
  const given = (keyword: string, none: string) => {
    const value = values.get(keyword)
    return value === undefined || value === none ? undefined : value
  }
  const keyFiles = values.get('authorizedkeysfile') ?? USUAL_KEY_FILES.join(' ')
  return {
    keyFiles: keyFiles === 'none' ? [] : keyFiles.split(/ +/),
    blankKeyFile: blankNames(output).find((name) => ` ${keyFiles} `.includes(` ${name} `)),
    allowsPassword: isYes('passwordauthentication', 'yes'),
    // Until OpenSSH 8.6 the keyword had another name.
    allowsKeyboardInteractive: values.has('kbdinteractiveauthentication')
      ? isYes('kbdinteractiveauthentication', 'yes')
      : isYes('challengeresponseauthentication', 'yes'),
    usesPam: isYes('usepam', 'no'),
    allowsPublicKey: isYes('pubkeyauthentication', 'yes'),
    rootLogin: values.get('permitrootlogin') ?? 'prohibit-password',
    keysCommand: given('authorizedkeyscommand', 'none'),
    methods: given('authenticationmethods', 'any'),
  }
}

/** Names with a blank in them among the key files that are set for anybody. Source: sshd_config(5), quotes and `\\`. */
function blankNames(output: ProbeOutput): readonly string[] {
  const settings = output.get('key-file-setting') ?? []
  const words = settings.flatMap((line) => line.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [])
  return words
    .map((word) => word.replace(/"([^"]*)"|'([^']*)'|\\(.)/g, '$1$2$3'))
    .filter((name) => name.includes(' '))
}

/** The absolute paths that sshd reads a user's keys from. Source: sshd_config(5), AuthorizedKeysFile and TOKENS. */
export function keyPaths(keyFiles: readonly string[], { name, uid, home }: HostUser): readonly string[] {
  const tokens: Readonly<Record<string, string>> = { '%': '%', h: home, u: name, U: String(uid) }
  return keyFiles.map((file) => {
    const path = file.replace(/%([%huU])/g, (_, token: string) => tokens[token] ?? '')
    return path.startsWith('/') ? path : `${home}/${path}`
  })
}

/** What of the main file of sshd decides where a setting for one user may be written. */
export interface ConfigLayout {
  /** Patterns of the Include lines before the first Match: what they bring in comes before every Match. */
  readonly leadingIncludes: readonly string[]
  /** The criteria of Match blocks that set how passwords are answered. */
  readonly passwordMatches: readonly string[]
}

const PASSWORD_KEYWORD =
  /^(?:passwordauthentication|kbdinteractiveauthentication|challengeresponseauthentication)$/i

/** Reads the layout of a main file: only where a setting may be written, never what is in force. */
export function readConfigLayout(lines: readonly string[]): ConfigLayout {
  const leadingIncludes: string[] = []
  const passwordMatches: string[] = []
  let match: string | undefined
  for (const line of lines) {
    const [, keyword = '', value = ''] = /^([A-Za-z]+)(?:\s*=\s*|\s+)(.*)$/.exec(line.trim()) ?? []
    if (/^match$/i.test(keyword)) match = value
    else if (match === undefined && /^include$/i.test(keyword)) leadingIncludes.push(...value.split(/\s+/))
    else if (match !== undefined && PASSWORD_KEYWORD.test(keyword) && !passwordMatches.includes(match)) {
      passwordMatches.push(match)
    }
  }
  return { leadingIncludes, passwordMatches }
}
