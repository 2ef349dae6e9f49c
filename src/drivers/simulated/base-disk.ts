import { homeOf, type Disk, type DiskEntry } from './disk.ts'

/** Directories that the shell itself fills; nothing written below them is kept. */
export const VOLATILE: readonly string[] = ['/bin', '/dev', '/proc', '/usr/bin']

/** Whether a path is kept with the machine. */
export function isKept(path: string): boolean {
  return path !== '/' && !VOLATILE.some((root) => path === root || path.startsWith(`${root}/`))
}

/** The disk every machine is born with; never kept itself, only what differs from it. */
export function baseDisk({ instanceId, user }: { instanceId: string; user: string }): Disk {
  const file = (text: string): DiskEntry => ({ kind: 'file', text, mode: 0o644, mtimeMs: 0 })
  const directory = (mode: number): DiskEntry => ({ kind: 'directory', mode })
  const login = user === 'root' ? '' : `${user}:x:1000:1000::${homeOf(user)}:/bin/bash\n`
  return {
    '/etc': directory(0o755),
    '/etc/hostname': file(`${instanceId}\n`),
    '/etc/hosts': file(`127.0.0.1 localhost\n127.0.1.1 ${instanceId}\n`),
    '/etc/os-release': file(
      'PRETTY_NAME="Keyplane simulated Linux"\nNAME="Keyplane simulated Linux"\nID=keyplane\nID_LIKE=debian\nVERSION_ID="1"\n',
    ),
    '/etc/passwd': file(`root:x:0:0:root:/root:/bin/bash\n${login}`),
    '/home': directory(0o755),
    [homeOf(user)]: directory(user === 'root' ? 0o700 : 0o750),
    '/root': directory(0o700),
    '/tmp': directory(0o1777),
    '/usr': directory(0o755),
    '/usr/local': directory(0o755),
    '/usr/local/bin': directory(0o755),
    '/var': directory(0o755),
    '/var/log': directory(0o755),
  }
}
