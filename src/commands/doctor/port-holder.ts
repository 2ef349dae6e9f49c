import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** State LISTEN in /proc/net/tcp. */
const LISTENING = '0A'

/** `nginx (process 4711)` that listens on the port, where the system tells: Linux, and a process we may look at. */
export function holderOf(port: number): string | undefined {
  try {
    const inodes = new Set(['tcp', 'tcp6'].flatMap((file) => listenersOn(port, file)))
    const process = readdirSync('/proc').find((id) => /^\d+$/.test(id) && holdsOne(id, inodes))
    if (process === undefined) return undefined
    return `${readFileSync(`/proc/${process}/comm`, 'utf8').trim()} (process ${process})`
  } catch {
    return undefined
  }
}

/** Inodes of the sockets that listen on the port. */
function listenersOn(port: number, file: string): readonly string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return readFileSync(`/proc/net/${file}`, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(`:${hex}`) && state === LISTENING)
    .flatMap((fields) => fields[9] ?? [])
}

function holdsOne(process: string, inodes: ReadonlySet<string>): boolean {
  try {
    const folder = `/proc/${process}/fd`
    return readdirSync(folder).some((fd) => inodes.has(inodeOf(`${folder}/${fd}`)))
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return false
  }
}

function inodeOf(link: string): string {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1] ?? ''
  } catch {
    return ''
  }
}
