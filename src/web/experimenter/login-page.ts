/** The page at which the experimenter logs in. */
import { html } from 'hono/html'
import type { Html } from '../pen.ts'
import { AT } from './addresses.ts'
import { type Framed, framed } from './layout.ts'

export function loginPage(frame: Omit<Framed, 'title'>, complaint: string | undefined): Html {
  return framed(
    { ...frame, title: complaint === undefined ? 'Log in' : 'Error: log in' },
    html`<div class="narrow">
<h1>Log in</h1>
${complaint === undefined ? '' : html`<p class="error" id="complaint" role="alert">${complaint}</p>`}
<form method="post" action="${AT.login}" class="stacked">
  <input type="text" name="user" value="experimenter" autocomplete="username" hidden>
  <label for="password">Password</label>
  <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024" autofocus
    spellcheck="false" autocapitalize="none"${complaint === undefined ? '' : html` aria-describedby="complaint" aria-invalid="true"`}>
  <button class="first">Log in</button>
</form>
<p class="hint">The command that started the session has printed the password.</p>
</div>`,
  )
}
