import { Card, Typography } from 'antd'
import { type PropsWithChildren, type ReactNode, useId } from 'react'

/** A part of a page of one thing, with a heading of its own. */
export function Section({
  title,
  extra,
  children,
}: PropsWithChildren<{
  readonly title: string
  /** What can be done there, beside the heading. */
  readonly extra?: ReactNode
}>) {
  const id = useId()
  const heading = (
    <Typography.Title level={2} id={id} style={{ fontSize: 15, margin: 0 }}>
      {title}
    </Typography.Title>
  )
  return (
    <section aria-labelledby={id} style={{ minWidth: 0 }}>
      <Card size="small" title={heading} extra={extra} style={{ height: '100%' }}>
        {children}
      </Card>
    </section>
  )
}
