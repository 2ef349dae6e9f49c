// Source: regions and zones as the public documentation of the cloud lists them, 2026. A selection, not the whole offer.

/** Two names, and the letters of the zones. */
export const REGIONS: readonly (readonly [id: string, en: string, zh: string, zones: string])[] = [
  ['cn-hangzhou', 'China (Hangzhou)', '华东1（杭州）', 'bghijk'],
  ['cn-shanghai', 'China (Shanghai)', '华东2（上海）', 'abefglmn'],
  ['cn-nanjing', 'China (Nanjing - Local Region)', '华东5（南京-本地地域）', 'a'],
  ['cn-qingdao', 'China (Qingdao)', '华北1（青岛）', 'bc'],
  ['cn-beijing', 'China (Beijing)', '华北2（北京）', 'acdefghijkl'],
  ['cn-zhangjiakou', 'China (Zhangjiakou)', '华北3（张家口）', 'abc'],
  ['cn-huhehaote', 'China (Hohhot)', '华北5（呼和浩特）', 'ab'],
  ['cn-wulanchabu', 'China (Ulanqab)', '华北6（乌兰察布）', 'abc'],
  ['cn-shenzhen', 'China (Shenzhen)', '华南1（深圳）', 'acdef'],
  ['cn-heyuan', 'China (Heyuan)', '华南2（河源）', 'ab'],
  ['cn-guangzhou', 'China (Guangzhou)', '华南3（广州）', 'ab'],
  ['cn-chengdu', 'China (Chengdu)', '西南1（成都）', 'ab'],
  ['cn-hongkong', 'China (Hong Kong)', '中国香港', 'bcd'],
  ['ap-northeast-1', 'Japan (Tokyo)', '日本（东京）', 'abc'],
  ['ap-northeast-2', 'South Korea (Seoul)', '韩国（首尔）', 'ab'],
  ['ap-southeast-1', 'Singapore', '新加坡', 'abc'],
  ['ap-southeast-3', 'Malaysia (Kuala Lumpur)', '马来西亚（吉隆坡）', 'abc'],
  ['ap-southeast-5', 'Indonesia (Jakarta)', '印度尼西亚（雅加达）', 'abc'],
  ['ap-southeast-6', 'Philippines (Manila)', '菲律宾（马尼拉）', 'ab'],
  ['ap-southeast-7', 'Thailand (Bangkok)', '泰国（曼谷）', 'ab'],
  ['us-east-1', 'US (Virginia)', '美国（弗吉尼亚）', 'ab'],
  ['us-west-1', 'US (Silicon Valley)', '美国（硅谷）', 'ab'],
  ['eu-west-1', 'UK (London)', '英国（伦敦）', 'ab'],
  ['eu-central-1', 'Germany (Frankfurt)', '德国（法兰克福）', 'abc'],
  ['me-east-1', 'UAE (Dubai)', '阿联酋（迪拜）', 'a'],
]

/** What ids made in a region begin with. Source: spec/alibaba.md §3.4 and examples of the reference pages. */
export const REGION_CODES: ReadonlyMap<string, string> = new Map([
  ['cn-hangzhou', 'bp1'],
  ['cn-qingdao', 'm5e'],
  ['cn-shanghai', 'uf6'],
  ['cn-beijing', '2ze'],
  ['cn-zhangjiakou', '8vb'],
  ['cn-shenzhen', 'wz9'],
  ['cn-hongkong', 'j6c'],
  ['us-west-1', 'rj9'],
  ['ap-northeast-1', '6we'],
  ['ap-southeast-1', 't4n'],
])
