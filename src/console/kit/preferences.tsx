import { createContext, type PropsWithChildren, useContext, useEffect, useMemo, useState } from 'react'

import { type Language, LanguageContext } from './language.tsx'

export type Theme = 'light' | 'dark'

interface Preferences {
  readonly language: Language
  readonly theme: Theme
  readonly setLanguage: (language: Language) => void
  readonly setTheme: (theme: Theme) => void
}

const PreferencesContext = createContext<Preferences | undefined>(undefined)

/** Language and theme: as was chosen in this browser, else as the browser prefers. */
export function PreferencesProvider({ children }: PropsWithChildren) {
  const [language, setLanguage] = useKept<Language>('keyplane.language', ['en', 'zh'], preferredLanguage)
  const [theme, setTheme] = useKept<Theme>('keyplane.theme', ['light', 'dark'], preferredTheme)
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    document.documentElement.style.colorScheme = theme
  }, [language, theme])
  const value = useMemo(
    () => ({ language, theme, setLanguage, setTheme }),
    [language, theme, setLanguage, setTheme],
  )
  return (
    <PreferencesContext value={value}>
      <LanguageContext value={language}>{children}</LanguageContext>
    </PreferencesContext>
  )
}

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext)
  if (!preferences) throw new Error('there is no PreferencesProvider around this')
  return preferences
}

function useKept<T extends string>(
  name: string,
  values: readonly T[],
  byDefault: () => T,
): readonly [T, (value: T) => void] {
  const [value, setValue] = useState(() => values.find((each) => each === read(name)) ?? byDefault())
  const keep = useMemo(
    () => (next: T) => {
      setValue(next)
      write(name, next)
    },
    [name],
  )
  return [value, keep]
}

function preferredLanguage(): Language {
  return /^zh\b/i.test(navigator.language) ? 'zh' : 'en'
}

function preferredTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Browsers may be told to keep nothing; then the choice lasts as long as the page. */
function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // As above: the page goes on without it.
  }
}
