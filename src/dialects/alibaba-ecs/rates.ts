import type { CallRates } from '../kit/call-rate.ts'

/**
 * Calls per second of one account in one region. Unverified: the pages have the codes but no number, and do not say
 * what is counted together. Source: spec/alibaba.md §1.9.
 */
export const rates: CallRates = { countedPer: 'account', perSecond: {}, otherwise: 20 }
