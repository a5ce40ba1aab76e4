/** The lab’s server: every way leads to the page that is due, and nobody sees or sends what is not theirs. */
import { describe, expect, it } from 'vitest'
import { StagegameError } from '../../src/core/errors.ts'
import { labApp, serveLab } from '../../src/web/server.ts'
import { type Script, scriptedDesk, stillClock, TOKENS } from './desk.ts'
import { KINDS } from './every-page.ts'
import { cookieOf, FORM, joined, nonceIn, visitor } from './requests.ts'

const { instructions, debrief, end, consent } = KINDS

function lab(script: Partial<Script> = {}, publicUrl?: string) {
  const desk = scriptedDesk({ pages: [instructions, debrief, end], ...script })
  const failures: unknown[] = []
  const app = labApp(desk, { clock: stillClock(), publicUrl, failed: (error) => failures.push(error) })
  return { desk, app, failures }
}

describe('a link', () => {
  it('takes no seat when it is looked at', async () => {
    const { app, desk } = lab()
    for (const method of ['GET', 'HEAD']) {
      const response = await app.request(`/join/${TOKENS.ada}`, { method })
      expect(response.status).toBe(200)
      expect(response.headers.get('set-cookie')).toBeNull()
    }
    expect(desk.joined).toEqual([])
  })

  it('takes the seat when it is confirmed, and leads to the page with a cookie for that page alone', async () => {
    const { app, desk } = lab()
    const response = await visitor(app).post(`/join/${TOKENS.ada}`, {})
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/p/ada/')
    const cookie = response.headers.get('set-cookie')!
    expect(cookie).toContain('Path=/p/ada/')
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).not.toContain('Secure')
    expect(desk.joined).toEqual([{ person: 'ada', brought: { label: undefined, outside: {} } }])
    expect(await (await visitor(app, cookieOf(response)).get('/p/ada/')).text()).toContain('Instructions')
  })

  it('gives a cookie for TLS alone where people come over TLS', async () => {
    const { app } = lab({}, 'https://lab.example.org')
    const response = await visitor(app).post(`/join/${TOKENS.ada}`, {})
    expect(response.headers.get('set-cookie')).toContain('Secure')
  })

  it('says the same to every guess', async () => {
    const { app, desk } = lab()
    const guesses = ['guess', 'token-of-eve-0123456789', '%3Cb%3E', 'x'.repeat(300), '__proto__', 'constructor']
    const answers = await Promise.all(
      guesses.flatMap((guess) => [visitor(app).get(`/join/${guess}`), visitor(app).post(`/join/${guess}`, {})]),
    )
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]))
    expect(new Set(texts).size).toBe(1)
    expect(desk.joined).toEqual([])
  })

  it('carries along what a panel put into it, and nothing else', async () => {
    const { app, desk } = lab({ rooms: { [TOKENS.room]: null } })
    const query = 'PROLIFIC_PID=5f&STUDY_ID=s1&SESSION_ID=n%22%3E1&admin=1'
    const page = await (await visitor(app).get(`/join/${TOKENS.room}?${query}`)).text()
    expect(page).toContain('name="PROLIFIC_PID" value="5f"')
    expect(page).toContain('name="SESSION_ID" value="n&quot;&gt;1"')
    expect(page).not.toContain('admin')
    await visitor(app).post(`/join/${TOKENS.room}`, { PROLIFIC_PID: '5f', STUDY_ID: 's1', admin: '1' })
    expect(desk.joined[0]!.brought).toEqual({ label: undefined, outside: { PROLIFIC_PID: '5f', STUDY_ID: 's1' } })
  })

  it('asks for a label where the room has some, and explains a wrong one', async () => {
    const { app, desk } = lab({ rooms: { [TOKENS.room]: ['A1'] } })
    expect(await (await visitor(app).get(`/join/${TOKENS.room}?label=A1`)).text()).toContain('value="A1"')
    const wrong = await visitor(app).post(`/join/${TOKENS.room}`, { label: 'B<2', PROLIFIC_PID: '5f' })
    expect(wrong.status).toBe(422)
    const page = await wrong.text()
    expect(page).toContain('There is no such label here')
    expect(page).toContain('value="B&lt;2"')
    expect(page).toContain('name="PROLIFIC_PID" value="5f"')
    expect((await visitor(app).post(`/join/${TOKENS.room}`, { label: '' })).status).toBe(422)
    expect(desk.joined).toEqual([])
    expect((await visitor(app).post(`/join/${TOKENS.room}`, { label: ' A1 ' })).status).toBe(303)
  })

  it('says so when all places are taken', async () => {
    const { app } = lab({ rooms: { [TOKENS.room]: null }, places: 0 })
    const response = await visitor(app).post(`/join/${TOKENS.room}`, {})
    expect(response.status).toBe(409)
    expect(await response.text()).toContain('All places are taken')
  })
})

