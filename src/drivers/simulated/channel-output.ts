/** Writes all of it; the client's window may be smaller. Gives up when the client is gone. */
export function write(
  stream: NodeJS.WritableStream,
  content: string | Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const done = () => {
    signal.removeEventListener('abort', done)
    resolve()
  }
  if (content.length === 0 || signal.aborted) return Promise.resolve()
  signal.addEventListener('abort', done, { once: true })
  stream.write(content, done)
  return promise
}
