import { Flex, Typography } from 'antd'

/** A choice that says what it is beside its name. */
export interface Option {
  readonly value: string
  readonly label: string
  readonly about: string
}

export function renderOption({ data: { label, about } }: { readonly data: Option }) {
  return (
    <Flex justify="space-between" gap="small">
      <span>{label}</span>
      <Typography.Text type="secondary">{about}</Typography.Text>
    </Flex>
  )
}
