/** An authorized_keys file as years of hands and tools leave it behind. What it holds must survive every bind byte by byte. */
import { createECDH, createHash } from 'node:crypto'

/** How many lines {@link foreignLines} makes. */
export const FOREIGN_LINE_COUNT = 500

/**
 * The same bytes for the same seed; ends without a line end. No two seeds share a key, and none is a key that a test
 * would bind.
 */
export function foreignLines(seed = 'foreign'): Buffer {
  const source: Source = {
    key: (index) => ed25519(`${seed} ${index}`),
    bytes: (index, count) => bytes(`${seed} bytes ${index}`, count),
  }
  const lines = Array.from({ length: FOREIGN_LINE_COUNT }, (_, index) => {
    const kind = KINDS[index % KINDS.length]
    return kind ? asBytes(kind(source, index)) : Buffer.alloc(0)
  })
  // A byte order mark, as an editor on another system leaves it: sshd cannot read the line behind it.
  const parts: Buffer[] = [Buffer.from([0xef, 0xbb, 0xbf])]
  for (const [index, line] of lines.entries()) {
    parts.push(line)
    if (index < lines.length - 1) parts.push(Buffer.from(index % 7 === 3 ? '\r\n' : '\n'))
  }
  return Buffer.concat(parts)
}

interface Source {
  /** `ssh-ed25519 AAAA…`, another one for every index. */
  readonly key: (index: number) => string
  readonly bytes: (index: number, count: number) => Buffer
}

type Kind = (source: Source, index: number) => string | Buffer

const KINDS: readonly Kind[] = [
  ({ key }, index) => `${key(index)} admin@host-${index}`,
  ({ key }, index) => key(index),
  ({ key }, index) => `# ${key(index)} switched off`,
  () => '',
  ({ key }, index) =>
    `restrict,command="/usr/bin/rrsync -ro /srv/backup/${index}" ${key(index)} backup, nightly`,
  ({ key }, index) => `from="10.0.0.0/8,!10.1.2.3,*.example.com",no-pty,no-port-forwarding ${key(index)}`,
  ({ key }, index) =>
    `command="echo \\"a, b\\" 'c' # no comment; exit 1",environment="A=1,2" ${key(index)} quotes`,
  ({ key }, index) =>
    `no-port-forwarding,no-agent-forwarding,no-X11-forwarding,command="echo 'Please login as the user \\"admin\\" rather than the user \\"root\\".';echo;sleep 10;exit 142" ${key(index)} cloud-init`,
  ({ key }, index) => `cert-authority,principals="ops,deploy" ${key(index)} our CA`,
  ({ key }, index) =>
    `${key(index).replace('ssh-ed25519 ', 'ssh-ed25519-cert-v01@openssh.com ')} a certificate`,
  ({ key }, index) => `expiry-time="20991231235959Z",permitopen="[::1]:80",tunnel="0" ${key(index)}`,
  ({ bytes }, index) => `ssh-rsa ${sshRsa(bytes(index, 384))} rsa`,
  (_, index) => `${ecdsa(index)} ecdsa`,
  ({ bytes }, index) => `${securityKey(bytes(index, 32))} token`,
  ({ key }, index) => `   \t${key(index)}\t two  blanks and a tab \t `,
  // The same key twice in the file: once bare and once with an option that nobody may drop.
  ({ key }, index) => `no-pty ${key(index - 15)} again`,
  ({ bytes }, index) =>
    Buffer.concat([asBytes('# '), withoutLineEnds(bytes(index, 40)), Buffer.from([0x00, 0xff])]),
  ({ key, bytes }, index) =>
    Buffer.concat([asBytes(`${key(index)} `), withoutLineEnds(bytes(index, 24)), asBytes(' no UTF-8')]),
  ({ key }, index) => `${key(index)} 张伟@工作站`,
  ({ key }, index) => `command="${'x'.repeat(9000)}" ${key(index)} longer than old servers read`,
  () => 'ssh-ed25519 this-is-no-base64',
  () => 'ssh-dss AAAAB3NzaC1kc3MAAACBAP old',
  () => '---- BEGIN SSH2 PUBLIC KEY ----',
  () => ' \t ',
  () => '#',
  ({ key }, index) => `command="never closed ${key(index)}`,
  ({ key }, index) => `${key(index)} carriage\rreturn in the middle`,
  ({ key }, index) => `made-up-option="1",${key(index)}`,
  ({ key }, index) => `# keyplane was here, said somebody: ${key(index)}`,
]

function asBytes(line: string | Buffer): Buffer {
  return typeof line === 'string' ? Buffer.from(line, 'utf8') : line
}

function withoutLineEnds(content: Buffer): Buffer {
  return Buffer.from(content.map((byte) => (byte === 0x0a ? 0x0b : byte)))
}

/** As many bytes as asked for, that look like chance and always are the same. */
function bytes(seed: string, count: number): Buffer {
  return createHash('shake256', { outputLength: count }).update(seed).digest()
}

function ed25519(seed: string): string {
  return `ssh-ed25519 ${blob('ssh-ed25519', bytes(seed, 32))}`
}

function sshRsa(modulus: Buffer): string {
  // A leading zero keeps the number positive.
  return blob('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.concat([Buffer.from([0, 0x80]), modulus]))
}

function ecdsa(index: number): string {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(bytes(`ecdsa ${index}`, 32))
  return `ecdsa-sha2-nistp256 ${blob('ecdsa-sha2-nistp256', Buffer.from('nistp256'), curve.getPublicKey())}`
}

function securityKey(point: Buffer): string {
  return `sk-ssh-ed25519@openssh.com ${blob('sk-ssh-ed25519@openssh.com', point, Buffer.from('ssh:'))}`
}

/** Source: RFC 4253 §6.6, every field with its length before it. */
function blob(type: string, ...fields: readonly Buffer[]): string {
  const parts = [Buffer.from(type), ...fields].flatMap((field) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(field.length)
    return [length, field]
  })
  return Buffer.concat(parts).toString('base64')
}
