/** The frame of the experimenter’s pages. */
import { html } from 'hono/html'
import type { Html } from '../pen.ts'
import { AT } from './addresses.ts'

export interface Framed {
  readonly title: string
  /** Of the study. */
  readonly study: string
  readonly language: string
  readonly demo: boolean
  /** What forms carry; undefined: nobody is logged in. */
  readonly proof?: string | undefined
  readonly here?: 'monitor' | 'links' | 'previews'
  readonly head?: Html
  readonly wide?: boolean
}

export function framed(frame: Framed, main: unknown): Html {
  const { title, study, language, demo, proof, head, wide } = frame
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – ${study}</title>
<link rel="stylesheet" href="${AT.style}">
<link rel="icon" href="data:,">
${head ?? ''}
</head>
<body${wide ? html` class="wide"` : ''}>
<a class="skip" href="#main">To the content</a>
<header class="bar">
  <p class="study"><span class="kind">Experimenter</span> <b lang="${language}">${study}</b>${demo ? html` <strong class="demo">DEMO – not exported</strong>` : ''}</p>
  ${proof === undefined ? '' : navigation(frame, proof)}
</header>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>`
}

const navigation = ({ here }: Framed, proof: string): Html => html`<nav aria-label="Pages">
    <ul>
      <li><a href="${AT.monitor}"${current(here === 'monitor')}>Monitor</a></li>
      <li><a href="${AT.links}"${current(here === 'links')}>Links</a></li>
      <li><a href="${AT.previews}"${current(here === 'previews')}>Previews</a></li>
    </ul>
    <form method="post" action="${AT.logout}">${proven(proof)}<button class="quiet">Log out</button></form>
  </nav>`

const current = (is: boolean): Html | string => (is ? html` aria-current="page"` : '')

/** The field that shows that a form is one of this login’s. */
export const proven = (proof: string): Html => html`<input type="hidden" name="proof" value="${proof}">`
