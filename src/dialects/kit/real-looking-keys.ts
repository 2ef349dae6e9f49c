import type { Log } from '../../core/log.ts'

/**
 * How access key ids look that a cloud gave out. Sources: spec/alibaba.md §3.4 (`LTAI` and 12 to 20 characters, `STS.`),
 * the samples of spec/tencent.md §1.4 (`AKID` and 32 characters) and of spec/volcengine.md §1.5 (`AKLT`). Unverified:
 * how long those of Volcengine and temporary ones are.
 */
const FORMS: readonly { readonly cloud: string; readonly form: RegExp }[] = [
  { cloud: 'Tencent Cloud', form: /^AKID[\w-]{32,}$/ },
  { cloud: 'Alibaba Cloud', form: /^(?:LTAI[A-Za-z0-9]{12,20}|STS\.[A-Za-z0-9]{16,})$/ },
  { cloud: 'Volcengine', form: /^AK(?:LT|TP)[\w-]{20,}={0,2}$/ },
]

/** Samples of the documentation open nothing. */
const SAMPLE = /EXAMPLE/i

/** So many ids are remembered; then nothing is said any more. */
const MAX_WARNED = 1_000
const SHOWN = 8

/** The cloud whose real access keys look like this one; undefined for ids that people make up. */
export function cloudOfRealLookingKey(accessKeyId: string): string | undefined {
  if (SAMPLE.test(accessKeyId)) return undefined
  return FORMS.find(({ form }) => form.test(accessKeyId))?.cloud
}

/**
 * Warns once for each access key that looks real: whoever sent it may have meant the real cloud, or sends others there.
 * The id is shortened; a secret is never sent.
 */
export function warnOfRealLookingKeys(log: Log): (accessKeyId: string) => void {
  const warned = new Set<string>()
  return (accessKeyId) => {
    const cloud = cloudOfRealLookingKey(accessKeyId)
    if (cloud === undefined || warned.has(accessKeyId) || warned.size >= MAX_WARNED) return
    warned.add(accessKeyId)
    log.warn(
      { accessKeyId: `${accessKeyId.slice(0, SHOWN)}…`, cloud },
      'this looks like a real access key; nothing was passed on to the cloud, but a test should not hold real keys',
    )
  }
}
