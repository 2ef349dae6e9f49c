import { describe, expect, it } from 'vitest'

import type { Disk, DiskEntry } from './disk.ts'
import { DiskTree } from './disk-tree.ts'

const DIRECTORY: DiskEntry = { kind: 'directory', mode: 0o755 }

function file(text: string): DiskEntry {
  return { kind: 'file', text, mode: 0o644, mtimeMs: 0 }
}

function link(target: string): DiskEntry {
  return { kind: 'link', target }
}

function tree(kept: Disk = {}): DiskTree {
  return new DiskTree({ instanceId: 'i-m', user: 'root' }, kept)
}

describe('find', () => {
  const disk = tree({
    '/srv': DIRECTORY,
    '/srv/f': file('f'),
    '/srv/up': link('../etc'),
    '/srv/abs': link('/etc/hosts'),
    '/srv/loop': link('loop'),
    '/srv/lost': link('nowhere'),
    '/opt/deep/f': file('f'),
    '/etc/hosts': { kind: 'removed' },
  })

  it.each([
    ['/', true, '/'],
    ['', true, '/root'],
    ['x', true, '/root/x'],
    ['../srv//./f', true, '/srv/f'],
    ['/../../srv/f', true, '/srv/f'],
    ['/srv/up', false, '/srv/up'],
    ['/srv/up/', false, '/etc'],
    ['/srv/up/../f', true, '/f'],
    ['/srv/up/hostname', false, '/etc/hostname'],
    ['/srv/abs', true, '/etc/hosts'],
    ['/srv/loop', false, '/srv/loop'],
    ['/srv/lost', true, '/srv/nowhere'],
    ['/opt/deep', true, '/opt/deep'],
    ['/usr/bin/x', true, '/usr/bin/x'],
  ])('%s, links followed: %s, leads to %s', (path, follow, found) => {
    expect(disk.find(path, { follow }).path).toBe(found)
  })

  it.each([
    ['/none/f', 'ENOENT'],
    ['/srv/f/g', 'ENOTDIR'],
    ['/srv/f/', 'ENOTDIR'],
    ['/srv/f/..', 'ENOTDIR'],
    ['/srv/lost/f', 'ENOENT'],
    ['/srv/loop', 'ELOOP'],
    [`/${'x'.repeat(256)}`, 'ENAMETOOLONG'],
    ['/x'.repeat(2048), 'ENAMETOOLONG'],
    ['/srv/\0', 'EINVAL'],
  ])('%s is refused: %s', (path, code) => {
    expect(() => disk.find(path, { follow: true })).toThrow(expect.objectContaining({ code }))
  })

  it('tells what was removed from what is there', () => {
    expect(disk.find('/etc/hosts', { follow: true }).entry).toBeUndefined()
    expect(disk.find('/opt', { follow: true }).entry).toMatchObject({ kind: 'directory' })
    expect(disk.list('/etc').map(({ name }) => name)).toEqual(['hostname', 'os-release', 'passwd'])
    expect(disk.list('/').map(({ name }) => name)).toEqual([
      'bin',
      'dev',
      'etc',
      'home',
      'opt',
      'proc',
      'root',
      'srv',
      'tmp',
      'usr',
      'var',
    ])
  })
})

describe('changes', () => {
  it.each<[string, string, (disk: DiskTree) => void]>([
    ['a directory over another', 'EEXIST', (disk) => disk.makeDirectory('/tmp', 0o755)],
    ['a directory in none', 'ENOENT', (disk) => disk.makeDirectory('/a/b', 0o755)],
    [
      'a file where the shell has its own',
      'EROFS',
      (disk) => void disk.writeFile('/bin/x', new Uint8Array(), { mtimeMs: 0 }),
    ],
    [
      'a file over a directory',
      'EISDIR',
      (disk) => void disk.writeFile('/tmp', new Uint8Array(), { mtimeMs: 0 }),
    ],
    [
      'a file with a slash behind it',
      'EISDIR',
      (disk) => void disk.writeFile('/tmp/x/', new Uint8Array(), { mtimeMs: 0 }),
    ],
    ['removing a full directory', 'ENOTEMPTY', (disk) => disk.removeDirectory('/etc')],
    ['removing the root', 'ENOTEMPTY', (disk) => disk.removeDirectory('/')],
    ['removing a file as a directory', 'ENOTDIR', (disk) => disk.removeDirectory('/etc/hosts')],
    ['removing a directory as a file', 'EISDIR', (disk) => disk.remove('/tmp')],
    ['moving a directory into itself', 'EINVAL', (disk) => disk.rename('/etc', '/etc/x', { replaces: true })],
    ['moving over a full directory', 'ENOTEMPTY', (disk) => disk.rename('/tmp', '/etc', { replaces: true })],
    [
      'moving a file over a directory',
      'EISDIR',
      (disk) => disk.rename('/etc/hosts', '/tmp', { replaces: true }),
    ],
    [
      'moving over something',
      'EEXIST',
      (disk) => disk.rename('/etc/hosts', '/etc/passwd', { replaces: false }),
    ],
    ['moving the shell’s own', 'EROFS', (disk) => disk.rename('/usr', '/tmp/usr', { replaces: true })],
    ['a link over something', 'EEXIST', (disk) => disk.link('/tmp', 'x')],
  ])('refuse %s: %s', (_name, code, change) => {
    expect(() => change(tree())).toThrow(expect.objectContaining({ code }))
  })

  it('move a directory with all that is in it', () => {
    const disk = tree({ '/a': DIRECTORY, '/a/b': DIRECTORY, '/a/b/f': file('f'), '/ab': file('other') })
    disk.rename('/a', '/tmp/c', { replaces: false })
    expect(disk.kept).toEqual({
      '/tmp/c': DIRECTORY,
      '/tmp/c/b': DIRECTORY,
      '/tmp/c/b/f': file('f'),
      '/ab': file('other'),
    })
  })

  it('move what every machine is born with, and take it away', () => {
    const disk = tree()
    disk.rename('/etc/hosts', '/tmp/hosts', { replaces: false })
    disk.remove('/etc/passwd')
    disk.remove('/tmp/hosts')
    expect(disk.kept).toEqual({ '/etc/hosts': { kind: 'removed' }, '/etc/passwd': { kind: 'removed' } })
  })

  it('keep permissions of a file that is written again, and set them when told', () => {
    const disk = tree({ '/f': { kind: 'file', text: '', mode: 0o600, mtimeMs: 0 }, '/l': link('f') })
    disk.writeFile('/l', Buffer.from('new'), { mtimeMs: 5 })
    expect(disk.kept['/f']).toEqual({ kind: 'file', text: 'new', mode: 0o600, mtimeMs: 5 })
    disk.setAttributes('/l', { mode: 0o100755, mtimeMs: 7 })
    expect(disk.kept['/f']).toEqual({ kind: 'file', text: 'new', mode: 0o755, mtimeMs: 7 })
    disk.setAttributes('/tmp', { mode: 0o700, mtimeMs: 7 })
    expect(disk.kept['/tmp']).toEqual({ kind: 'directory', mode: 0o700 })
  })
})
