/**
 * Does `work` for every item, at most `limit` at a time, and gives each result when it is there: a slow one delays no
 * other. `work` must not reject. Whoever stops reading starts no further ones.
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
    running.set(
      index,
      work(item).then((result) => ({ index, result })),
    )
  }
  while (next < Math.min(limit, items.length)) startOne()
  while (running.size > 0) {
    const { index, result } = await Promise.race(running.values())
    running.delete(index)
    startOne()
    yield result
  }
}
