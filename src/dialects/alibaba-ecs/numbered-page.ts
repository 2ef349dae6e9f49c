/** One page of what matches, and what tells of it. */
export function numberedPage<Row>(
  found: readonly Row[],
  { PageNumber, PageSize }: { readonly PageNumber: number; readonly PageSize: number },
) {
  const start = (PageNumber - 1) * PageSize
  const rows = found.slice(start, start + PageSize)
  return { rows, page: { TotalCount: found.length, PageNumber, PageSize } }
}
