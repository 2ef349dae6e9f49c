import { describe, expect, it } from 'vitest'

import type { HostReport, SettingFile } from './host-report.ts'
import { answersPassword, type PasswordWish, planPassword } from './password-setting.ts'

const who = { user: 'app', stateId: 'deployment-1' }
const DROP_IN = '/etc/ssh/sshd_config.d/00-keyplane-deployment-1.conf'

function report(
  password: 'yes' | 'no',
  files: Partial<Record<SettingFile['kind'], string | null>>,
): HostReport {
  const paths = {
    main: '/etc/ssh/sshd_config',
    'drop-in': DROP_IN,
    'cloud-init': '/etc/cloud/cloud.cfg.d/99-k.cfg',
  }
  const settingFiles = (['main', 'drop-in', 'cloud-init'] as const).flatMap((kind): SettingFile[] => {
    const text = files[kind]
    if (text === undefined) return []
    return [{ kind, path: paths[kind], content: text === null ? undefined : Buffer.from(text) }]
  })
  const sshd = new Map([['passwordauthentication', password]])
  return { version: 0, account: '', keyFiles: [], settingFiles, sshd }
}

function plan(host: HostReport, wish: PasswordWish): Record<string, string | undefined> {
  return Object.fromEntries(planPassword(host, wish, who).map(({ path, after }) => [path, after?.toString()]))
}

describe('the setting of password login', () => {
  it('goes to a drop-in where there can be one, and for one user only', () => {
    const after = plan(report('yes', { main: 'Include x\n', 'drop-in': null, 'cloud-init': null }), 'refused')
    expect(after).toEqual({
      [DROP_IN]: expect.stringContaining('Match User app\n    PasswordAuthentication no\n'),
    })
    expect(after[DROP_IN]).toContain('KbdInteractiveAuthentication no')
  })

  it('goes before the first Match of the main file otherwise, and keeps old cloud-init from it', () => {
    const main = 'UsePAM no\nMatch User app\n  PasswordAuthentication yes\n'
    const after = plan(report('yes', { main, 'cloud-init': null }), 'refused')
    expect(after['/etc/ssh/sshd_config']).toMatch(
      /^UsePAM no\n# keyplane .*\nMatch User app\n[^]*: end\nMatch User app\n  Pass/,
    )
    expect(after['/etc/cloud/cloud.cfg.d/99-k.cfg']).toBe('ssh_pwauth: unchanged\n')
  })

  it.each(['UsePAM no\n', 'UsePAM no', '', 'UsePAM no\nMatch all\n  X11Forwarding no', '\n\n'])(
    'leaves no byte behind in %j when it is taken out',
    (main) => {
      const after = plan(report('yes', { main, 'cloud-init': null }), 'refused')
      const changed = after['/etc/ssh/sshd_config'] ?? ''
      const cloud = after['/etc/cloud/cloud.cfg.d/99-k.cfg'] ?? ''
      expect(plan(report('no', { main: changed, 'cloud-init': cloud }), 'untouched')).toEqual({
        '/etc/ssh/sshd_config': main,
        '/etc/cloud/cloud.cfg.d/99-k.cfg': undefined,
      })
    },
  )

  it('is not written where the host does the same by itself', () => {
    expect(plan(report('no', { main: 'a\n', 'drop-in': null }), 'refused')).toEqual({})
    expect(plan(report('yes', { main: 'a\n', 'drop-in': null }), 'answered-by-host')).toEqual({})
    expect(plan(report('yes', { main: 'a\n', 'drop-in': null }), 'untouched')).toEqual({})
  })

  it('is taken out first when passwords shall be answered, and says so only where that is not enough', () => {
    const ours = plan(report('yes', { main: 'a\n', 'drop-in': null }), 'refused')[DROP_IN] ?? ''
    expect(plan(report('no', { main: 'a\n', 'drop-in': ours }), 'answered-by-host')).toEqual({
      [DROP_IN]: undefined,
    })
    const said = plan(report('no', { main: 'a\n', 'drop-in': ours }), 'answered')
    expect(said[DROP_IN]).toContain('PasswordAuthentication yes')
    expect(plan(report('no', { main: 'a\n', 'drop-in': null }), 'answered-by-host')).toEqual(said)
  })

  it('is not answered by keyboard-interactive that nobody stands behind', () => {
    const host = report('no', { main: 'a\n', 'drop-in': null })
    const asked = (usePam: 'yes' | 'no') => {
      const sshd = new Map([...host.sshd, ['kbdinteractiveauthentication', 'yes'], ['usepam', usePam]])
      return plan({ ...host, sshd }, 'answered-by-host')[DROP_IN]
    }
    expect(asked('no')).toContain('PasswordAuthentication yes')
    expect(asked('yes')).toBeUndefined()
  })

  it('counts keyboard-interactive as a password', () => {
    const sshd = new Map([
      ['passwordauthentication', 'no'],
      ['kbdinteractiveauthentication', 'yes'],
    ])
    expect(answersPassword({ sshd })).toBe(true)
  })
})
