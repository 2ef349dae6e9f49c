import { Flex, Typography } from 'antd'
import type { PropsWithChildren, ReactNode } from 'react'

/** The heading of a page; what one can do there is beside it. */
export function PageTitle({
  title,
  above,
  children,
}: PropsWithChildren<{
  readonly title: ReactNode
  /** Where the page belongs, such as a link to its list. */
  readonly above?: ReactNode
}>) {
  return (
    <Flex vertical style={{ marginBottom: 16 }}>
      {above !== undefined && <div>{above}</div>}
      <Flex align="center" justify="space-between" gap="small" wrap>
        <Typography.Title level={1} style={{ fontSize: 24, margin: 0 }}>
          {title}
        </Typography.Title>
        <Flex gap="small" wrap>
          {children}
        </Flex>
      </Flex>
    </Flex>
  )
}
