import { verify } from 'unixcrypt'
import { expect, test } from 'vitest'
import { hashPassword } from './password.ts'

test('a hash is SHA-512 crypt, salted anew each time, and fits its password only', async () => {
  const [one, two] = await Promise.all([hashPassword('S3cret-pw!'), hashPassword('S3cret-pw!')])
  expect(one).toMatch(/^\$6\$[./0-9A-Za-z]{8,16}\$[./0-9A-Za-z]{86}$/)
  expect(two).not.toBe(one)
  expect(verify('S3cret-pw!', one)).toBe(true)
  expect(verify('s3cret-pw!', one)).toBe(false)
})
