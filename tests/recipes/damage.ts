import type { Damage } from './recipe.ts'

/** The server lost a table. */
export const DAMAGED_TABLE: Damage = {
  sql: 'DROP TABLE bindings',
  means: 'a table of the database is lost',
}

/** A simulated machine cannot be worked with: its driver fails whenever it is asked to do something there. */
export function damagedMachine(instanceId: string): Damage {
  return {
    sql: `UPDATE machines SET record = '{' WHERE instance_id = '${instanceId}'`,
    means: 'what the driver keeps of the machine is damaged',
  }
}

/** A simulated machine went off without anybody having asked for it. */
export function powerLoss(instanceId: string): Damage {
  return {
    sql: `UPDATE machines SET record = json_set(record, '$.isRunning', json('false')) WHERE instance_id = '${instanceId}'`,
    means: 'the machine lost its power',
  }
}

/** A process that died before it had answered; its lease is made long enough to be met. */
export const DIED_BEFORE_ANSWER: Damage = {
  sql: 'UPDATE client_tokens SET answer = NULL, expires_at_ms = 9000000000000',
  means: 'the call with this client token has not ended',
}
