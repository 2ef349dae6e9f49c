// Source: names as the official model package documents them (ecs20140526 7.11, DescribeAccountAttributesRequest),
// which spec/alibaba.md §2.11 points to. Unverified: the values; the clouds' differ by account and region.

/** What an account may have in every region. */
export const ACCOUNT_LIMITS: ReadonlyMap<string, string> = new Map([
  ['instance-network-type', 'vpc'],
  ['max-security-groups', '100'],
  ['max-elastic-network-interfaces', '5000'],
  ['max-postpaid-instance-vcpu-count', '100000'],
  ['max-spot-instance-vcpu-count', '100000'],
  ['used-spot-instance-vcpu-count', '0'],
  ['max-postpaid-yundisk-capacity', '500000'],
  ['used-postpaid-yundisk-capacity', '0'],
  ['max-dedicated-hosts', '0'],
  ['max-axt-command-count', '0'],
  ['max-axt-invocation-daily', '0'],
  ['max-cloud-assistant-activation-count', '0'],
  ['real-name-authentication', 'yes'],
])
