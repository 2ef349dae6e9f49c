import { describe, expect, test } from 'vitest'

import { faults as alibaba } from '../alibaba-ecs/faults.ts'
import { gatewayErrors } from '../alibaba-ecs/errors.ts'
import { faults as cvm, internalError } from '../tencent-cvm/faults.ts'
import { faults as volcengine } from '../volcengine-ecs/faults.ts'
import { ecsErrors } from '../volcengine-ecs/errors.ts'
import { toInjectedError } from './injected-error.ts'

const CVM = { faults: cvm, internalError }
const ALIBABA = {
  faults: alibaba,
  internalError: gatewayErrors.internal,
  errors: Object.values(gatewayErrors),
}
const VOLCENGINE = { faults: volcengine, internalError: ecsErrors.internal }

describe('an error that is asked for by its code', () => {
  test('has the status and the sentence that the dialect has for it', () => {
    expect(toInjectedError({ code: 'MutexOperation.TaskRunning' }, CVM)).toMatchObject({
      ...{
        status: 200,
        code: 'MutexOperation.TaskRunning',
        message: 'Mutex task is running, please try later',
      },
    })
    expect(toInjectedError({ code: 'InternalServerError' }, CVM)).toEqual(internalError)
    expect(toInjectedError({ code: 'ServiceUnavailable' }, ALIBABA)).toEqual(gatewayErrors.unavailable)
    expect(toInjectedError({ code: 'IncorrectInstanceStatus' }, ALIBABA)).toMatchObject({ status: 403 })
    expect(toInjectedError({ code: 'InvalidInstanceStatus' }, VOLCENGINE)).toMatchObject({ status: 400 })
  })

  test('or those that were given; a sentence of ours has no translation', () => {
    const given = { code: 'InternalServerError', status: 503, message: 'as I like' }
    expect(toInjectedError(given, CVM)).toEqual(given)
  })

  test('that nobody knows has a sentence that says so, and the status that the cloud refuses with', () => {
    expect(toInjectedError({ code: 'Invented' }, CVM)).toMatchObject({ status: 200, code: 'Invented' })
    expect(toInjectedError({ code: 'Invented' }, ALIBABA)).toMatchObject({
      ...{ status: 400, message: 'The error was asked for by a fault rule of Keyplane.' },
    })
  })
})
