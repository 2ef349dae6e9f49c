import type { Region, Zone } from '../catalog.ts'

/**
 * Regions and zones of Tencent Cloud. Source: "Regions and Zones" of the CVM documentation, as of 2026; names are
 * spelled as DescribeRegions and DescribeZones spell them (spec/tencent.md §2.4). Zones that are sold out are left
 * out; zone ids follow the documented samples, 100000-based for the oldest regions.
 */
export const TENCENT_REGIONS: readonly Region[] = [
  region(
    'ap-guangzhou',
    ['South China (Guangzhou)', '华南地区(广州)'],
    [100, 'Guangzhou', '广州', [3, 4, 6, 7]],
  ),
  region(
    'ap-shanghai',
    ['East China (Shanghai)', '华东地区(上海)'],
    [200, 'Shanghai', '上海', [2, 3, 4, 5, 8]],
  ),
  region('ap-nanjing', ['East China (Nanjing)', '华东地区(南京)'], [330, 'Nanjing', '南京', [1, 2, 3]]),
  region(
    'ap-beijing',
    ['North China (Beijing)', '华北地区(北京)'],
    [800, 'Beijing', '北京', [3, 4, 5, 6, 7]],
  ),
  region('ap-chengdu', ['Southwest China (Chengdu)', '西南地区(成都)'], [160, 'Chengdu', '成都', [1, 2]]),
  region('ap-chongqing', ['Southwest China (Chongqing)', '西南地区(重庆)'], [190, 'Chongqing', '重庆', [1]]),
  region(
    'ap-hongkong',
    ['Hong Kong, Macao, and Taiwan (China) (Hong Kong, China)', '港澳台地区(中国香港)'],
    [300, 'Hong Kong', '香港', [2, 3]],
  ),
  region(
    'ap-singapore',
    ['Southeast Asia (Singapore)', '亚太东南(新加坡)'],
    [900, 'Singapore', '新加坡', [1, 2, 3, 4]],
  ),
  region('ap-jakarta', ['Southeast Asia (Jakarta)', '亚太东南(雅加达)'], [720, 'Jakarta', '雅加达', [1, 2]]),
  region('ap-bangkok', ['Southeast Asia (Bangkok)', '亚太东南(曼谷)'], [230, 'Bangkok', '曼谷', [1, 2]]),
  region('ap-seoul', ['Northeast Asia (Seoul)', '亚太东北(首尔)'], [180, 'Seoul', '首尔', [1, 2]]),
  region('ap-tokyo', ['Northeast Asia (Tokyo)', '亚太东北(东京)'], [250, 'Tokyo', '东京', [1, 2]]),
  region('ap-mumbai', ['South Asia (Mumbai)', '亚太南部(孟买)'], [210, 'Mumbai', '孟买', [1, 2]]),
  region(
    'eu-frankfurt',
    ['Europe (Frankfurt)', '欧洲地区(法兰克福)'],
    [170, 'Frankfurt', '法兰克福', [1, 2]],
  ),
  region(
    'na-siliconvalley',
    ['Western US (Silicon Valley)', '美国西部(硅谷)'],
    [150, 'Silicon Valley', '硅谷', [1, 2]],
  ),
  region(
    'na-ashburn',
    ['Eastern US (Virginia)', '美国东部(弗吉尼亚)'],
    [220, 'Virginia', '弗吉尼亚', [1, 2]],
  ),
  region('na-toronto', ['North America (Toronto)', '北美地区(多伦多)'], [400, 'Toronto', '多伦多', [1]]),
  region('sa-saopaulo', ['South America (Sao Paulo)', '南美地区(圣保罗)'], [740, 'Sao Paulo', '圣保罗', [1]]),
  region(
    'ap-shanghai-fsi',
    ['East China (Shanghai Finance)', '华东地区(上海金融)'],
    [700, 'Shanghai Finance', '上海金融', [1, 2, 3]],
  ),
  region(
    'ap-shenzhen-fsi',
    ['South China (Shenzhen Finance)', '华南地区(深圳金融)'],
    [110, 'Shenzhen Finance', '深圳金融', [1, 2, 3]],
  ),
]

type Zones = readonly [idPrefix: number, nameEn: string, nameZh: string, ordinals: readonly number[]]

function region(id: string, [nameEn, nameZh]: readonly [string, string], zones: Zones): Region {
  const [idPrefix, en, zh, ordinals] = zones
  return {
    ...{ id, nameEn, nameZh },
    zones: ordinals.map((ordinal): Zone => ({
      id: `${id}-${ordinal}`,
      nameEn: `${en} Zone ${ordinal}`,
      nameZh: `${zh}${'零一二三四五六七八九'.charAt(ordinal)}区`,
      number: String(idPrefix * 1000 + ordinal),
    })),
  }
}
