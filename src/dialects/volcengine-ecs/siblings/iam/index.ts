import { oneOrList, wholeNames } from '../../../kit/policies/access-table.ts'
import type { Service } from '../../../kit/service.ts'
import { GetProject } from './GetProject.ts'
import { MoveProjectResource } from './MoveProjectResource.ts'

/** The project calls that Terraform makes when a resource changes its project. Source: spec/volcengine.md §1.1, §4.3. */
export const iamService: Service = {
  name: 'iam',
  version: '2021-08-01',
  isGlobal: true,
  actions: [GetProject, MoveProjectResource],
  access: {
    service: 'iam',
    language: 'iam',
    actions: {
      GetProject: { level: 'read', names: 'operation' },
      // Unverified: by what is moved, so that who may not touch it may not move it either.
      MoveProjectResource: { level: 'write', names: [wholeNames(oneOrList('ResourceTrn'))] },
    },
  },
}
