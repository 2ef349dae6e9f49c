import { Input } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'

const IDLE_MS = 300

/** A text that a list is filtered by; asked for when typing has paused. */
export function FilterInput({
  label,
  value = '',
  onChange,
  width = 200,
}: {
  readonly label: string
  readonly value?: string | undefined
  readonly onChange: (value: string | undefined) => void
  /** px */
  readonly width?: number
}) {
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  const [seen, setSeen] = useState(value)
  // Filters are cleared elsewhere too, and the browser goes back; what comes of typing here is no news.
  if (seen !== value) {
    setSeen(value)
    if (told !== value) {
      setTold(value)
      setTyped(value)
    }
  }
  const tell = useEffectEvent(onChange)
  useEffect(() => {
    const text = typed.trim()
    if (text === told) return undefined
    const timer = setTimeout(() => {
      setTold(text)
      tell(text === '' ? undefined : text)
    }, IDLE_MS)
    return () => clearTimeout(timer)
  }, [typed, told])
  return (
    <Input
      allowClear
      aria-label={label}
      placeholder={label}
      value={typed}
      style={{ width }}
      onChange={({ target }) => setTyped(target.value)}
    />
  )
}
