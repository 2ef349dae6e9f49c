import { Button, Space } from 'antd'

import { useSay } from '../kit/language.tsx'
import { usePreferences } from '../kit/preferences.tsx'
import { texts } from './shell-texts.ts'

/** Language and theme. */
export function PreferenceButtons() {
  const say = useSay()
  const { language, theme, setLanguage, setTheme } = usePreferences()
  const isDark = theme === 'dark'
  return (
    <Space size="small">
      <Button
        type="text"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {say(texts.otherLanguage)}
      </Button>
      <Button
        type="text"
        aria-label={say(isDark ? texts.toLight : texts.toDark)}
        onClick={() => setTheme(isDark ? 'light' : 'dark')}
      >
        {say(isDark ? texts.light : texts.dark)}
      </Button>
    </Space>
  )
}
