import { type AccessTable, any, each, list, one } from '../../../src/dialects/kit/policies/access-table.ts'

/** Policies are written as in Volcengine's IAM: `trn:toy:nursery:<account>:instance/<id>`. */
export const TOY_ACTIONS: AccessTable = {
  service: 'toy',
  language: 'iam',
  actions: {
    ImportKey: { level: 'write', names: [any('keypair')] },
    ListKeys: { level: 'list', names: 'operation' },
    AttachKey: {
      level: 'write',
      names: [each('instance', list('machines')), each('keypair', one('key'))],
    },
    ListMachines: { level: 'list', names: [each('instance', list('machines'))] },
  },
}
