/** The frame of participants’ pages: where one is, how much time is left, and the way out. */
import { html } from 'hono/html'
import type { Page, Timer } from '../lab/pages.ts'
import { SCRIPTFILE, STYLESHEET } from './assets.ts'
import { renderPage, titleOf } from './pages/page.ts'
import { type Html, type Pen, penOf } from './pen.ts'
import { prose } from './prose.ts'

export interface Sheet {
  /** Where its forms are posted. */
  readonly action: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly demo: boolean
  /** Where its event stream is, and what tells it from this participant’s other pages; null: it is a preview. */
  readonly events: { readonly address: string; readonly key: string } | null
}

/** A participant’s page, whole. */
export function pageHtml(page: Page, { action, now, demo, events }: Sheet): Html | Promise<Html> {
  const { language, nonce, study, timer } = page
  const pen = penOf({ action, nonce, language, prose })
  const waits = page.kind === 'wait'
  const data = html` data-now="${now}"${events && html` data-events="${events.address}" data-key="${events.key}"`}${waits && html` data-wait="yes"`}`
  return documentHtml(
    {
      title: titleOf(page),
      language,
      study,
      demo,
      data,
      marks: html` data-page="${page.key}" data-kind="${page.kind}"`,
      // a preview must stay as it is
      head: html`${waits && events && html`<noscript><meta http-equiv="refresh" content="5"></noscript>`}${events && html`<script src="${SCRIPTFILE.path}" defer></script>`}`,
      bar: progressHtml(page),
      clock: timer && clockHtml(timer, now, pen),
      foot: page.kind === 'end' || (waits && page.mayLeave) ? null : leaveHtml(pen),
    },
    html`${page.paused && html`<p class="notice" role="status"><strong>The study is paused.</strong> Nothing can be sent until it goes on. What you have typed stays here.</p>`}
    ${page.notice !== null && html`<p class="notice" role="status">${page.notice}</p>`}
    ${events && html`<p class="notice lost" role="status" hidden>The connection is interrupted. It is tried again by itself.</p>`}
    ${timer && html`<p class="policy">When the time is over, ${timer.policy}.</p>`}
    ${renderPage(page, pen)}`,
  )
}

interface Frame {
  readonly title: string
  readonly language: string
  /** Null: nothing is said of it. */
  readonly study: string | null
  readonly demo: boolean
}

/** A page of a few words, in the same frame. */
export const plainFrame = (frame: Frame, main: Html): Html | Promise<Html> => documentHtml(frame, main)

interface Whole extends Frame {
  readonly data?: Html
  /** Of its `<main>`: which page it is. */
  readonly marks?: Html
  readonly head?: Html
  readonly bar?: Html | null
  readonly clock?: Html | null
  readonly foot?: Html | null
}

const documentHtml = (
  { title, language, study, demo, data, marks, head, bar, clock, foot }: Whole,
  main: Html,
): Html => html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}${study !== null && study !== title && ` – ${study}`}</title>
<link rel="stylesheet" href="${STYLESHEET.path}">
<link rel="icon" href="data:,">
${head}
</head>
<body${data}>
<a class="skip" href="#main">To the content</a>
${(study !== null || demo) && html`<header><p class="study">${study}${demo && html` <strong class="demo">Demo: nothing here is data</strong>`}</p>${bar}</header>`}
${clock}
<main id="main" tabindex="-1"${marks}>
${main}
</main>
${foot && html`<footer>${foot}</footer>`}
</body>
</html>`

const progressHtml = ({ progress }: Page): Html | null =>
  progress &&
  html`<div class="progress"><span>Step ${progress.nth} of ${progress.of}</span> <progress value="${progress.nth}" max="${progress.of}" aria-hidden="true"></progress></div>`

/** Without script the time is that at which the page came. */
function clockHtml({ endsAt, extendable }: Timer, now: number, pen: Pen): Html {
  return html`<section class="clock" aria-label="Time">
  <p class="timer" data-ends="${endsAt}"><span class="left">Time left when this page came: ${spanText(endsAt - now)}</span></p>
  ${extendable && html`<form method="post" action="${pen.action}"><input type="hidden" name="page" value="${pen.nonce}"><button type="submit" name="act" value="extend" class="quiet">I need more time</button></form>`}
  <p class="timer-said hidden" role="status"></p>
</section>`
}

/** `1:05`, `1:02:05`. */
function spanText(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

const leaveHtml = (pen: Pen): Html => html`<details class="leave">
  <summary>Leave the study</summary>
  <p>You may leave at any time and need not say why. You cannot come back afterwards.</p>
  <form method="post" action="${pen.action}"><input type="hidden" name="page" value="${pen.nonce}"><button type="submit" name="act" value="leave" class="danger">Leave for good</button></form>
</details>`
