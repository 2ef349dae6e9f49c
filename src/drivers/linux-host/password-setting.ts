import { MachineError } from '../../core/machines/driver.ts'
import type { HostReport, SettingFile } from './host-report.ts'

/**
 * What password login of one user shall be. `untouched`: as the host has it without us. `answered-by-host`: the same, in
 * the hope that it answers passwords then.
 */
export type PasswordWish = 'refused' | 'answered' | 'answered-by-host' | 'untouched'

/** A file as it shall be; undefined content: it shall not be there. */
export interface WantedFile {
  readonly path: string
  readonly before: Buffer | undefined
  readonly after: Buffer | undefined
}

/** Whether sshd offers the login user to log in by a password in any way. */
export function answersPassword({ sshd }: Pick<HostReport, 'sshd'>): boolean {
  return sshd.get('passwordauthentication') !== 'no' || asksByKeyboard(sshd)
}

/** Whether the right password lets the login user in: without PAM nothing stands behind keyboard-interactive. */
function takesPassword({ sshd }: Pick<HostReport, 'sshd'>): boolean {
  const asksPam = asksByKeyboard(sshd) && sshd.get('usepam') === 'yes'
  return sshd.get('passwordauthentication') !== 'no' || asksPam
}

/** Until OpenSSH 8.6 the keyword had another name. */
function asksByKeyboard(sshd: HostReport['sshd']): boolean {
  return (sshd.get('kbdinteractiveauthentication') ?? sshd.get('challengeresponseauthentication')) === 'yes'
}

/**
 * The files that make the wish true. It is a `Match User` block: other users of the host keep their passwords, and no
 * setting outside of Match can win over it, not even one that cloud-init writes at the next boot. It stands in a drop-in
 * of the lowest number where an Include precedes every Match, else in the main file right before its first Match: of
 * several blocks that match, the first wins. Nothing inside a Match of others is changed. Source: sshd_config(5).
 */
export function planPassword(
  report: HostReport,
  wish: PasswordWish,
  { user, stateId }: { readonly user: string; readonly stateId: string },
): readonly WantedFile[] {
  const { settingFiles } = report
  const place =
    settingFiles.find(({ kind }) => kind === 'drop-in') ?? settingFiles.find(({ kind }) => kind === 'main')
  if (place === undefined) return []
  const marks = blockMarks(stateId)
  const isOursThere = settingFiles.some(({ content }) => content?.includes(marks.begin))
  // What is so already by the host's own will is left alone, and so is a block that says it already.
  const isSoAlready =
    wish === 'refused' ? !answersPassword(report) : wish !== 'untouched' && takesPassword(report)
  if (isSoAlready && (!isOursThere || wish === 'answered-by-host')) return []
  const block = blockFor(wish === 'answered-by-host' && !isOursThere ? 'answered' : wish, user)
  return settingFiles
    .map((file) =>
      planFile(file, { block: file === place || file.kind === 'cloud-init' ? block : '', marks, place }),
    )
    .filter(({ before, after }) => !(before === undefined ? after === undefined : after?.equals(before)))
}

interface Plan {
  readonly block: string
  readonly marks: ReturnType<typeof blockMarks>
  readonly place: SettingFile
}

function planFile(file: SettingFile, { block, marks, place }: Plan): WantedFile {
  const before = file.content
  const path = file.path
  if (file.kind === 'drop-in') {
    return {
      path,
      before,
      after: block === '' ? undefined : Buffer.from(marks.beginLine + block + marks.end),
    }
  }
  if (file.kind === 'cloud-init') {
    // Old cloud-init also rewrites lines inside of our block in the main file; a drop-in it does not know.
    const isNeeded = block !== '' && place.kind === 'main'
    return { path, before, after: isNeeded ? Buffer.from('ssh_pwauth: unchanged\n') : undefined }
  }
  if (before === undefined) throw new MachineError(`${path} does not exist: is it sshd's own file?`)
  const text = before.toString('latin1')
  return { path, before, after: Buffer.from(withBlock(withoutBlock(text, marks), block, marks), 'latin1') }
}

/** The first marker also says whether a line end had to be added before it, so that taking it out leaves none behind. */
function blockMarks(stateId: string) {
  const begin = `# keyplane ${stateId}: begin`
  return {
    begin,
    beginLine: `${begin}\n`,
    beginAfterGap: `${begin} after a line end\n`,
    end: `# keyplane ${stateId}: end\n`,
  }
}

function blockFor(wish: PasswordWish, user: string): string {
  if (wish === 'refused') {
    return `Match User ${user}\n    PasswordAuthentication no\n    KbdInteractiveAuthentication no\n`
  }
  return wish === 'answered' ? `Match User ${user}\n    PasswordAuthentication yes\n` : ''
}

function withoutBlock(text: string, marks: Plan['marks']): string {
  const start = text.indexOf(marks.begin)
  if (start === -1) return text
  const end = text.indexOf(marks.end, start)
  if (end === -1)
    throw new MachineError('the end of our block in the configuration of sshd was taken out by somebody')
  const hasGap = text.startsWith(marks.beginAfterGap, start)
  return text.slice(0, hasGap ? start - 1 : start) + text.slice(end + marks.end.length)
}

function withBlock(text: string, block: string, marks: Plan['marks']): string {
  if (block === '') return text
  const at = /^[ \t]*match[ \t=]/im.exec(text)?.index ?? text.length
  const before = text.slice(0, at)
  const hasGap = before !== '' && !before.endsWith('\n')
  const begin = hasGap ? `\n${marks.beginAfterGap}` : marks.beginLine
  return before + begin + block + marks.end + text.slice(at)
}
