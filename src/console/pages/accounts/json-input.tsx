import { Input, Typography } from 'antd'

import { useSay } from '../../kit/language.tsx'
import { texts } from './user-texts.ts'

export type JsonObject = Record<string, unknown>

/** Reads a JSON object; else why it is none, as the browser says, empty for JSON that is no object. */
export function readObject(text: string): { readonly value: JsonObject } | { readonly why: string } {
  try {
    const parsed: unknown = JSON.parse(text)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? { value: { ...parsed } } : { why: '' }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

/** A JSON object that is typed; whether it can be read is said while typing. */
export function JsonInput({
  id,
  label,
  value,
  onChange,
  rows,
  mayBeEmpty = false,
}: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly rows: number
  readonly mayBeEmpty?: boolean
}) {
  const say = useSay()
  const isEmpty = mayBeEmpty && value.trim() === ''
  const read = readObject(value)
  const why = 'why' in read ? say(read.why === '' ? texts.notObject : texts.notJson(read.why)) : ''
  const isWrong = why !== '' && !isEmpty
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <Input.TextArea
        id={id}
        className="mono"
        spellCheck={false}
        rows={rows}
        value={value}
        status={isWrong ? 'error' : ''}
        aria-invalid={isWrong}
        aria-describedby={`${id}-state`}
        onChange={({ target }) => onChange(target.value)}
        style={{ marginTop: 4 }}
      />
      <output id={`${id}-state`} htmlFor={id}>
        <Typography.Text type={isWrong ? 'danger' : 'secondary'}>
          {isEmpty ? '' : isWrong ? why : say(texts.isJson)}
        </Typography.Text>
      </output>
    </div>
  )
}
