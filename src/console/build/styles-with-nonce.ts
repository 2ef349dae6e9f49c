import type { Plugin } from 'vite'

const PLACE = 'styleNode.nonce = csp?.nonce'
const CONDITION = 'if (csp?.nonce) {'

/**
 * Ant Design's dialogs keep the page behind them from scrolling by a style that is not told the number of the page, so
 * that the Content-Security-Policy refuses it. What makes those styles reads the number from the page instead.
 */
export function stylesWithNonce(): Plugin {
  return {
    name: 'keyplane-styles-with-nonce',
    transform: {
      filter: { id: /@rc-component\/util\/es\/Dom\/dynamicCSS\.js/ },
      handler(code) {
        if (!code.includes(PLACE) || !code.includes(CONDITION))
          throw new Error('styles are made otherwise now')
        const nonce = `document.querySelector('meta[property="csp-nonce"]')?.nonce`
        return code
          .replace(CONDITION, `const nonce = csp?.nonce ?? ${nonce};\n  if (nonce) {`)
          .replace(PLACE, 'styleNode.nonce = nonce')
      },
    },
  }
}
