/** Applies one access state to one host and ends: a Keyplane that tests may kill. Reads a task of driven-host.ts from stdin. */
import { text } from 'node:stream/consumers'

import { runTask, type Task } from './driven-host.ts'

// The parent process writes it, see `DrivenHost.task`.
await runTask(JSON.parse(await text(process.stdin)) as Task)
