import { connect } from 'node:net'

import ssh2, { type ConnectConfig } from 'ssh2'

import { type Attack, count, type Tally, type Target, untilBegun } from './attack.ts'

/** As many as one connection may be wrong. */
const TRIES = 6
const PATIENCE_MS = 120_000

/** Right keys, as fast as they are taken: what the attacks are compared with. */
export const harmlessLogins: Attack = (target, tally) =>
  visitAgainAndAgain(target, tally, (client) => {
    client.on('ready', () => {
      count(tally, 'let in')
      client.end()
    })
    return { host: target.byKey, privateKey: target.privateKey }
  })

/** Exchanges keys, which costs the server most, and hangs up. */
export const keyExchanges: Attack = (target, tally) =>
  visitAgainAndAgain(target, tally, (client) => {
    client.on('handshake', () => {
      count(tally, 'handshakes')
      client.destroy()
    })
    return { host: target.machine, authHandler: [] }
  })

/** Guesses passwords, six on each connection. */
export const bruteForce: Attack = (target, tally) =>
  visitAgainAndAgain(target, tally, (client) => {
    client.on('ready', () => count(tally, 'let in'))
    let tries = 0
    return {
      host: target.machine,
      authHandler: (_methods, _isPartial, next) => {
        if (tries > 0) count(tally, 'refused')
        tries += 1
        if (tries > TRIES) client.destroy()
        else next({ type: 'password', username: 'root', password: `guess ${Math.random()}` })
      },
    }
  })

type Visit = Omit<ConnectConfig, 'host'> & { readonly host: string }

async function visitAgainAndAgain(
  { size, sshPort, from }: Target,
  tally: Tally,
  prepare: (client: ssh2.Client) => Visit,
): Promise<void> {
  const begin = () => {
    const client = new ssh2.Client().on('error', () => {})
    const { host, ...how } = prepare(client)
    const sock = connect({ host, port: sshPort, localAddress: from, noDelay: true })
    sock.on('error', () => count(tally, 'broken')).on('connect', () => count(tally, 'opened'))
    sock.on('close', () => setTimeout(begin, 1))
    client.connect({ sock, username: 'root', readyTimeout: PATIENCE_MS, ...how })
  }
  for (let place = 0; place < size; place += 1) begin()
  await untilBegun(tally, 'opened', size)
}
