import type { Service } from '../../kit/service.ts'

/** Services that clients of this API call along the way. */
export const siblings: readonly Service[] = []
