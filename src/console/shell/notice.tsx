import { Flex, Typography } from 'antd'
import type { PropsWithChildren } from 'react'

/** All that there is to say where a page would be. */
export function Notice({ title, children }: PropsWithChildren<{ readonly title: string }>) {
  return (
    <Flex vertical align="center" gap="middle" style={{ padding: '15vh 16px' }}>
      <Typography.Title level={1} style={{ fontSize: 20 }}>
        {title}
      </Typography.Title>
      {children}
    </Flex>
  )
}
