import { createContext, useContext } from 'react'

export type Language = 'en' | 'zh'

/** What is said to people, in each language: a text that lacks one does not compile. */
export interface Text {
  readonly en: string
  readonly zh: string
}

/** What is the same in each language: names, and what a server said. */
export function asIs(text: string): Text {
  return { en: text, zh: text }
}

export const LanguageContext = createContext<Language>('en')

/** Says texts in the language of the page. */
export function useSay(): (text: Text) => string {
  const language = useContext(LanguageContext)
  return (text) => text[language]
}