describe('a page', () => {
  it('is sent, answered by a redirect, and followed by the next one', async () => {
    const { app, desk } = lab()
    const ada = await joined(app)
    const nonce = nonceIn(await (await ada.get('/p/ada/')).text())
    const answer = await ada.post('/p/ada/', { page: nonce, 'a.guess': '33 ½', act: 'send' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/p/ada/'])
    expect(desk.sent).toEqual([
      { person: 'ada', what: 'submit', fields: { page: [nonce], 'a.guess': ['33 ½'], act: ['send'] } },
    ])
    expect(await (await ada.get('/p/ada/')).text()).toContain('What this study was about')
  })

  it('is taken once, however often it is sent', async () => {
    const { app, desk } = lab()
    const ada = await joined(app)
    const page = nonceIn(await (await ada.get('/p/ada/')).text())
    await Promise.all([1, 2, 3].map(() => ada.post('/p/ada/', { page })))
    expect(desk.sent).toHaveLength(1)
    expect(await (await ada.get('/p/ada/')).text()).toContain('That page had been answered before.')
  })

  it('keeps every value of a field with several, and texts as they were typed', async () => {
    const { app, desk } = lab()
    const ada = await joined(app)
    const body =
      'page=nonce-ada-0&q.fields=a&q.fields=b+c&q.how=%E4%BD%A0%0D%0A%26%3D%2B%25&q.nul=a%00b&q.bom=%EF%BB%BFx&empty'
    await app.request('/p/ada/', {
      method: 'POST',
      headers: { cookie: ada.cookie, 'content-type': `${FORM}; charset=UTF-8` },
      body,
    })
    expect(desk.sent[0]!.fields).toEqual({
      page: ['nonce-ada-0'],
      'q.fields': ['a', 'b c'],
      'q.how': ['你\r\n&=+%'],
      'q.nul': ['a\ufffdb'],
      'q.bom': ['\ufeffx'],
      empty: [''],
    })
  })

  it('can be tried, given more time, and left', async () => {
    const { app, desk } = lab()
    const ada = await joined(app)
    await ada.post('/p/ada/', { page: 'nonce-ada-0', act: 'extend' })
    await ada.post('/p/ada/', { page: 'nonce-ada-0', act: 'try' })
    await ada.post('/p/ada/', { page: 'nonce-ada-1', act: 'leave' })
    expect(desk.sent.map(({ what }) => what)).toEqual(['extend', 'submit', 'leave'])
    expect((await ada.post('/p/ada/', { page: 'nonce-ada-2', act: 'pay' })).status).toBe(400)
    expect((await ada.post('/p/ada/', { act: 'send' })).status).toBe(400)
  })

  it('is nobody else’s, whether that person is there or not, and the answer is the same', async () => {
    const { app, desk } = lab()
    const ada = await joined(app)
    await joined(app, TOKENS.ben)
    const paths = ['/p/ben/', '/p/nobody/', '/p/ben/events', '/p/%3Cb%3E/']
    const answers = await Promise.all([
      ...paths
        .slice(0, 4)
        .flatMap((path) => [ada.get(path), visitor(app).get(path), visitor(app, `${ada.cookie}x`).get(path)]),
      ada.post('/p/ben/', { page: 'nonce-ben-0' }),
      visitor(app, 'stagegame_participant=').get('/p/ada/'),
    ])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]))
    const texts = new Set(await Promise.all(answers.map((answer) => answer.text())))
    expect(texts.size).toBe(1)
    expect([...texts][0]).toContain('Open the link that you were given again')
    expect(desk.sent).toEqual([])
    expect(desk.asked()).toBe(0)
  })

  it('is found without its last stroke, too', async () => {
    const { app } = lab()
    expect((await visitor(app).get('/p/ada')).headers.get('location')).toBe('/p/ada/')
  })

  it('is not shown to who asks for its head alone', async () => {
    const { app, desk } = lab()
    const ada = await joined(app)
    for (const path of ['/p/ada/', '/p/ada/events']) {
      const response = await app.request(path, { method: 'HEAD', headers: { cookie: ada.cookie } })
      expect([response.status, await response.text()]).toEqual([200, ''])
    }
    expect(desk.asked()).toBe(0)
    expect(desk.open('ada')).toBe(0)
  })

  it('escapes whatever the study says', async () => {
    const { app } = lab({
      pages: [{ ...instructions, study: '<i>x</i>', text: '<script>alert(1)</script> [a](javascript:alert(1))' }],
    })
    const page = await (await (await joined(app)).get('/p/ada/')).text()
    expect(page).not.toContain('<i>x')
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('href="javascript')
  })

  it('of a demo says so', async () => {
    const { app } = lab({ demo: true })
    expect(await (await (await joined(app)).get('/p/ada/')).text()).toContain('Demo: nothing here is data')
  })

  it('that waits goes on without script, and no other loads itself again', async () => {
    const { app } = lab({ pages: [KINDS.wait, KINDS.decision] })
    const ada = await joined(app)
    expect(await (await ada.get('/p/ada/')).text()).toContain(
      '<noscript><meta http-equiv="refresh" content="5"></noscript>',
    )
    await ada.post('/p/ada/', { page: 'nonce-ada-0' })
    expect(await (await ada.get('/p/ada/')).text()).not.toContain('http-equiv')
  })

  it('tells how much time is left in words that need no script', async () => {
    const { app } = lab({ pages: [KINDS.decision] })
    const page = await (await (await joined(app)).get('/p/ada/')).text()
    expect(page).toContain('Time left when this page came: 1:30')
    expect(page).toContain('When the time is over, an answer that the rules provide is entered for you.')
  })

  it('that failed says nothing of why, which the lab is told', async () => {
    const failure = new Error('openai:gpt-5-mini at /srv/lab/secret.sqlite')
    const { app, failures } = lab({ failure })
    const response = await (await joined(app)).get('/p/ada/')
    expect(response.status).toBe(500)
    const page = await response.text()
    expect(page).not.toMatch(/openai|sqlite|srv|node_modules|Error:/i)
    expect(failures).toEqual([failure])
  })

  it('of somebody who is not there any more is nobody’s', async () => {
    const { app, failures } = lab({ failure: new StagegameError('unknown-person', 'there is no such participant') })
    expect((await (await joined(app)).get('/p/ada/')).status).toBe(403)
    expect(failures).toEqual([])
  })
})

