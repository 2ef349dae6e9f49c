import { alibabaAttach } from './pages/alibaba-attach.ts'
import { cvmAssociate } from './pages/cvm-associate.ts'
import { cvmAssociateChinese } from './pages/cvm-associate-chinese.ts'
import { lighthouseDisassociate } from './pages/lighthouse-disassociate.ts'
import { volcengineAttach } from './pages/volcengine-attach.ts'
import type { ReferencePage } from './statement.ts'

/** The five pages that are the contract, with everything they say. */
export const PAGES: readonly ReferencePage[] = [
  cvmAssociate,
  cvmAssociateChinese,
  lighthouseDisassociate,
  volcengineAttach,
  alibabaAttach,
]
