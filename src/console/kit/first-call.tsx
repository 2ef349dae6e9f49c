import { Empty, Flex, Typography } from 'antd'
import type { ReactNode } from 'react'

import { Copyable } from './copyable.tsx'

/** What a list without anything in it says: what would be here, and the command that brings the first. */
export function FirstCall({
  what,
  command,
  children,
}: {
  readonly what: string
  readonly command?: string
  /** A button that does the same. */
  readonly children?: ReactNode
}) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={false}>
      <Flex vertical align="center" gap="small">
        <Typography.Text>{what}</Typography.Text>
        {command !== undefined && <Copyable text={command} isBlock />}
        {children}
      </Flex>
    </Empty>
  )
}
