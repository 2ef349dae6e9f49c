import { encrypt } from 'unixcrypt'

/** crypt(3) SHA-512 (`$6$`), the form a Linux machine stores itself; salted at random. */
export function hashPassword(password: string): Promise<string> {
  return Promise.resolve(encrypt(password))
}
