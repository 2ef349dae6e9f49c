/** Bodies of the own API, one of every shape that has lists or documents in it. */
export const LIST_BODIES: readonly object[] = [
  { account: '1', name: 'a', id: '1', limit: 10, cursor: 'x' },
  {
    account: '1',
    user: 'alice',
    name: 'p',
    dialect: 'alibaba-ecs',
    document: { Version: '1', Statement: [] },
  },
  {
    keyPair: 'tencent-cvm/1/skey-1',
    instances: ['tencent-cvm/1/ins-1'],
    isForced: true,
    expiresAt: '2026-11-21T10:00:00Z',
  },
  {
    dialect: 'tencent-cvm',
    account: '1',
    id: 'ins-1',
    region: 'ap-guangzhou',
    order: 'newest',
    state: 'running',
    tags: ['a=b'],
  },
  { name: 'a', publicKey: 'ssh-ed25519 AAAA', project: 'default', tags: [{ key: 'a', value: 'b' }] },
  {
    host: { address: 'a', port: 22, user: 'root', hostKeys: ['ssh-ed25519 AAAA'], jump: [] },
    region: 'ap-guangzhou',
  },
  {
    match: { dialect: 'tencent-cvm', action: 'StartInstances' },
    fault: { kind: 'error', code: 'x', status: 500 },
    times: 1,
  },
  { scope: 'read', ttl: '1h', code: '123456', from: '2026-11-21T10:00:00Z', until: '2026-11-22T10:00:00Z' },
]
