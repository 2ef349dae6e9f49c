import { randomBytes } from 'node:crypto'

/** What a password must be like. Source: spec/tencent.md §2.1. */
export interface PasswordRule {
  readonly minLength: number
  /** How many of lower case, upper case, digits and special characters it must mix. */
  readonly minClasses: number
}

const LONGEST = 30
const SPECIAL = "()`~!@#$%^&*-+=_|{}[]:;'<>,.?/"
const CLASSES = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/]

/** Rules for the password of a new machine or a rescue; resetting is stricter for Linux. */
export const NEW_MACHINE_RULES = {
  linux: { minLength: 8, minClasses: 2 },
  windows: { minLength: 12, minClasses: 3 },
} satisfies Record<'linux' | 'windows', PasswordRule>

export const RESET_RULES = {
  linux: { minLength: 8, minClasses: 3 },
  windows: { minLength: 12, minClasses: 3 },
} satisfies Record<'linux' | 'windows', PasswordRule>

export function isPassword(password: string, { minLength, minClasses }: PasswordRule): boolean {
  const isMadeOf = password.split('').every((char) => /[a-zA-Z0-9]/.test(char) || SPECIAL.includes(char))
  const classes = CLASSES.filter((pattern) => pattern.test(password)).length
  return isMadeOf && password.length >= minLength && password.length <= LONGEST && classes >= minClasses
}

/**
 * Whether the password may be set on machines of these systems. One Windows machine makes its rule the rule of all.
 */
export function isResetPassword(
  password: string,
  machines: readonly { readonly os: 'linux' | 'windows'; readonly loginUser: string }[],
): boolean {
  const windows = machines.filter(({ os }) => os === 'windows')
  const rule = windows.length > 0 ? RESET_RULES.windows : RESET_RULES.linux
  const namesUser = windows.some(({ loginUser }) => password.includes(loginUser))
  return !password.startsWith('/') && isPassword(password, rule) && !namesUser
}

/** A password that the cloud delivers by message: here nobody gets it, so nobody can log in by it. */
export function undeliveredPassword(): string {
  return `Aa1-${randomBytes(15).toString('base64url')}`
}
