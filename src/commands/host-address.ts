import { resolve } from 'node:path'

import { hostTexts as texts } from './host-texts.ts'
import { CommandError } from './kit/command-error.ts'
import { EXIT } from './kit/exit-codes.ts'

export interface NamedHop {
  readonly user: string
  readonly address: string
  readonly port: number
}

const ADDRESS = /^(?:([A-Za-z_][\w.-]{0,31})@)?(?:\[([0-9A-Fa-f:.%\w]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/

/** Reads `user@host:port`; user and port may be left out, an IPv6 address stands in brackets. */
export function parseHop(text: string): NamedHop {
  const [, user = 'root', bracketed, plain, port = '22'] = ADDRESS.exec(text) ?? []
  const address = bracketed ?? plain
  const number = Number(port)
  if (address !== undefined && number >= 1 && number <= 65_535) return { user, address, port: number }
  throw new CommandError(texts.notAnAddress(text), EXIT.usage)
}

export type LoginFlags = { readonly identity?: string | undefined; readonly agent?: boolean | undefined }

/** How the server logs in: by a key file or an agent of its own, else by its management key. */
export function loginOf({ identity, agent }: LoginFlags) {
  if (identity !== undefined && agent) {
    throw new CommandError(texts.oneLogin, EXIT.usage)
  }
  if (identity !== undefined) return { kind: 'identity', file: resolve(identity) } as const
  return agent ? ({ kind: 'agent' } as const) : ({ kind: 'management' } as const)
}
