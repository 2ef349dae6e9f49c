const MOST_PER_PAGE = 500

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string | undefined
}

/** All pages of a list of the own API as one; `read` reads a page of it. */
export async function everyPage<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<{ readonly items: readonly Item[] }> {
  let page = await read({ limit: MOST_PER_PAGE })
  const items = [...page.items]
  while (page.next !== undefined) {
    page = await read({ limit: MOST_PER_PAGE, cursor: page.next })
    items.push(...page.items)
  }
  return { items }
}
