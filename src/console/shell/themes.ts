import { theme as antd, type ThemeConfig } from 'antd'

import type { Theme } from '../kit/preferences.tsx'

/** Of both themes. */
const MENU = { itemHeight: 34, itemMarginBlock: 2, activeBarBorderWidth: 0, groupTitleFontSize: 12 }

const TABS_DARK = { itemSelectedColor: '#62c4d6', itemHoverColor: '#62c4d6', itemActiveColor: '#62c4d6' }

/** Nothing moves for who has asked the system for that. */
const MOTION = { motion: !matchMedia('(prefers-reduced-motion: reduce)').matches }

/** Colours of the console. Contrast of small text is 4.5 : 1 and more with these; axe watches it in the tests. */
export const THEMES: Readonly<Record<Theme, ThemeConfig>> = {
  light: {
    algorithm: antd.defaultAlgorithm,
    token: {
      ...MOTION,
      colorPrimary: '#0b6a7d',
      colorLink: '#0b6a7d',
      colorError: '#cf1322',
      controlItemBgActive: '#dceef1',
      controlItemBgActiveHover: '#cfe6ea',
      colorTextDescription: '#5b6166',
      colorTextTertiary: '#5b6166',
      colorTextPlaceholder: '#6b7278',
      // Both spellings become one variable of CSS.
      ...{ green7: '#237804', 'green-7': '#237804' },
      ...{ orange7: '#ad4e00', 'orange-7': '#ad4e00' },
    },
    components: { Menu: MENU },
  },
  dark: {
    algorithm: antd.darkAlgorithm,
    token: {
      ...MOTION,
      colorBgLayout: '#0c1114',
      colorPrimary: '#1f8ea3',
      colorLink: '#62c4d6',
      colorError: '#ff7875',
      colorTextDescription: '#a9b1b6',
      colorTextTertiary: '#a9b1b6',
      colorTextPlaceholder: '#969fa5',
    },
    components: {
      Menu: { ...MENU, itemSelectedColor: '#8fdcea' },
      Tabs: TABS_DARK,
      Button: {
        ...{ dangerColor: '#141414', colorPrimaryHover: '#1a6f80' },
        ...{ defaultHoverColor: '#62c4d6', defaultActiveColor: '#62c4d6' },
      },
    },
  },
}
