/**
 * Does `work` for every item, at most `limit` at a time, and gives each result when it is there: a slow one delays no
 * other. One that rejects ends it. Whoever stops reading starts no further ones.
 */
export async function* eachBounded<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const running = new Map<number, Promise<{ readonly index: number; readonly result: R }>>()
  let next = 0
  const startOne = () => {
    const index = next++
    const item = items[index]
    if (item === undefined) return
    const worked = work(item).then((result) => ({ index, result }))
    // Nobody waits for those that still run when the reading stops: the process must not end by one that rejects then.
    worked.catch(() => undefined)
    running.set(index, worked)
  }
  while (next < Math.min(limit, items.length)) startOne()
  while (running.size > 0) {
    const { index, result } = await Promise.race(running.values())
    running.delete(index)
    startOne()
    yield result
  }
}
