import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names of the machines that every account begins with. */
const MACHINES = ['one', 'two']

/** Writes the seed file of so many accounts per cloud, and tells where it is. */
export function writeSeed(folder: string, lanesPerCloud: number): string {
  const file = join(folder, 'seed.json')
  writeFileSync(file, seedText(lanesPerCloud))
  return file
}

/** Account of the nth lane. */
export function accountOf(nth: number): string {
  return String(2_000_000_001 + nth)
}

/** What the nth lane signs with. */
export function keyOf(nth: number): { readonly accessKeyId: string; readonly secret: string } {
  return { accessKeyId: `AKsoak${nth}`, secret: `soak-secret-${nth}` }
}

/** An account for each lane, with running machines and no pairs. */
function seedText(lanesPerCloud: number): string {
  const dialects = ['tencent-cvm', 'tencent-lighthouse', 'alibaba-ecs', 'volcengine-ecs']
  const regions = ['ap-guangzhou', 'ap-guangzhou', 'cn-hangzhou', 'cn-beijing']
  const lanes = Array.from({ length: lanesPerCloud * dialects.length }, (_, nth) => nth)
  return JSON.stringify({
    accounts: lanes.map((nth) => {
      const { accessKeyId: id, secret } = keyOf(nth)
      const users = [{ name: 'root', accessKeys: [{ id, secret }] }]
      return { id: accountOf(nth), name: `soak-${nth}`, users }
    }),
    instances: lanes.flatMap((nth) =>
      MACHINES.map((name) => {
        const place = nth % dialects.length
        return { dialect: dialects[place], region: regions[place], account: accountOf(nth), name }
      }),
    ),
  })
}
