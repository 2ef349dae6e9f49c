import { Alert, Button, Flex, Typography } from 'antd'

import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import { saveFile } from '../../kit/save-file.ts'
import { download, texts } from './key-pairs-texts.ts'

/** A private key that can be had this once, as a file that is made in the browser. */
export function PrivateKey({
  name,
  privateKey,
  isSaved,
  onSaved,
}: {
  readonly name: string
  readonly privateKey: string
  readonly isSaved: boolean
  readonly onSaved: () => void
}) {
  const say = useSay()
  const file = fileNameOf(name)
  const save = () => {
    saveFile(file, new Blob([privateKey], { type: 'application/x-pem-file' }))
    onSaved()
  }
  return (
    <Flex vertical gap="small" align="start">
      <Alert
        type="warning"
        showIcon
        title={say(texts.once)}
        description={say(texts.goneWithDialog)}
        style={{ width: '100%' }}
      />
      <Button type={isSaved ? 'default' : 'primary'} autoFocus onClick={save}>
        {say(download(file))}
      </Button>
      <output style={{ width: '100%' }}>
        {isSaved && (
          <>
            <Typography.Paragraph>{say(texts.downloaded)}</Typography.Paragraph>
            <Copyable text={`chmod 600 ${file}`} isBlock />
          </>
        )}
      </output>
    </Flex>
  )
}

/** What file systems do not take in names, a pair of Alibaba may have. */
function fileNameOf(name: string): string {
  return `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')}.pem`
}
