// Source: categories as the public documentation of the cloud lists them, 2026; spec/alibaba.md §2.8, row
// "SystemDisk". Local disks come with families that are not on offer here.

export const DISK_CATEGORIES = [
  'cloud_auto',
  'cloud_essd',
  'cloud_essd_entry',
  'cloud_ssd',
  'cloud_efficiency',
  'cloud',
] as const
