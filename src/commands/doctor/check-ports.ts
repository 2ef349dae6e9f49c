import { connect, createServer } from 'node:net'

import type { Address } from '../../config.ts'
import { type Finding, ok, type Patient, problem, reasonOf, skipped } from './finding.ts'
import { holderOf } from './port-holder.ts'
import { portTexts as texts } from './texts.ts'

const LONGEST_ANSWER_MS = 3_000

type Setting = 'listen' | 'ssh-listen'

/** Whether the server could listen where its settings say. A Keyplane that does already is no problem. */
export function checkPorts(patient: Patient): Promise<readonly Finding[]> {
  const { listen, sshListen } = patient.config
  return Promise.all([
    checkPort(patient, { setting: 'listen', address: listen, isOurs: () => isKeyplane(patient.url) }),
    sshListen === 'off'
      ? skipped('ssh-listen', texts.off)
      : checkPort(patient, { setting: 'ssh-listen', address: sshListen, isOurs: () => greets(sshListen) }),
  ])
}

async function checkPort(
  { sourceOf }: Patient,
  port: { readonly setting: Setting; readonly address: Address; readonly isOurs: () => Promise<boolean> },
): Promise<Finding> {
  const { setting, address } = port
  const text = `${address.host}:${address.port}`
  const error = await listenError(address)
  if (error === undefined) return ok(setting, texts.free(text))
  if ('code' in error && error.code === 'EADDRINUSE') {
    if (await port.isOurs()) return ok(setting, texts.ours(text))
    const what = texts.inUse(text, sourceOf(setting), holderOf(address.port))
    return problem(setting, what, texts.otherPort(setting))
  }
  return problem(
    setting,
    texts.notOurs(text, sourceOf(setting), reasonOf(error)),
    texts.otherAddress(setting),
  )
}

function listenError({ host, port }: Address): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

async function isKeyplane(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(LONGEST_ANSWER_MS) })
    return JSON.stringify(await response.json()) === '{"status":"alive"}'
  } catch {
    return false
  }
}

/** Our SSH server says its name before anybody logs in. */
function greets({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: host === '0.0.0.0' || host === '::' ? 'localhost' : host, port })
    const end = (isOurs: boolean) => {
      socket.destroy()
      resolve(isOurs)
    }
    socket.setTimeout(LONGEST_ANSWER_MS, () => end(false))
    socket.once('data', (data: Buffer) => end(data.toString('latin1').startsWith('SSH-2.0-Keyplane')))
    socket.once('error', () => end(false))
    socket.once('end', () => end(false))
  })
}
