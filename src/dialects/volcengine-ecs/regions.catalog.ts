// Source: regions as the public documentation of the cloud lists them, 2026; the first four also spec/volcengine.md §1.1,
// four others §4.2. Unverified: which zones each region has. A selection, not the whole offer.

/** Two names, and the letters of the zones. */
export const REGIONS: readonly (readonly [id: string, en: string, zh: string, zones: string])[] = [
  ['cn-beijing', 'North China 2 (Beijing)', '华北2（北京）', 'abcd'],
  ['cn-shanghai', 'East China 2 (Shanghai)', '华东2（上海）', 'abce'],
  ['cn-guangzhou', 'South China 1 (Guangzhou)', '华南1（广州）', 'abc'],
  ['ap-southeast-1', 'Asia Pacific SE (Johor)', '亚太东南（柔佛）', 'abc'],
  ['ap-southeast-3', 'Asia Pacific SE (Jakarta)', '亚太东南（雅加达）', 'ab'],
  ['cn-hongkong', 'Hong Kong, China', '中国香港', 'ab'],
  ['cn-beijing2', 'North China 3 (Beijing)', '华北3（北京）', 'ab'],
  ['cn-datong', 'North China (Datong)', '华北（大同）', 'a'],
  ['cn-wulanchabu', 'North China (Ulanqab)', '华北（乌兰察布）', 'a'],
  ['cn-beijing-selfdrive', 'North China 2 (self-driving)', '华北2（自动驾驶专区）', 'a'],
  ['cn-beijing-autodriving', 'North China 2 (autonomous driving)', '华北2（智驾专区）', 'a'],
  ['cn-shanghai-autodriving', 'East China 2 (autonomous driving)', '华东2（智驾专区）', 'a'],
]
