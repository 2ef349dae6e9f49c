import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'

import { accessColumns } from '../../../own-api/contract/access.ts'
import { asCsv } from '../../../own-api/contract/csv.ts'
import { everyPage } from '../../../own-api/contract/every-page.ts'
import { client } from '../../kit/api.ts'
import { useSay } from '../../kit/language.tsx'
import { saveFile } from '../../kit/save-file.ts'
import type { Asked } from './access-page.tsx'
import { texts } from './access-texts.ts'

/** The whole list, as the server's own CSV. */
export function DownloadCsv({ asked }: { readonly asked: Asked }) {
  const say = useSay()
  const { message } = App.useApp()
  const downloading = useMutation({
    mutationFn: async () => {
      const { items } = await everyPage((page) => client.access.list({ ...asked, ...page }))
      const text = asCsv(items, accessColumns)
      saveFile('access.csv', new Blob([text], { type: 'text/csv' }))
    },
    onError: (error) => void message.error(error.message),
  })
  return (
    <Button loading={downloading.isPending} onClick={() => downloading.mutate()}>
      {say(texts.csv)}
    </Button>
  )
}
