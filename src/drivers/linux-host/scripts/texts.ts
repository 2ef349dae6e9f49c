import { CHANGE } from './change.ts'
import { INSPECT } from './inspect.ts'
import { PRELUDE } from './prelude.ts'
import { REPLACE_FILE } from './replace-file.ts'
import { script } from './script.ts'
import { SETTLE } from './settle.ts'
import { WAY_BACK } from './way-back.ts'
import { WRITER } from './writer.ts'

/** The same text is the way back when it is started by a timer of the host. */
const AS_WAY_BACK = `if [ $# = 2 ]; then revert_when_due "$1" "$2"; exit; fi
`

/** For the connection that looks and changes. */
export const ACCESS_SCRIPT = script(
  PRELUDE + INSPECT + WRITER + REPLACE_FILE + WAY_BACK + CHANGE + SETTLE + AS_WAY_BACK,
)

/** For the connection that proves a change: it has only to settle it. */
export const SETTLE_SCRIPT = script(PRELUDE + WRITER + REPLACE_FILE + WAY_BACK + SETTLE)
