/** Pages of a few words: to confirm, to write a note, and to say what went wrong. */
import { html } from 'hono/html'
import type { Act } from '../../lab/desk.ts'
import type { Html } from '../pen.ts'
import type { Caution } from './acts.ts'
import { AT } from './addresses.ts'
import { type Framed, framed, proven } from './layout.ts'

type Frame = Omit<Framed, 'title'> & { readonly proof: string }

export const confirmPage = (frame: Frame, act: Act, { title, text, button }: Caution): Html =>
  framed(
    { ...frame, title },
    html`<div class="narrow">
<h1>${title}</h1>
${text.map((line) => html`<p>${line}</p>`)}
<p>This cannot be taken back.</p>
<form method="post" action="${AT.act}" class="choices">
  ${proven(frame.proof)}
  ${Object.entries(act).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
  <input type="hidden" name="confirmed" value="yes">
  <button class="danger">${button}</button>
  <a class="button" href="${AT.monitor}">Cancel</a>
</form>
</div>`,
  )

export interface NoteDraft {
  readonly person: string | undefined
  /** Of the participant: label and code. */
  readonly name: string | undefined
  readonly complaint?: string
  readonly text?: string
}

export const notePage = (frame: Frame, { person, name, complaint, text = '' }: NoteDraft): Html =>
  framed(
    { ...frame, title: complaint === undefined ? 'Add a note' : 'Error: add a note' },
    html`<div class="narrow">
<h1>${name === undefined ? 'Add a note to the session' : `Add a note to ${name}`}</h1>
${complaint === undefined ? '' : html`<p class="error" id="complaint" role="alert">${complaint}</p>`}
<form method="post" action="${AT.act}" class="stacked">
  ${proven(frame.proof)}
  <input type="hidden" name="act" value="note">
  ${person === undefined ? '' : html`<input type="hidden" name="person" value="${person}">`}
  <label for="note">Note</label>
  <textarea id="note" name="note" rows="5" maxlength="2000" required aria-describedby="hint${complaint === undefined ? '' : ' complaint'}">${text}</textarea>
  <p class="hint" id="hint">It is kept with the time, and exported with the events of the session. Name nobody in it.</p>
  <div class="choices"><button class="first">Add the note</button> <a class="button" href="${AT.monitor}">Cancel</a></div>
</form>
</div>`,
  )

export const plainPage = (frame: Omit<Framed, 'title'>, title: string, text: string): Html =>
  framed(
    { ...frame, title },
    html`<div class="narrow"><h1>${title}</h1><p>${text}</p><p><a href="${AT.monitor}">To the monitor</a></p></div>`,
  )
