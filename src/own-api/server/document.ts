import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'

import { contract } from '../contract/index.ts'

/** The OpenAPI 3.1 document of the own API. */
export async function openApiDocument(): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: {
      title: 'Keyplane',
      version: '1',
      description: "Keyplane's own API: accounts, machines, keys and what was done with them.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/keyplane/v1' }],
    security: [{ bearer: [] }],
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: PROBLEM },
      responses: { Problem: REFUSAL },
    },
  })
  for (const path of Object.values(document.paths ?? {}))
    for (const method of METHODS) {
      const responses = path?.[method]?.responses
      if (responses) responses['default'] = { $ref: '#/components/responses/Problem' }
    }
  return document
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Every refusal, as `ProblemDocument` has it. */
const PROBLEM = {
  type: 'object' as const,
  properties: {
    type: { const: 'about:blank' },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const, description: 'For people' },
    errors: {
      type: 'array' as const,
      description: 'What is wrong with which fields of the input',
      items: {
        type: 'object' as const,
        properties: { field: { type: 'string' as const }, message: { type: 'string' as const } },
        required: ['field', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail'],
}

const REFUSAL = {
  description: 'A problem document, RFC 9457',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
