export type Language = 'en' | 'zh'

/** What is said to people, in each language: a text that lacks one does not compile. */
export interface Text {
  readonly en: string
  readonly zh: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** The language of messages: KEYPLANE_LANG, else the first locale variable that is set, as POSIX orders them. */
export function languageOf(environment: Environment): Language {
  const given = ['KEYPLANE_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG']
    .map((name) => environment[name] ?? '')
    .find((value) => value !== '')
  return given !== undefined && /^zh(?![a-z])/i.test(given) ? 'zh' : 'en'
}

/** What is the same in each language: names, and what a server said. */
export function asIs(text: string): Text {
  return { en: text, zh: text }
}
