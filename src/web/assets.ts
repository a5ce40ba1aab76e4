/** The stylesheet and the script of participants’ pages: named by what is in them, so that they may be kept for ever. */
import { createHash } from 'node:crypto'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

export interface Asset {
  readonly path: string
  readonly type: string
  readonly text: string
}

const asset = (ending: string, type: string, text: string): Asset => ({
  path: `/assets/lab.${createHash('sha256').update(text).digest('base64url').slice(0, 16)}.${ending}`,
  type: `${type}; charset=utf-8`,
  text,
})

export const STYLESHEET = asset('css', 'text/css', STYLE)
export const SCRIPTFILE = asset('js', 'text/javascript', SCRIPT)
