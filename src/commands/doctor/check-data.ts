import { existsSync, mkdtempSync, readFileSync, rmdirSync, statfsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

import { readAdminToken } from '../../admin-token.ts'
import { readMasterKey } from '../../master-key.ts'
import { type Finding, ok, type Patient, problem, reasonOf, skipped } from './finding.ts'
import { dataTexts as texts } from './texts.ts'

const LEAST_ROOM_BYTES = 256 * 1024 * 1024
const MEGABYTE = 1024 * 1024

/** The data directory and the secrets in it. Nothing is made that is not there. */
export function checkData(patient: Patient): readonly Finding[] {
  const { data, masterKey, adminToken } = patient.config
  if (data === 'memory') return [skipped('data', texts.inMemory)]
  return [
    checkWritable(patient),
    checkRoom(data),
    masterKey === undefined
      ? checkSecret('master-key', join(data, 'master.key'), () => readMasterKey(data, undefined))
      : ok('master-key', texts.fromEnvironment('KEYPLANE_MASTER_KEY')),
    adminToken === undefined
      ? checkSecret('admin-token', join(data, 'admin.token'), () => readAdminToken(data, undefined))
      : ok('admin-token', texts.fromEnvironment('KEYPLANE_ADMIN_TOKEN')),
  ]
}

function checkWritable({ config: { data }, sourceOf }: Patient): Finding {
  try {
    rmdirSync(mkdtempSync(join(existingPart(data), '.keyplane-doctor-')))
    return ok('data', texts.writable(data))
  } catch (error) {
    return problem('data', texts.notWritable(data, sourceOf('data'), reasonOf(error)), texts.makeWritable)
  }
}

function checkRoom(data: string): Finding {
  const place = existingPart(data)
  const { bavail, bsize } = statfsSync(place)
  const free = bavail * bsize
  const what = texts.room(`${Math.floor(free / MEGABYTE)} MiB`, place)
  return free >= LEAST_ROOM_BYTES ? ok('disk', what) : problem('disk', what, texts.makeRoom)
}

/** Modes are looked at before what is inside: who cannot read it is told by the second. */
function checkSecret(check: string, file: string, read: () => unknown): Finding {
  try {
    if (!existsSync(file)) return ok(check, texts.noFileYet(file))
    const mode = statSync(file).mode & 0o777
    if ((mode & 0o077) !== 0) {
      return problem(check, texts.readByOthers(file, mode.toString(8)), texts.closeIt(file))
    }
    readFileSync(file)
    read()
    return ok(check, texts.ownerOnly(file))
  } catch (error) {
    return problem(check, texts.unreadable(file, reasonOf(error)), texts.bringBack(file))
  }
}

/** The directory itself, or the nearest one above that is there already. */
function existingPart(data: string): string {
  const place = resolve(data)
  return existsSync(place) || dirname(place) === place ? place : existingPart(dirname(place))
}
