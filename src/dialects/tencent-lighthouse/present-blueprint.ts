import type { Blueprint } from './blueprints.catalog.ts'
import { platformOf, platformTypeOf } from './catalog.ts'

/** A blueprint as DescribeBlueprints answers it. Source: spec/tencent.md §2.5. */
export function presentBlueprint(blueprint: Blueprint) {
  return {
    BlueprintId: blueprint.id,
    DisplayTitle: blueprint.title,
    DisplayVersion: blueprint.version,
    Description: '',
    OsName: blueprint.osName,
    Platform: platformOf(blueprint.osName),
    PlatformType: platformTypeOf(blueprint.os),
    BlueprintType: blueprint.kind,
    ImageUrl: '',
    RequiredSystemDiskSize: blueprint.requiredDiskGiB,
    RequiredMemorySize: blueprint.requiredMemoryGiB,
    BlueprintState: 'NORMAL',
    CreatedTime: blueprint.createdTime,
    BlueprintName: blueprint.name,
    SupportAutomationTools: true,
    ImageId: '',
    CommunityUrl: blueprint.communityUrl,
    GuideUrl: blueprint.guideUrl,
    SceneIdSet: blueprint.sceneIds,
    DockerVersion: blueprint.dockerVersion,
    BlueprintShared: false,
    Tags: [],
  }
}
