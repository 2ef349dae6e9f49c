import { action } from '../../kit/action.ts'
import { anyTags, listTags } from '../tag-call.ts'

/** Lists the tags of all resources of a type, or of those that are named. Source: spec/volcengine.md §2.14. */
export const DescribeTags = action({
  name: 'DescribeTags',
  access: 'list',
  params: anyTags,
  run: listTags,
})
