import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal } from '../kit/wire-error.ts'

/** Sections of letters, digits and hyphens between dots; no sign at an end or beside another. */
const SECTIONS = /^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/

/**
 * Refuses a host name that the system cannot have: 2 to 60 characters on Linux; 2 to 15 without dots and not digits
 * alone on Windows. Source: `HostName` of RunInstances in the official SDK; code: spec/tencent.md appendix A.
 */
export function checkHostName(name: string, os: 'linux' | 'windows'): void {
  const isFine =
    os === 'linux'
      ? name.length >= 2 && name.length <= 60 && SECTIONS.test(name)
      : name.length >= 2 &&
        name.length <= 15 &&
        /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(name) &&
        /\D/.test(name)
  if (isFine) return
  const code = 'InvalidParameterValue.IllegalHostName'
  throw new Refusal(tencentError(code, 'A value specified in `HostName` is not a legal host name.'))
}
