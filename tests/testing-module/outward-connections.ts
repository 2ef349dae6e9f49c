import { isIP, Socket } from 'node:net'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'

/** What somebody in this process tried to reach outside the machine; each attempt was stopped before it left. */
export interface OutwardWatch extends Disposable {
  readonly attempts: readonly string[]
}

/**
 * Watches every connection, datagram and look-up of a name of this process. Those that would leave the machine fail and
 * are noted: HTTP, TLS, fetch and SSH clients all end in these calls. Loopback addresses and `localhost` stay as they are.
 */
export function watchOutwardConnections(): OutwardWatch {
  const attempts: string[] = []
  const note = (what: string): Error => {
    attempts.push(what)
    return new Error(`${what}: outward connections are not allowed here`)
  }
  const restored = [
    watchConnect(note),
    ...LOOKUPS.map((name) => watchLookup(dns, name, note)),
    ...LOOKUPS.map((name) => watchLookup(dns.promises, name, note)),
    watchDatagrams(note),
  ]
  syncBuiltinESMExports()
  return {
    attempts,
    [Symbol.dispose]() {
      for (const restore of restored) restore()
      syncBuiltinESMExports()
    },
  }
}

const LOOKUPS = [
  'lookup',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveSrv',
  'resolveTxt',
] as const

type Note = (what: string) => Error
type Restore = () => void
type AnyFunction = (this: unknown, ...given: unknown[]) => unknown

/** The host is in an object, or behind the port; a path is a socket of this machine. */
function watchConnect(note: Note): Restore {
  return wrap(
    Socket.prototype,
    'connect',
    (original) =>
      function connect(this: unknown, ...given) {
        // Node's own callers hand over their arguments as one list.
        const [first, second] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given
        const host = hostOf(first, second)
        if (host === undefined || isOwn(host)) return original.apply(this, given)
        // Only sockets have this method.
        const socket = this as Socket
        const error = note(`connection to ${host}`)
        process.nextTick(() => socket.destroy(error))
        return socket
      },
  )
}

function hostOf(first: unknown, second: unknown): string | undefined {
  if (typeof first === 'object' && first !== null) {
    return 'host' in first && typeof first.host === 'string' ? first.host : undefined
  }
  return typeof second === 'string' ? second : undefined
}

/** Looking up an address asks nobody. */
function watchLookup(owner: object, name: string, note: Note): Restore {
  return wrap(
    owner,
    name,
    (original) =>
      function lookup(this: unknown, ...given) {
        const [host] = given
        if (typeof host !== 'string' || isOwn(host) || isIP(host) !== 0) return original.apply(this, given)
        const error = note(`look-up of ${host}`)
        const callback = given.at(-1)
        if (typeof callback !== 'function') return Promise.reject(error)
        process.nextTick(callback, error)
        return undefined
      },
  )
}

function watchDatagrams(note: Note): Restore {
  return wrap(
    dgram.Socket.prototype,
    'send',
    (original) =>
      function send(this: unknown, ...given) {
        const host = given.findLast((value) => typeof value === 'string' && value !== given[0])
        if (typeof host !== 'string' || isOwn(host)) return original.apply(this, given)
        throw note(`datagram to ${host}`)
      },
  )
}

function wrap(owner: object, name: string, watched: (original: AnyFunction) => AnyFunction): Restore {
  // A method of Node's own.
  const original = Reflect.get(owner, name) as AnyFunction
  Reflect.set(owner, name, watched(original))
  return () => void Reflect.set(owner, name, original)
}

function isOwn(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '')
  const isLoopback = name === '::1' || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(name)
  return (
    isLoopback || name === '' || name === '0.0.0.0' || name === 'localhost' || name.endsWith('.localhost')
  )
}
