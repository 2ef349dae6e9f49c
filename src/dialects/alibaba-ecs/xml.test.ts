import { describe, expect, it } from 'vitest'
import { xmlDocument } from './xml.ts'

const prolog = "<?xml version='1.0' encoding='UTF-8'?>"

describe('xmlDocument', () => {
  it('repeats the inner name of a list', () => {
    const content = { InstanceIdSets: { InstanceIdSet: ['i-1', 'i-2'] } }
    expect(xmlDocument('RunInstancesResponse', content)).toBe(
      `${prolog}<RunInstancesResponse><InstanceIdSets><InstanceIdSet>i-1</InstanceIdSet><InstanceIdSet>i-2</InstanceIdSet></InstanceIdSets></RunInstancesResponse>`,
    )
  })

  it('leaves an empty wrapper for an empty list and nothing for null', () => {
    const content = { KeyPairs: { KeyPair: [] }, Gone: null, Absent: undefined, Text: '' }
    expect(xmlDocument('R', content)).toBe(`${prolog}<R><KeyPairs/><Text></Text></R>`)
    expect(xmlDocument('R', {})).toBe(`${prolog}<R/>`)
  })

  it('writes scalars as text', () => {
    expect(xmlDocument('R', { A: 0, B: false, C: true, D: 1.5 })).toBe(
      `${prolog}<R><A>0</A><B>false</B><C>true</C><D>1.5</D></R>`,
    )
  })

  it('escapes markup and keeps line ends', () => {
    expect(xmlDocument('R', { A: '<a href="x">&amp;]]>\r\n\té' })).toBe(
      `${prolog}<R><A>&lt;a href="x"&gt;&amp;amp;]]&gt;&#13;\n\té</A></R>`,
    )
  })

  it('replaces what XML cannot carry', () => {
    expect(xmlDocument('R', { A: 'a\0b\u001fc\uffffd\ud800e😀' })).toBe(
      `${prolog}<R><A>a\ufffdb\ufffdc\ufffdd\ufffde😀</A></R>`,
    )
  })
})
