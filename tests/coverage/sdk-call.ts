import PopClient from '@alicloud/pop-core'
import { buildRequestConfigFromMetaPath, Client, Command, HttpRequestError } from '@volcengine/sdk-core'
import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js'

import type { DialectId, RecipeCall } from '../recipes/recipe.ts'

/** The error of a call or, where only one instance was refused, of that one. */
export interface SdkError {
  /** Undefined where the SDK does not tell. */
  readonly status?: number
  readonly code: string
  readonly message: string
}

type Ask = (endpoint: string, call: RecipeCall, language?: 'zh-CN') => Promise<SdkError | undefined>

const ROOT = { id: 'AKIDacmeroot', secret: 'acme-root-secret' }

/** Makes the call of a recipe with the official SDK of the cloud, as it is and unmodified. */
export const askWithSdk: Readonly<Record<DialectId, Ask>> = {
  'tencent-cvm': tencent('2017-03-12'),
  'tencent-lighthouse': tencent('2020-03-24'),
  'volcengine-ecs': askVolcengine,
  'alibaba-ecs': askAlibaba,
}

function tencent(version: string): Ask {
  return async (endpoint, { action, params = {}, as: { id, secret } = ROOT, region }, language) => {
    const client = new CommonClient(endpoint, version, {
      credential: { secretId: id, secretKey: secret },
      region: region ?? 'ap-guangzhou',
      profile: { httpProfile: { endpoint, protocol: 'http://' }, ...(language ? { language } : {}) },
    })
    try {
      await client.request(action, { ...params })
      return undefined
    } catch (error) {
      // What this SDK throws for a refusal has its code.
      if (error instanceof Error && 'code' in error)
        return { code: String(error.code), message: error.message }
      throw error
    }
  }
}

class EcsCommand extends Command<Record<string, unknown>, unknown> {
  constructor({ action, params }: RecipeCall) {
    super({ ...params })
    this.requestConfig = buildRequestConfigFromMetaPath(`/${action}/2020-04-01/ecs/get/text_plain/`)
  }
}

interface WireError {
  readonly Code: string
  readonly Message: string
}

interface VolcengineBody {
  readonly ResponseMetadata: { readonly Error?: WireError }
  readonly Result?: { readonly OperationDetails?: readonly { readonly Error: WireError | null }[] }
}

async function askVolcengine(endpoint: string, call: RecipeCall): Promise<SdkError | undefined> {
  const { id, secret } = call.as ?? ROOT
  const client = new Client({
    ...{ host: endpoint, protocol: 'http', region: call.region ?? 'cn-beijing' },
    ...{ accessKeyId: id, secretAccessKey: secret },
  })
  try {
    // The documented form of the answer.
    const body = (await client.send(new EcsCommand(call))) as VolcengineBody
    const refused = body.Result?.OperationDetails?.find(({ Error: error }) => error)
    return refused?.Error ? sdkError(200, refused.Error) : undefined
  } catch (error) {
    if (!(error instanceof HttpRequestError)) throw error
    const { ResponseMetadata } = error.data as VolcengineBody
    if (!ResponseMetadata.Error) throw error
    return sdkError(error.status, ResponseMetadata.Error)
  } finally {
    client.destroy()
  }
}

async function askAlibaba(endpoint: string, call: RecipeCall): Promise<SdkError | undefined> {
  const { id, secret } = call.as ?? ROOT
  const pop = new PopClient({
    ...{ endpoint: `http://${endpoint}`, apiVersion: '2014-05-26' },
    ...{ accessKeyId: id, accessKeySecret: secret },
  })
  try {
    await pop.request(call.action, { ...call.params })
    return undefined
  } catch (error) {
    if (!(error instanceof Error && 'data' in error)) throw error
    // What this SDK throws for a refusal has the answer inside.
    return sdkError(undefined, error.data as WireError)
  }
}

function sdkError(status: number | undefined, { Code, Message }: WireError): SdkError {
  return { ...(status === undefined ? {} : { status }), code: Code, message: Message }
}
