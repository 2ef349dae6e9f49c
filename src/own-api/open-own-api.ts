import type { Log } from '../core/log.ts'
import type { OwnAnswer, OwnRequest } from './server/answers.ts'
import type { OwnApiParts } from './server/context.ts'

/** The own API, loaded with the first call to it: who only calls the clouds' APIs does not wait for it. */
export function openOwnApi(parts: OwnApiParts, log: Log) {
  let opened: Promise<{ answer(request: OwnRequest): Promise<OwnAnswer> }> | undefined
  const open = async () => {
    const { OwnApi } = await import('./server/own-api.ts')
    return new OwnApi(parts, log)
  }
  let document: Promise<string> | undefined
  const makeDocument = async () => {
    const { openApiDocument } = await import('./server/document.ts')
    return JSON.stringify(await openApiDocument())
  }
  return {
    async answer(request: OwnRequest): Promise<OwnAnswer> {
      opened ??= open()
      return (await opened).answer(request)
    },
    /** Made once: anybody may ask for it, as often as he likes. */
    document(): Promise<string> {
      return (document ??= makeDocument())
    },
  }
}
