import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button, Flex, Tooltip } from 'antd'
import { useEffect, useState } from 'react'

import { type Text, useSay } from './language.tsx'

const texts = {
  copy: { en: 'Copy', zh: '复制' },
  copied: { en: 'Copied', zh: '已复制' },
} satisfies Record<string, Text>

const SHOWN_MS = 1_500

/** Text for other programs: commands, keys, fingerprints. In an element as it is, with a button that copies it. */
export function Copyable({ text, isBlock = false }: { readonly text: string; readonly isBlock?: boolean }) {
  const copy = <CopyButton text={text} />
  if (!isBlock) {
    return (
      <span>
        <code className="mono wraps">{text}</code> {copy}
      </span>
    )
  }
  return (
    <Flex align="start" gap="small" className="code-block">
      {/* Long lines are scrolled, also by keyboard. */}
      <pre className="mono" tabIndex={0}>
        {text}
      </pre>
      {copy}
    </Flex>
  )
}

function CopyButton({ text }: { readonly text: string }) {
  const say = useSay()
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return undefined
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => {
    await copyText(text)
    setIsCopied(true)
  }
  return (
    <Tooltip title={say(isCopied ? texts.copied : texts.copy)}>
      <Button
        size="small"
        type="text"
        aria-label={say(texts.copy)}
        icon={isCopied ? <CheckOutlined /> : <CopyOutlined />}
        onClick={() => void copy()}
      />
    </Tooltip>
  )
}

/** Browsers have a clipboard for pages of this machine and over TLS; elsewhere a selection is copied. */
async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
  return undefined
}
