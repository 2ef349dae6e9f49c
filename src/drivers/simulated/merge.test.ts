import { describe, expect, it } from 'vitest'

import type { Disk, DiskEntry } from './disk.ts'
import { diskChanges, mergeDisk } from './merge.ts'

/** Home of root inside a simulated machine. */
const HOME = '/root'
const KEYS = `${HOME}/.ssh/authorized_keys`

function file(text: string): DiskEntry {
  return { kind: 'file', text, mode: 0o600, mtimeMs: 0 }
}

function merge(disks: { before: Disk; mine: Disk; theirs: Disk }): Disk {
  return mergeDisk(disks.theirs, disks.before, diskChanges(disks.before, disks.mine))
}

describe('mergeDisk', () => {
  it('brings changes of different files together', () => {
    const before = { '/a': file('1'), '/gone': file('x') }
    const mine = { '/a': file('2') }
    const theirs = { ...before, '/b': file('3') }
    expect(merge({ before, mine, theirs })).toEqual({ '/a': file('2'), '/b': file('3') })
  })

  it('lets the last writer of an ordinary file win', () => {
    const disks = {
      before: { '/a': file('1') },
      mine: { '/a': file('mine') },
      theirs: { '/a': file('theirs') },
    }
    expect(merge(disks)).toEqual({ '/a': file('mine') })
  })

  it.each([
    ['both added a line', 'a\n', 'a\nmine\n', 'a\ntheirs\n', 'a\ntheirs\nmine\n'],
    ['both made the file', '', 'mine\n', 'theirs\n', 'theirs\nmine\n'],
    ['one removed, one added', 'a\nb\n', 'b\n', 'a\nb\ntheirs\n', 'b\ntheirs\n'],
    ['both removed the same line', 'a\nb\n', 'b\n', 'b\n', 'b\n'],
    ['a line stands twice', 'a\na\n', 'a\n', 'a\na\nb\n', 'a\nb\n'],
    ['mine has no final line end', 'a\n', 'a\nmine', 'theirs\n', 'theirs\nmine\n'],
  ])('merges authorized_keys by lines: %s', (_name, before, mine, theirs, merged) => {
    const disk = (text: string): Disk => (text === '' ? {} : { [KEYS]: file(text) })
    expect(merge({ before: disk(before), mine: disk(mine), theirs: disk(theirs) })).toEqual(disk(merged))
  })

  it('keeps a line that was added while the whole file was removed', () => {
    const disks = { before: { [KEYS]: file('a\n') }, mine: {}, theirs: { [KEYS]: file('a\nb\n') } }
    expect(merge(disks)).toEqual({ [KEYS]: file('b\n') })
  })
})
