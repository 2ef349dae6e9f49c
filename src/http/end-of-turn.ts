let end: Promise<void> | undefined

/**
 * Resolves when everything that has arrived by now has been looked at, for all who wait for it at once. Answers that leave
 * together wake their readers once: with many callers, waking one for each answer costs as much as making it.
 */
export function endOfTurn(): Promise<void> {
  return (end ??= new Promise((resolve) => {
    setImmediate(() => {
      end = undefined
      resolve()
    })
  }))
}
