import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'

import { CONSOLE_HEADER } from '../../../own-api/contract/console-header.ts'
import { useSay } from '../../kit/language.tsx'
import { saveFile } from '../../kit/save-file.ts'
import { texts } from './audit-texts.ts'

/** Everything that fits the filters, a JSON document per line. The cookie alone is not enough: a link could not ask for it. */
export function ExportAudit({ asked }: { readonly asked: Readonly<Record<string, string | undefined>> }) {
  const say = useSay()
  const { message } = App.useApp()
  const exporting = useMutation({
    mutationFn: async () => {
      const given = Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined)
      const query = new URLSearchParams(given)
      const headers = { accept: 'application/x-ndjson', [CONSOLE_HEADER]: '1' }
      const answer = await fetch(`/keyplane/v1/audit/export?${query.toString()}`, { headers })
      if (!answer.ok) throw new Error(await detailOf(answer))
      saveFile(`audit-${asked['account'] || 'nobody'}.jsonl`, await answer.blob())
    },
    onError: (error) => void message.error(error.message),
  })
  return (
    <Button loading={exporting.isPending} onClick={() => exporting.mutate()}>
      {say(texts.export)}
    </Button>
  )
}

async function detailOf(answer: Response): Promise<string> {
  const problem: unknown = await answer.json()
  const hasDetail = typeof problem === 'object' && problem !== null && 'detail' in problem
  return hasDetail ? String(problem.detail) : answer.statusText
}