describe('what is sent', () => {
  const sent = async (
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | FormData | ReadableStream,
  ) => {
    const { app, desk } = lab()
    const { cookie } = await joined(app)
    const request = { method: 'POST', headers: { cookie, ...headers }, body, duplex: 'half' }
    const response = await app.request('/p/ada/', request as RequestInit)
    return { status: response.status, page: await response.text(), taken: desk.sent.length }
  }
  const OWN = { 'content-type': FORM }
  const GOOD = 'page=nonce-ada-0'

  it('is taken from our own pages, with or without what browsers say of where it comes from', async () => {
    for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }, { origin: 'http://localhost', host: 'localhost' }])
      expect((await sent({ ...OWN, ...headers }, GOOD)).taken).toBe(1)
  })

  it('is refused from elsewhere', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example', host: 'localhost' },
      { origin: 'null', host: 'localhost' },
    ]) {
      const { status, taken } = await sent({ ...OWN, ...headers }, GOOD)
      expect([status, taken]).toEqual([403, 0])
    }
  })

  it('is refused where it is no form', async () => {
    const form = new FormData()
    form.set('page', 'nonce-ada-0')
    expect((await sent({}, form)).status).toBe(415)
    for (const type of ['text/plain', 'application/json', ''])
      expect((await sent({ 'content-type': type }, GOOD)).status).toBe(415)
  })

  it('is refused where it is no UTF-8, has too many fields, or names that no form has', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode(`${GOOD}&q.a=`), 0xff, 0xfe])
    const many = `${GOOD}&${Array.from({ length: 1001 }, (_, i) => `q.${i}=1`).join('&')}`
    for (const body of [
      bytes,
      `${GOOD}&q.a=%FF`,
      `${GOOD}&q.a=%`,
      many,
      `${GOOD}&__proto__=1`,
      `${GOOD}&${'n'.repeat(201)}=1`,
    ]) {
      const { status, taken } = await sent(OWN, body)
      expect([status, taken]).toEqual([400, 0])
    }
  })

  it('is refused when it is too long, and says that nothing was kept', async () => {
    const long = `${GOOD}&q.how=${'x'.repeat(64 * 1024)}`
    const { status, page, taken } = await sent(OWN, long)
    expect([status, taken]).toEqual([413, 0])
    expect(page).toContain('Nothing of it was kept')
    expect((await sent(OWN, `${GOOD}&q.how=${'x'.repeat(60_000)}`)).taken).toBe(1)
  })

  it('is not read on once it is too long', async () => {
    let chunks = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        chunks++
        if (chunks > 1000) controller.close()
        else controller.enqueue(new Uint8Array(10_000).fill(120))
      },
    })
    expect((await sent(OWN, body)).status).toBe(413)
    expect(chunks).toBeLessThan(20)
  })

  it('of 10 MB is refused over a real connection, and the server goes on', async () => {
    const { app } = lab()
    const serving = await serveLab(app, { port: 0 })
    const big = new Uint8Array(10 * 1024 * 1024).fill(120)
    const stream = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (let i = 0; i < big.length; i += 65_536) controller.enqueue(big.subarray(i, i + 65_536))
          controller.close()
        },
      })
    for (const body of [big, stream()]) {
      const request = { method: 'POST', headers: OWN, body, duplex: 'half' } as RequestInit
      // who is still sending may find the connection closed before the answer
      const status = await fetch(`${serving.url}/p/ada/`, request).then(
        (response) => response.status,
        () => 'closed',
      )
      expect([413, 'closed']).toContain(status)
    }
    expect((await fetch(serving.url)).status).toBe(200)
    await serving.close()
  })
})

