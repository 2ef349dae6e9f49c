import { MachineError } from '../../../src/core/machines/driver.ts'
import { fileFindings, keysIn } from '../../../src/drivers/linux-host/enrolment/file-findings.ts'
import { accountOf, hostFindings } from '../../../src/drivers/linux-host/enrolment/host-findings.ts'
import {
  loginUsers,
  parseProbeOutput,
  readOsName,
  readServer,
  readUsers,
} from '../../../src/drivers/linux-host/enrolment/probe-output.ts'
import {
  keyPaths,
  readConfigLayout,
  readSshdSettings,
} from '../../../src/drivers/linux-host/enrolment/sshd-settings.ts'
import { parseHostRecord } from '../../../src/drivers/linux-host/host-record.ts'
import { readReport } from '../../../src/drivers/linux-host/host-report.ts'
import { LineEditor } from '../../../src/drivers/simulated/line-editor.ts'
import { scpOptions } from '../../../src/drivers/simulated/scp-command.ts'
import { isIncomplete, isOnlyCall, parses, readsInput } from '../../../src/drivers/simulated/script-input.ts'
import { BadPacket, PacketReader } from '../../../src/drivers/simulated/sftp-packet.ts'
import type { Decoder } from '../decoder.ts'

const isMachineError = (error: unknown) => error instanceof MachineError
const PROBE = [
  ...[
    'os\tPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"',
    'kernel\tLinux 6.1',
    'server\tsshd',
    'version\tOpenSSH_9.2p1 Debian',
  ],
  ...[
    'user\troot:0:/root:/bin/bash',
    'passwd\troot:0:/root:/bin/bash',
    'sshd-T\tpermitrootlogin yes',
    'sshd-T\tauthorizedkeysfile .ssh/authorized_keys %h/k',
  ],
  ...[
    'config\tInclude /etc/ssh/sshd_config.d/*.conf',
    'config\tMatch User a',
    'config\t  PasswordAuthentication no',
    'end\thost\n',
  ],
].join('\n')

export const machineDecoders: readonly Decoder[] = [
  {
    name: 'probe-output',
    seeds: [PROBE, 'keys0\tssh-ed25519 AAAA\nfile0\troot 600\nend\thost\n'],
    words: [
      '\t',
      '\n',
      'end\thost\n',
      'sshd-T\t',
      'config\t',
      'Match ',
      'Include ',
      'os\tNAME=',
      '"',
      "'",
      '%h',
      '=',
    ],
    run(input) {
      const output = parseProbeOutput(input.toString(), 'host')
      if (!output) return undefined
      const settings = readSshdSettings(output)
      const users = loginUsers(readUsers(output.get('user') ?? []))
      return [
        ...[
          readOsName(output),
          readServer(output),
          readConfigLayout(output.get('config') ?? []),
          accountOf(output),
        ],
        ...[users.map((user) => keyPaths(settings?.keyFiles ?? [], user)), hostFindings(output, 'root')],
        ...[fileFindings(output, ['/root/.ssh/authorized_keys']), keysIn(output, 0)],
      ]
    },
    hostile: (bytes) => [
      `config\tInclude a${' '.repeat(bytes)}b\nend\thost\n`,
      `config\t${' '.repeat(bytes)}\nend\thost\n`,
      `config\tMatch${' ='.repeat(bytes / 2)}\nend\thost\n`,
      `os\tNAME="${'\\'.repeat(bytes)}\nend\thost\n`,
      `${'config\tMatch a\nconfig\tPasswordAuthentication no\n'.repeat(bytes / 45)}end\thost\n`,
      `sshd-T\ta${' '.repeat(bytes)}\nend\thost\n`,
    ],
  },
  {
    name: 'host-report',
    seeds: [
      'version\t3\naccount\t0:0:/root\nentry\t\npath\t/root/.ssh/authorized_keys\nbytes\t5\nabcd\n\nsetting\tmain\npath\t/etc/ssh/sshd_config\nabsent\t\npermitrootlogin yes\n',
      'problem\tno\n',
    ],
    words: [
      '\t',
      '\n',
      'entry\t\n',
      'bytes\t',
      'unusable\ta\n',
      'unreadable\t\n',
      'absent\t\n',
      'setting\tdrop-in\n',
    ],
    run: (input) => readReport(input, 'host'),
    refuses: isMachineError,
  },
  {
    name: 'host-record',
    seeds: [
      JSON.stringify({
        address: '192.0.2.1',
        port: 22,
        user: 'root',
        hostKeys: ['ssh-ed25519 AAAA'],
        stateId: 'abcdefgh',
        written: { version: 1 },
      }),
      JSON.stringify({
        address: 'a',
        user: 'a',
        hostKeys: ['ssh-ed25519 AAAA'],
        stateId: 'abcdefgh',
        jump: [{ address: 'b', user: 'c', hostKeys: ['ssh-rsa A'] }],
        power: { start: ['a'], stop: ['b'] },
      }),
    ],
    run: (input) => parseHostRecord(input.toString(), 'host'),
    refuses: isMachineError,
  },
  {
    name: 'shell-script',
    seeds: [
      'cat <<E\na\nE\n',
      'for i in 1 2; do echo "$(head -c 1)" | sort; done',
      'scp -t /a',
      'if true; then exec sh -c "cat -"; fi',
      'case a in b) read x;; esac',
      'f() { grep a < b; }; f',
    ],
    words: [
      '$(',
      ')',
      '`',
      '<<E\n',
      '|',
      '&&',
      ';',
      'do ',
      'done',
      'if ',
      'then ',
      'fi',
      '{ ',
      '; }',
      '[[ ',
      ' ]]',
      '${a:-',
      '}',
      '((',
      '))',
      'cat ',
      'scp ',
    ],
    run(input) {
      const script = input.toString()
      return [
        readsInput(script),
        isOnlyCall(script, 'scp'),
        parses(script),
        isIncomplete(script),
        scpOptions(script.split(' ')),
      ]
    },
  },
  {
    name: 'typed-line',
    seeds: ['ls -l\r\x1b[A\x1b[B\x7f\x15abc\x03\x04', '\x1bOA\x1b[1;5C\r'],
    words: ['\x1b[A', '\x1b[B', '\x1bOA', '\x7f', '\x15', '\x03', '\r'],
    run(input) {
      let printed = 0
      const editor = new LineEditor((text) => (printed += text.length))
      return Array.from(input.toString(), (character) => editor.type(character))
    },
  },
  {
    name: 'sftp-packet',
    seeds: [
      Buffer.from([
        3, 0, 0, 0, 1, 0, 0, 0, 1, 97, 0, 0, 0, 13, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 1, 0xa4,
      ]),
    ],
    // The fields of an open request, which hold every kind there is.
    run(input) {
      const fields = new PacketReader(input)
      return [
        fields.byte(),
        fields.number(),
        fields.text(),
        fields.attributes(),
        fields.long(),
        fields.bytes(),
      ]
    },
    refuses: (error) => error instanceof BadPacket,
  },
]
