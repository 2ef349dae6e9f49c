import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { requiredProject } from '../../wire-types.ts'

/** Projects are not made here, so there is no time at which one was. */
const PROJECT_TIME = '20200101T000000Z'

/**
 * Any well-formed name is a project. Unverified: the words of Status and the form of the times. Terraform takes the
 * account from here and wants a number. Source: spec/volcengine.md §1.1, §4.3.
 */
export const GetProject = action({
  name: 'GetProject',
  access: 'read',
  params: z.object({ ProjectName: requiredProject('ProjectName') }),
  async run({ call }, { ProjectName }) {
    return {
      AccountID: Number(call.account),
      ProjectName,
      ParentProjectName: '',
      Path: ProjectName,
      DisplayName: ProjectName,
      Description: '',
      Status: 'active',
      CreateDate: PROJECT_TIME,
      UpdateDate: PROJECT_TIME,
    }
  },
})
