/** What signs calls, one account for all clouds. */
export const KEYS = {
  tencent: { id: 'AKIDcrash', secret: 'crash-secret' },
  alibaba: { id: 'LTAI5tCrash', secret: 'crash-secret' },
  volcengine: { id: 'AKLTcrash', secret: 'crash-secret' },
} as const

export const ACCOUNT = '1000000001'
const ED25519_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const OTHER_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPt7lUYLcLHNqxjQ0x9xYVrR5TtGp6l9oQpQdVq3lJ0k'
const RSA_KEY =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDNTM8yFd0SFXSkz1UkpdivDYyod3mAGYqtD1rGfSFuz/J8KiaCnLoIkItJQssujFlFF9oWZSswP4k7KNzqEhhssqAI9oLx0uKYaTLHnpz3ZqssZcE+tt4JMtdICsJ9+/bs4+7j1VZw2rGsWr82W5A9pC4UEN4bhBJ70Se57aqFqL5nFEMX/R0VY8cmEjrUZW0Sstq0/ewQKI4QvmCPvlsMULm/YYA7BcZGh6BSPRJduPtRoC4YBZ/6mlszh8/AJjFJUqqpybeWOmLPqlmCiDXS9dOhM0X9b10Abpi6laVHtBxXoZFgsPOVfTpQ64tUPyZkRp6VJTBoeiVExmVF3n8L'

/** Ids of what is there. */
export const IDS = {
  cvm: { running: 'ins-running0', stopped: 'ins-stopped0', bound: 'ins-bound000' },
  lighthouse: { running: 'lhins-runnin00', stopped: 'lhins-stoppe00', shutdown: 'lhins-shutdwn0' },
  alibaba: { running: 'i-bp1running00000000000', stopped: 'i-bp1stopped00000000000' },
  volcengine: {
    running: 'i-running0000000000000',
    stopped: 'i-stopped0000000000000',
    busy: 'i-busy0000000000000000',
  },
  host: 'ins-host0000',
  pair: { first: 'skey-first000', second: 'skey-second00', lighthouse: 'lhkp-first000' },
} as const

const password = 'S3cret-pw!'
const cvm = { dialect: 'tencent-cvm', account: 'acme', region: 'ap-guangzhou', password }
const lighthouse = { ...cvm, dialect: 'tencent-lighthouse' }
const alibaba = { ...cvm, dialect: 'alibaba-ecs', region: 'cn-hangzhou' }
const volcengine = { ...cvm, dialect: 'volcengine-ecs', region: 'cn-beijing' }
/** Never reached: nothing listens at port 9, and what is done with it does not ask it. */
const host = {
  ...{ address: '127.0.0.1', port: 9, user: 'root' },
  hostKeys: [ED25519_KEY],
}

/** The world in which every scenario begins, as the text of a seed file. */
export const SEED = JSON.stringify({
  accounts: [
    {
      ...{ id: ACCOUNT, name: 'acme' },
      users: [{ name: 'root', accessKeys: Object.values(KEYS) }],
    },
  ],
  keyPairs: [
    pair(cvm, { id: IDS.pair.first, name: 'first', publicKey: ED25519_KEY }),
    pair(cvm, { id: IDS.pair.second, name: 'second', publicKey: OTHER_KEY }),
    pair(lighthouse, { id: IDS.pair.lighthouse, name: 'first', publicKey: ED25519_KEY }),
    pair(alibaba, { name: 'first', publicKey: RSA_KEY }),
    pair(volcengine, { name: 'first', publicKey: ED25519_KEY }),
  ],
  instances: [
    { ...cvm, id: IDS.cvm.running },
    { ...cvm, id: IDS.cvm.stopped, state: 'stopped' },
    { ...cvm, id: IDS.cvm.bound, keyPairs: ['first'] },
    { ...lighthouse, id: IDS.lighthouse.running },
    { ...lighthouse, id: IDS.lighthouse.stopped, state: 'stopped' },
    { ...lighthouse, id: IDS.lighthouse.shutdown, state: 'shutdown' },
    { ...alibaba, id: IDS.alibaba.running },
    { ...alibaba, id: IDS.alibaba.stopped, state: 'stopped' },
    { ...volcengine, id: IDS.volcengine.running },
    { ...volcengine, id: IDS.volcengine.stopped, state: 'stopped' },
    { ...volcengine, id: IDS.volcengine.busy, busy: true },
    { ...cvm, password: undefined, id: IDS.host, driver: 'linux-host', host },
  ],
})

function pair(
  { dialect, account, region }: typeof cvm,
  given: { readonly id?: string; readonly name: string; readonly publicKey: string },
) {
  return { dialect, account, region, ...given }
}
