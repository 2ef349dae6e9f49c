/** Many SSH clients in one process of their own: ssh2, the library, with Node's own cryptography. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

import { Client, type ClientChannel } from 'ssh2'

/** One order a line on stdin; one line on stdout when it is carried out. */
export interface Order {
  readonly verb: 'logIn' | 'hold' | 'use' | 'end'
  readonly host: string
  readonly port: number
  /** Who logs in, each once. */
  readonly users: readonly string[]
  readonly keyFile: string
  /** Log-ins under way at a time. */
  readonly atOnce: number
}

interface Session {
  readonly client: Client
  readonly shell: ClientChannel
}

const held: Session[] = []

for await (const line of createInterface({ input: process.stdin })) {
  // bench/ssh/part.ts writes them.
  const order = JSON.parse(line) as Order
  await carryOut(order)
  process.stdout.write('done\n')
}

async function carryOut(order: Order): Promise<void> {
  if (order.verb === 'end') for (const { client } of held.splice(0)) client.end()
  else if (order.verb === 'use') for (const session of held) await use(session)
  else
    await forEach(order, async (user) => {
      const client = await logIn(order, user)
      if (order.verb === 'hold') held.push({ client, shell: await openShell(client) })
      else await logOut(client)
    })
}

async function forEach({ users, atOnce }: Order, work: (user: string) => Promise<void>): Promise<void> {
  const left = [...users]
  const worker = async () => {
    for (let user = left.pop(); user !== undefined; user = left.pop()) await work(user)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

function logIn({ host, port, keyFile }: Order, username: string): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client()
    client.once('ready', () => resolve(client)).once('error', reject)
    // A machine with other work may be slow; what is measured is CPU time.
    client.connect({ host, port, username, privateKey: readFileSync(keyFile), readyTimeout: 120_000 })
  })
}

function logOut(client: Client): Promise<void> {
  return new Promise((resolve) => {
    client.once('close', () => resolve())
    client.end()
  })
}

function openShell(client: Client): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.shell(false, (error, shell) => (error ? reject(error) : resolve(shell)))
  })
}

/** Asks the shell something and waits for the answer. */
function use({ shell }: Session): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    const onData = (chunk: Buffer) => {
      text += chunk.toString()
      if (!text.includes('held-42')) return
      shell.off('data', onData)
      resolve()
    }
    shell.on('data', onData).once('close', () => reject(new Error('a session was closed')))
    shell.write('echo held-$((40 + 2))\n')
  })
}
