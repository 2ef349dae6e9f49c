export const USER_SECRET = 'user-secret'

/** A user of a seed file with policies; his access key is `AK` and his name. */
export function userWith(
  name: string,
  dialect: string,
  documents: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
) {
  return {
    name,
    accessKeys: [{ id: `AK${name}`, secret: USER_SECRET }],
    policies: documents.map((document) => ({ dialect, document })),
    ...more,
  }
}
