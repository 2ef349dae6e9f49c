import { action } from '../../kit/action.ts'
import { listTags, tagsOfResources } from '../tag-call.ts'

/** Lists the tags of the resources that are named. Source: spec/volcengine.md §2.14. */
export const ListTagsForResources = action({
  name: 'ListTagsForResources',
  access: 'list',
  params: tagsOfResources,
  run: listTags,
})
