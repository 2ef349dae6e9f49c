import { type KeyLine, readKeyLine } from '../../../core/access/key-line.ts'
import { fails, type Finding, limited, works } from './finding.ts'
import { isDisabledByCloudInit, unknownOptions } from './key-line-options.ts'
import { firstOf, type ProbeOutput } from './probe-output.ts'

/** Below this a file cannot be written anew beside the old one with any certainty. */
const LEAST_FREE_KILOBYTES = 64
const LEAST_FREE_INODES = 8

/** What the files probe tells: the first path is the one that is written, the others only read. */
export function fileFindings(output: ProbeOutput, paths: readonly string[]): readonly Finding[] {
  const targets = paths.map((path, index) => firstOf(output, `${index + 1}.target`) ?? path)
  return paths.flatMap((path, index) => {
    // Another name of a file that is told already.
    if (targets.slice(0, index).includes(targets[index] ?? path)) return []
    const number = index + 1
    const lines = keysIn(output, number)
    return [
      ...(index === 0 ? [placeFinding(output, path)] : otherFileFindings(path, lines)),
      ...lineFindings(path, lines),
    ]
  })
}

/** The keys that let in by the file of this number. */
export function keysIn(output: ProbeOutput, number: number): readonly KeyLine[] {
  return (output.get(`${number}.text`) ?? []).flatMap((line) => readKeyLine(line) ?? [])
}

function placeFinding(output: ProbeOutput, path: string): Finding {
  const subject = 'key file'
  const place = firstOf(output, '1.place') ?? '/'
  const attributes = output.get('1.attributes') ?? []
  const frozen = attributes.find(isFrozen)
  if (frozen !== undefined) {
    const file = frozen.replace(/^\S+ +/, '')
    return fails(subject, `${file} is immutable or append-only`, `chattr -i -a ${file}`)
  }
  if (firstOf(output, '1.writable') !== 'yes') {
    return fails(
      subject,
      `${place} cannot be written: its file system is read-only or it is not ours`,
      'remount it',
    )
  }
  const kilobytes = freeIn(output, '1.kilobytes')
  if (kilobytes !== undefined && kilobytes < LEAST_FREE_KILOBYTES) {
    return fails(subject, `the file system of ${place} is full: ${kilobytes} KiB are free`, 'make room')
  }
  const inodes = freeIn(output, '1.inodes')
  // Some file systems have no fixed number and say 0 of 0.
  if (inodes !== undefined && inodes < LEAST_FREE_INODES) {
    return fails(subject, `the file system of ${place} has ${inodes} inodes left`, 'remove files')
  }
  return works(subject, describe(output, path))
}

function describe(output: ProbeOutput, path: string): string {
  const target = firstOf(output, '1.target')
  const link = target !== undefined && target !== path ? `, a link to ${target}, which is kept` : ''
  const count = keysIn(output, 1).length
  if (firstOf(output, '1.ls') === undefined) return `${path} is made when the first key is bound`
  return `${path}${link}, ${count} ${count === 1 ? 'key' : 'keys'} in it that stay`
}

/** A line such as `----i---------e------- /root/.ssh`: i for immutable, a for append-only. Source: chattr(1). */
function isFrozen(line: string): boolean {
  return /[ia]/.test(line.split(' ', 1)[0] ?? '')
}

/** The fourth column of `df -P`: what is free. Undefined where the file system does not count, 0 of 0. */
function freeIn(output: ProbeOutput, key: string): number | undefined {
  const [, total, , free] = (firstOf(output, key) ?? '').trim().split(/\s+/)
  if (total === undefined || free === undefined || !/^\d+$/.test(free) || total === '0') return undefined
  return Number(free)
}

function otherFileFindings(path: string, lines: readonly KeyLine[]): readonly Finding[] {
  if (lines.length === 0) return []
  const count = `${lines.length} ${lines.length === 1 ? 'key' : 'keys'}`
  return [limited('other key file', `${path} lets in ${count} too`, 'it is read and reported, never written')]
}

function lineFindings(path: string, lines: readonly KeyLine[]): readonly Finding[] {
  const disabled = lines.filter(isDisabledByCloudInit)
  const odd = [...new Set(lines.flatMap(unknownOptions))]
  const restricted = lines.filter((line) => line.options.length > 0 && !isDisabledByCloudInit(line)).length
  return [
    ...(disabled.length > 0
      ? [
          limited(
            'disabled keys',
            `${disabled.length} in ${path} only say "Please login as …": cloud-init's disable_root`,
            "name the image's own user as login user",
          ),
        ]
      : []),
    ...(restricted > 0
      ? [works('keys with options', `${restricted} in ${path}; they stay as they are`)]
      : []),
    ...(odd.length > 0
      ? [limited('unknown options', `${odd.join(', ')} in ${path}`, 'sshd may ignore these lines; they stay')]
      : []),
  ]
}
