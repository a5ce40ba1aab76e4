/** What went wrong, in words that help and tell nothing else: no path, no name, no trace. */
import { html } from 'hono/html'
import { plainFrame } from '../layout.ts'
import type { Html } from '../pen.ts'

const TROUBLES = {
  'not-found': { status: 404, title: 'There is no such page', text: ['Check the link that you were given.'] },
  'unknown-link': {
    status: 404,
    title: 'This link leads nowhere',
    text: ['Check that it is complete, and open it again. If it still fails, ask the experimenter for a new one.'],
  },
  'not-yours': {
    status: 403,
    title: 'This browser cannot open this page',
    text: [
      'Open the link that you were given again, in this browser: it leads to where you were. Nothing that you sent is lost.',
      'This happens when cookies were deleted or are switched off, or when the page was opened in another browser.',
    ],
  },
  full: {
    status: 409,
    title: 'All places are taken',
    text: ['Thank you for your interest. Nobody else can join now.'],
  },
  elsewhere: {
    status: 403,
    title: 'This could not be taken',
    text: ['It did not come from a page of this study. Open the link that you were given again.'],
  },
  method: { status: 405, title: 'This cannot be done here', text: ['Open the link that you were given again.'] },
  'too-large': {
    status: 413,
    title: 'That was too long',
    text: ['Nothing of it was kept. Go back in your browser, make the text shorter, and send it again.'],
  },
  'no-form': {
    status: 415,
    title: 'This could not be read',
    text: ['Nothing of it was kept. Go back and send the form of the page.'],
  },
  unreadable: {
    status: 400,
    title: 'This could not be read',
    text: ['Nothing of it was kept. Go back in your browser and send it again.'],
  },
  failed: {
    status: 500,
    title: 'Something went wrong here',
    text: [
      'It is not your fault. Wait a moment, then load the page again: you come to where you were.',
      'If it goes on, tell the experimenter.',
    ],
  },
} as const

export type Trouble = keyof typeof TROUBLES

export function troublePage(trouble: Trouble): {
  status: (typeof TROUBLES)[Trouble]['status']
  page: Html | Promise<Html>
} {
  const { status, title, text } = TROUBLES[trouble]
  const main = html`<h1>${title}</h1>${text.map((line) => html`<p>${line}</p>`)}`
  return { status, page: plainFrame({ title, language: 'en', study: null, demo: false }, main) }
}
