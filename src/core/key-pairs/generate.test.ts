import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateKeyPair } from './generate.ts'
import type { GeneratedKeyPair, GeneratedKeyType } from './generate.ts'
import { parsePublicKey } from './public-key.ts'

const run = promisify(execFile)
const types: readonly GeneratedKeyType[] = ['rsa-2048', 'ed25519']
const pairs = new Map<GeneratedKeyType, GeneratedKeyPair>()
let folder = ''

function pairOf(type: GeneratedKeyType): GeneratedKeyPair {
  const pair = pairs.get(type)
  if (pair === undefined) throw new Error(`no pair of type ${type}`)
  return pair
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'generate-'))
  for (const type of types) pairs.set(type, await generateKeyPair(type))
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe.each(types)('generateKeyPair(%s)', (type) => {
  it('makes a private key that ssh-keygen reads and that belongs to the public key', async () => {
    const { publicKey, privateKey } = pairOf(type)
    const file = path.join(folder, type)
    await writeFile(file, privateKey.reveal(), { mode: 0o600 })
    const { stdout } = await run('ssh-keygen', ['-y', '-P', '', '-f', file])
    expect(stdout.trim()).toBe(`${publicKey.type} ${publicKey.base64}`)
  })

  it('makes a private key that signs what the public key verifies', async () => {
    const { publicKey, privateKey } = pairOf(type)
    const file = path.join(folder, `${type}-signer`)
    const message = path.join(folder, `${type}-message`)
    const signers = path.join(folder, `${type}-signers`)
    await writeFile(file, privateKey.reveal(), { mode: 0o600 })
    // For a PEM key ssh-keygen wants the public half beside it before it signs.
    await writeFile(`${file}.pub`, `${publicKey.type} ${publicKey.base64}\n`)
    await writeFile(message, 'hello')
    await writeFile(signers, `me ${publicKey.type} ${publicKey.base64}\n`)
    await run('ssh-keygen', ['-Y', 'sign', '-n', 'file', '-f', file, message])
    const where = ['-n', 'file', '-I', 'me', '-f', signers, '-s', `${message}.sig`]
    const verification = run('ssh-keygen', ['-Y', 'verify', ...where])
    verification.child.stdin?.end('hello')
    expect((await verification).stdout).toMatch(/^Good "file" signature for me /)
  })

  it('describes the public key as the parser does', () => {
    const { publicKey } = pairOf(type)
    expect(parsePublicKey(`${publicKey.type} ${publicKey.base64}`)).toEqual(publicKey)
  })

  it('never makes the same key twice', async () => {
    const other = await generateKeyPair(type)
    expect(other.publicKey.base64).not.toBe(pairOf(type).publicKey.base64)
  }, 60_000)

  it('does not show the private key by accident', () => {
    expect(JSON.stringify(pairOf(type))).not.toContain('PRIVATE KEY')
  })
})

describe('private key text', () => {
  it('is PKCS#1 PEM in lines of 64 columns for RSA', () => {
    const lines = pairOf('rsa-2048').privateKey.reveal().split('\n')
    expect(lines[0]).toBe('-----BEGIN RSA PRIVATE KEY-----')
    expect(lines.slice(-2)).toEqual(['-----END RSA PRIVATE KEY-----', ''])
    const body = lines.slice(1, -2)
    expect(new Set(body.slice(0, -1).map((line) => line.length))).toEqual(new Set([64]))
    expect(body.join('')).toMatch(/^MIIE[A-Za-z0-9+/]+={0,2}$/)
  })

  it('has the layout that ssh-keygen writes for ed25519', async () => {
    const file = path.join(folder, 'reference')
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file])
    const reference = await readFile(file, 'utf8')
    const layout = (text: string): (string | number)[] =>
      text.split('\n').map((line) => (line.startsWith('-----') ? line : line.length))
    expect(layout(pairOf('ed25519').privateKey.reveal())).toEqual(layout(reference))
  })
})

it('leaves the event loop free while an RSA pair is made', async () => {
  let turns = 0
  let isDone = false
  const countTurns = (): void => {
    turns += 1
    if (!isDone) setImmediate(countTurns)
  }
  setImmediate(countTurns)
  await generateKeyPair('rsa-2048')
  isDone = true
  // Generation on this thread would settle before the first turn.
  expect(turns).toBeGreaterThan(0)
}, 60_000)
