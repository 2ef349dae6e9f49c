import { EventEmitter } from 'node:events'
import { cpuUsage } from 'node:process'
import { PassThrough } from 'node:stream'

import type { ClientChannel } from 'ssh2'
import { describe, expect, it } from 'vitest'

import { Dialogue } from './dialogue.ts'

/** The side of a host that says what it is told to. */
function openDialogue() {
  const channel = Object.assign(new EventEmitter(), {
    stderr: new PassThrough(),
    write: () => true,
    end: () => {},
    destroy: () => {},
  })
  // A channel as far as a dialogue touches one.
  const dialogue = new Dialogue(channel as unknown as ClientChannel, 'host')
  return { dialogue, says: (text: string) => channel.emit('data', Buffer.from(text)) }
}

describe('a dialogue with a host', () => {
  it.each([[['a\nb\nmark\tend\n']], [['a\nb\nmark', '\tend\n']], [['a\nb\n', 'mark\tend', '\n']]])(
    'knows the end of an answer however it is cut: %j',
    async (chunks) => {
      const { dialogue, says } = openDialogue()
      const answer = dialogue.ask('?', 'mark\tend')
      chunks.forEach(says)
      expect((await answer).toString()).toBe('a\nb\n')
    },
  )

  it('refuses an answer without end', async () => {
    const { dialogue, says } = openDialogue()
    const answer = dialogue.ask('?', 'mark\tend')
    for (let said = 0; said <= 16; said += 1) says('x'.repeat(2 ** 20))
    await expect(answer).rejects.toThrow('said more than 16777216 bytes')
  })

  it('takes time in proportion to what is said, though a host says it line by line', async () => {
    const cpuMs = async (lines: number) => {
      const { dialogue, says } = openDialogue()
      const answer = dialogue.ask('?', 'mark\tend')
      const line = `${'x'.repeat(1_023)}\n`
      const before = cpuUsage()
      for (let said = 0; said < lines; said += 1) says(line)
      says('mark\tend\n')
      expect((await answer).length).toBe(lines * 1_024)
      return cpuUsage(before).user / 1_000
    }
    await cpuMs(1_000)
    const few = await cpuMs(1_000)
    expect(await cpuMs(12_000)).toBeLessThan(Math.max(10, few) * 60)
  })
})
