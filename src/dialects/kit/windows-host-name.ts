/** 2 to 15 characters without periods, not only digits. Source: spec/alibaba.md §2.8, spec/volcengine.md §2.8. */
export function isWindowsHostName(name: string): boolean {
  return /^(?=.{2,15}$)(?!\d+$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(name)
}
