import { findKeypair } from './find-keypair.ts'
import { keypairTexts as texts } from './keypair-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { durationSeconds } from './kit/duration.ts'
import { localTime } from './kit/local-time.ts'
import { printable, printJson, printLine } from './kit/output.ts'
import { readText } from './kit/read-text.ts'
import { type PrivateKeyFile, withPrivateKeyFile } from './private-key-file.ts'

export interface RotateFlags {
  readonly newName?: string
  readonly publicKey?: string
  readonly overlap?: string
  readonly out?: string | undefined
  readonly json?: true | undefined
}

/** Rotates a key pair and shows each instance when it is done; resolves to whether the new one is in force at all. */
export async function rotateKeypair(
  context: CommandContext,
  client: OwnApiClient,
  { name, newName, publicKey, overlap = '1d', out, json }: RotateFlags & { readonly name: string },
): Promise<boolean> {
  const overlapSeconds = durationSeconds('--overlap', overlap)
  const key = await findKeypair(client, name)
  const given = publicKey === undefined ? {} : { publicKey: readText(publicKey) }
  const wanted = {
    ...{ ...key, ...given, overlapSeconds },
    ...(newName !== undefined && { newName }),
  }
  return withPrivateKeyFile(out, async (file) => {
    let isAllGood = true
    for await (const event of await client.keyPairs.rotate(wanted)) {
      if (event.kind === 'keyPair') showNewPair(context, event, { out, json, file })
      else {
        isAllGood &&= event.outcome === 'bound'
        showInstance(context, event, json)
      }
    }
    return isAllGood
  })
}

type RotationEvent =
  Awaited<ReturnType<OwnApiClient['keyPairs']['rotate']>> extends AsyncIterable<infer Event> ? Event : never

function showNewPair(
  context: CommandContext,
  event: Extract<RotationEvent, { kind: 'keyPair' }>,
  { out, json, file }: Pick<RotateFlags, 'out' | 'json'> & { readonly file: PrivateKeyFile },
): void {
  const { privateKey, ...told } = event
  // With a file the key is there and nowhere else.
  if (json) printJson(context, out === undefined ? event : told)
  else printLine(context, context.say(texts.newPair(told.keyPair.name, told.keyPair.fingerprint)))
  if (privateKey !== undefined && (out !== undefined || !json)) file.write(context, privateKey)
}

function showInstance(
  context: CommandContext,
  event: Extract<RotationEvent, { kind: 'instance' }>,
  json: true | undefined,
): void {
  if (json) return printJson(context, event)
  const { id, outcome, message, oldEndsAt } = event
  const ends = oldEndsAt === undefined ? '' : context.say(texts.oldEnds(localTime(oldEndsAt)))
  const words = [id, context.say(texts.outcomes[outcome]), message, ends].filter((word) => word !== '')
  printLine(context, printable(words.join('  ')))
}