describe('every answer', () => {
  const paths: readonly (readonly [string, string, number])[] = [
    ['GET', '/', 200],
    ['GET', `/join/${TOKENS.ada}`, 200],
    ['GET', '/join/unknown-token-123', 404],
    ['GET', '/p/ada/', 403],
    ['GET', '/favicon.ico', 404],
    ['GET', '/assets/other.js', 404],
    ['GET', '/experimenter', 404],
    ['PUT', '/p/ada/', 405],
    ['DELETE', `/join/${TOKENS.ada}`, 405],
    ['POST', '/p/ada/events', 405],
    ['PUT', '/', 404],
  ]

  it.each(paths)('to %s %s has its status and says what browsers may do', async (method, path, status) => {
    const { app } = lab()
    const response = await app.request(path, { method, headers: { 'content-type': FORM } })
    expect(response.status).toBe(status)
    const policy = response.headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).not.toContain('unsafe')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('same-origin')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(response.headers.get('x-powered-by')).toBeNull()
    if (status === 405) expect(response.headers.get('allow')).toContain('GET')
  })

  it('brings a stylesheet and a script that may be kept for ever, and nothing from elsewhere', async () => {
    const { app } = lab({ pages: [consent] })
    const page = await (await (await joined(app)).get('/p/ada/')).text()
    const assets = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!)
    expect(assets).toHaveLength(2)
    for (const path of assets) {
      const response = await app.request(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(response.headers.get('content-type')).toMatch(/^text\/(css|javascript); charset=utf-8$/)
      expect((await response.text()).length).toBeGreaterThan(1000)
    }
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)="(https?:)?\/\//)
    expect(page).not.toMatch(/ style="| on[a-z]+="|<style/)
  })
})

describe('a server', () => {
  it('says so when its port is taken', async () => {
    const { app } = lab()
    const serving = await serveLab(app, { port: 0 })
    expect(serving.url).toBe(`http://127.0.0.1:${serving.port}`)
    await expect(serveLab(app, { port: serving.port })).rejects.toMatchObject({ code: 'port-taken' })
    await serving.close()
  })
})
