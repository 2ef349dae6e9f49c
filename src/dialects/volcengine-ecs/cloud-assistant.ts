import type { Instance } from '../../core/instances/instance.ts'
import { formatTime } from './answer.ts'
import { attributesOf } from './attributes.ts'

/** Unverified: how the version is written. */
const CLIENT_VERSION = '1.0.0'

/**
 * The agent of an instance as DescribeCloudAssistantStatus shows it. Unverified: the words of Status.
 * Source: spec/volcengine.md §2.13.
 */
export function presentCloudAssistant(instance: Instance, nowMs: number) {
  const isInstalled = attributesOf(instance).CloudAssistant
  const isAlive = isInstalled && instance.state === 'running'
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    HostName: instance.hostName,
    OSType: instance.os === 'windows' ? 'Windows' : 'Linux',
    OSVersion: instance.osName,
    ClientVersion: isInstalled ? CLIENT_VERSION : '',
    Status: isAlive ? 'Running' : isInstalled ? 'Offline' : 'NotInstalled',
    // What runs has just been heard of; when something was last heard of before is not kept.
    LastHeartbeatTime: isAlive ? formatTime(nowMs) : '',
  }
}
