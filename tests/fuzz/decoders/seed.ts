import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { BackupError, parseHeader, parseLine } from '../../../src/backup/backup-format.ts'
import { ConfigError } from '../../../src/config.ts'
import { CommandError } from '../../../src/commands/kit/command-error.ts'
import { durationMs } from '../../../src/commands/kit/duration.ts'
import { parseHop } from '../../../src/commands/host-address.ts'
import { parseSeed } from '../../../src/seeding/load-seed.ts'
import type { Decoder } from '../decoder.ts'

const SEED = `accounts:
  - { id: '100001', name: main, users: [{ name: root, accessKeys: [{ id: a, secret: b }] }], roles: [] }
keyPairs:
  - &pair { dialect: tencent-cvm, account: main, region: ap-guangzhou, name: k, publicKey: ssh-ed25519 AAAA }
instances:
  - dialect: alibaba-ecs
    account: main
    region: cn-hangzhou
    state: stopped
    keyPairs: [k]
`

export const seedDecoders: readonly Decoder[] = [
  {
    name: 'seed-file',
    seeds: [SEED, seedOfTutorial(), 'accounts:\nkeyPairs: []\n', '<<: &a {b: *a}', '? a\n: |\n  b\n'],
    words: [
      'accounts:\n',
      '  - ',
      '- ',
      ': ',
      '&a ',
      '*a',
      '<<: ',
      '!!binary ',
      '!!js/function ',
      '|\n',
      '>\n',
      '---\n',
      '%YAML 1.1\n',
      '{',
      '}',
      '? ',
    ],
    run: (input) => parseSeed(input.toString(), 'seed.yaml'),
    refuses: (error) => error instanceof ConfigError,
    hostile: (bytes) => [
      ...['[', '{a: ', '- ', '? ', '&a ', '!!a ', '*a ', '"', '|\n', 'a: &a [*a]\n', '%', '#\n', ': '].map(
        (piece) => piece.repeat(bytes / piece.length),
      ),
      Array.from(
        { length: bytes / 40 },
        (_, at) => `a${at}: &a${at} [${`*a${at - 1},`.repeat(at > 0 ? 4 : 0)}]`,
      ).join('\n'),
    ],
  },
  {
    name: 'backup-line',
    seeds: [
      '{"table":"instances","row":{"id":"a","machine":{"bytes":"AAAA"}}}',
      '{"format":"keyplane-backup","formatVersion":1}',
    ],
    run: (input) => [
      orBackupError(() => parseHeader(input.toString())),
      orBackupError(() => parseLine(input.toString())),
    ],
  },
  {
    name: 'named-hop',
    seeds: ['root@192.0.2.1:22', 'a@[::1%eth0]:2222', 'host'],
    run: (input) => [durationMs('--for', input.toString()), parseHop(input.toString())],
    refuses: (error) => error instanceof CommandError,
  },
]

function orBackupError(attempt: () => unknown): unknown {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof BackupError) return undefined
    throw error
  }
}

function seedOfTutorial(): string {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/seed-file.md'), 'utf8')
  return /```yaml\n([^]*?)```/.exec(page)?.[1] ?? ''
}
