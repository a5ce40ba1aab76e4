/** What an experimenter can reach, and nobody else: login, forms that prove themselves, acts, links and previews. */
import { describe, expect, it } from 'vitest'
import { StagegameError } from '../../../src/core/errors.ts'
import { joined, visitor } from '../requests.ts'
import { BUSY, loggedIn, PASSWORD, proofOf, type Staged, staged } from './desk.ts'

const PAGES = [
  '/experimenter',
  '/experimenter/table',
  '/experimenter/monitor.js',
  '/experimenter/events',
  '/experimenter/confirm?act=close-matching',
  '/experimenter/note',
  '/experimenter/links',
  '/experimenter/links/sheet',
  '/experimenter/preview',
  '/experimenter/preview/0',
  '/experimenter/preview/0/page',
  '/experimenter/nothing-of-the-kind',
  '/experimenter/act',
]
const POSTS = ['/experimenter/act', '/experimenter/logout', '/experimenter/nothing-of-the-kind', '/experimenter']

describe('whoever is not logged in', () => {
  it.each(PAGES)('is sent to the login from %s, whether it is there or not', async (path) => {
    const { app, stranger } = staged()
    for (const who of [stranger, visitor(app, 'stagegame_experimenter=made-up'), await joined(app)]) {
      const response = await who.get(path)
      expect([response.status, response.headers.get('location')]).toEqual([303, '/experimenter/login'])
      expect(await response.text()).toBe('')
    }
  })

  it.each(POSTS)('can do nothing by a post to %s', async (path) => {
    const { app, desk, stranger } = staged()
    const texts = new Set<string>()
    for (const who of [stranger, await joined(app)]) {
      const response = await who.post(path, { act: 'pause' })
      expect(response.status).toBe(403)
      texts.add(await response.text())
    }
    texts.add(await (await stranger.post('/experimenter/another', {})).text())
    expect(texts.size).toBe(1)
    expect(desk.acts).toEqual([])
  })

  it('gets the same answer to other methods', async () => {
    const { app } = staged()
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      for (const path of ['/experimenter', '/experimenter/act', '/experimenter/nothing'])
        expect((await app.request(path, { method })).status).toBe(403)
  })

  it('sees the login and its style, and no name of a participant in them', async () => {
    const { stranger } = staged()
    const login = await stranger.get('/experimenter/login')
    const page = await login.text()
    expect(login.status).toBe(200)
    expect(page).toContain('type="password"')
    for (const secret of ['ada', 'Seat 1', 'guess-lab-1', 'token-of']) expect(page).not.toContain(secret)
    expect((await stranger.get('/experimenter/style.css')).headers.get('content-type')).toContain('text/css')
  })
})

describe('the login', () => {
  it('gives a cookie that no script can read, and that is sent to these pages alone', async () => {
    const { stranger } = staged()
    const response = await stranger.post('/experimenter/login', { password: PASSWORD })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/experimenter'])
    const cookie = response.headers.get('set-cookie')!
    expect(cookie).toMatch(/; Path=\/experimenter(;|$)/)
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Strict')
    expect(cookie).not.toContain('Secure')
    expect(/=([^;]+)/.exec(cookie)![1]).toMatch(/^[\w-]{43}$/)
  })

  it('gives it over TLS alone where the public address has TLS', async () => {
    const { stranger } = staged({ publicUrl: 'https://lab.example.org' })
    const response = await stranger.post('/experimenter/login', { password: PASSWORD })
    expect(response.headers.get('set-cookie')).toContain('Secure')
  })

  it('refuses a wrong password, says so, and gives no cookie', async () => {
    const { stranger } = staged()
    const response = await stranger.post('/experimenter/login', { password: 'something else' })
    expect(response.status).toBe(401)
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(await response.text()).toContain('This is not the password.')
  })

  it('makes one wait after four wrong passwords, even with the right one; then it may be tried again', async () => {
    const { app, clock, stranger } = staged()
    const already = await loggedIn(app)
    for (let i = 0; i < 4; i++)
      expect((await stranger.post('/experimenter/login', { password: `wrong ${i}` })).status).toBe(401)
    const locked = await stranger.post('/experimenter/login', { password: PASSWORD })
    expect(locked.status).toBe(429)
    expect(locked.headers.get('retry-after')).toBe('2')
    expect(await locked.text()).toContain('Too many wrong passwords. Wait 2 s')
    expect((await already.get('/experimenter')).status).toBe(200)
    clock.move(2000)
    expect((await stranger.post('/experimenter/login', { password: PASSWORD })).status).toBe(303)
  })

  it('takes no password from a page of another site', async () => {
    const { stranger } = staged()
    const response = await stranger.post(
      '/experimenter/login',
      { password: PASSWORD },
      { 'sec-fetch-site': 'cross-site' },
    )
    expect(response.status).toBe(403)
    expect(response.headers.get('set-cookie')).toBeNull()
  })

  it('ends by logging out, and by itself after twelve hours without a request', async () => {
    const { app, clock } = staged()
    const [first, second] = [await loggedIn(app), await loggedIn(app)]
    const out = await first.post('/experimenter/logout', { proof: await proofOf(first) })
    expect([out.status, out.headers.get('location')]).toEqual([303, '/experimenter/login'])
    expect((await first.get('/experimenter')).status).toBe(303)
    expect((await second.get('/experimenter')).status).toBe(200)
    clock.move(12 * 60 * 60 * 1000)
    expect((await second.get('/experimenter')).status).toBe(303)
  })
})

describe('an act', () => {
  const acted = async (fields: Readonly<Record<string, string>>, script: Staged = {}) => {
    const { app, desk } = staged(script)
    const who = await loggedIn(app)
    const response = await who.post('/experimenter/act', { proof: await proofOf(who), ...fields })
    return { response, acts: desk.acts, page: await response.text() }
  }

  it.each([
    [{ act: 'pause' }],
    [{ act: 'go-on' }],
    [{ act: 'extend', person: 'ada' }],
    [{ act: 'note', note: 'Seat 3 came late.' }],
    [{ act: 'note', note: 'Had a question.', person: 'ada' }],
  ])('that can be made good is done at once: %j', async (act) => {
    const { response, acts } = await acted(act)
    expect([response.status, response.headers.get('location')]).toEqual([303, `/experimenter?done=${act.act}`])
    expect(acts).toEqual([act])
  })

  it.each([
    [{ act: 'advance', person: 'ada' }, 'Advance Seat 1 (ada)?'],
    [{ act: 'withdraw', person: 'cyd' }, 'Take cyd out of the study?'],
    [{ act: 'close-matching' }, 'Form groups now?'],
    [{ act: 'end-group', match: 'guess-lab-1:with-people:0' }, 'End this group?'],
  ])('that cannot be taken back is asked for again first: %j', async (act, title) => {
    const asked = await acted(act)
    expect(asked.acts).toEqual([])
    expect(asked.page).toContain(`<h1>${title}</h1>`)
    const { app } = staged()
    const page = await (await (await loggedIn(app)).get(`/experimenter/confirm?${new URLSearchParams(act)}`)).text()
    expect(page).toContain(`<h1>${title}</h1>`)
    const { response, acts } = await acted({ ...act, confirmed: 'yes' })
    expect(response.status).toBe(303)
    expect(acts).toEqual([act])
  })

  it.each([
    ['is missing', {}],
    ['is made up', { proof: 'made-up' }],
  ])('is not done where its proof %s', async (_, proof: Readonly<Record<string, string>>) => {
    const { app, desk } = staged()
    const who = await loggedIn(app)
    for (const path of ['/experimenter/act', '/experimenter/logout']) {
      const response = await who.post(path, { act: 'pause', ...proof })
      expect(response.status).toBe(403)
    }
    expect(desk.acts).toEqual([])
    expect((await who.get('/experimenter')).status).toBe(200)
  })

  it('is not done with the proof of another login, nor from a page of another site', async () => {
    const { app, desk } = staged()
    const [who, other] = [await loggedIn(app), await loggedIn(app)]
    const others = await who.post('/experimenter/act', { act: 'pause', proof: await proofOf(other) })
    expect(others.status).toBe(403)
    const fields = { act: 'pause', proof: await proofOf(who) }
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }])
      expect((await who.post('/experimenter/act', fields, headers)).status).toBe(403)
    expect(desk.acts).toEqual([])
  })

  it('that the session refuses is answered with its sentence', async () => {
    const act = async () => {
      throw new StagegameError('no-timer', 'this participant has no time limit now')
    }
    const { response, page } = await acted({ act: 'extend', person: 'ada' }, { act })
    expect(response.status).toBe(409)
    expect(page).toContain('This participant has no time limit now.')
  })

  it.each([[{ act: 'explode' }], [{ act: 'advance' }], [{}], [{ act: 'pause', person: 'ada' }]])(
    'that is none is refused: %j',
    async (fields) => {
      const { response, acts, page } = await acted(fields as Readonly<Record<string, string>>)
      expect(response.status).toBe(409)
      expect(page).toContain('This is nothing that can be done here.')
      expect(acts).toEqual([])
    },
  )

  it('of a note without a text shows the note again, with what is wrong', async () => {
    const { response, page, acts } = await acted({ act: 'note', note: '   ', person: 'ada' })
    expect(response.status).toBe(422)
    expect(page).toContain('<title>Error: add a note')
    expect(page).toContain('A note needs a text')
    expect(page).toContain('Add a note to Seat 1 (ada)')
    expect(acts).toEqual([])
  })
})

describe('the monitor', () => {
  const monitor = async (script: Staged = {}, path = '/experimenter') => {
    const { app } = staged(script)
    return (await (await loggedIn(app)).get(path)).text()
  }

  it('says who is where, since when, how long they have, and who is awaited', async () => {
    const page = await monitor()
    const text = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    expect(text).toContain('joined 5 of 8 active 1 waiting 1 away 1 left 1 done 1 matches playing 2 with a failure 1')
    expect(text).toMatch(/Seat 1 ada ● active Part 1 \(with-people\): Decision for 1 min 1:05 within/)
    expect(text).toMatch(/✕ left failed the questions Last page/)
    expect(text).toContain('€12.50')
    expect(text).toContain('Seat 1 (ada), level-1')
    expect(text).toContain('the model gave no legal answer')
    expect(text).toMatch(/openai:gpt-5-mini 41 2 3 \$0\.12/)
    expect(text).toContain('08:50 UTC Seat 3 came late.')
    expect(text).toMatch(/with-people 3 4/)
  })

  it('is loaded again every five seconds where there is no script', async () => {
    expect(await monitor()).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>')
  })

  it('gives what is live as a part of its own', async () => {
    const part = await monitor({}, '/experimenter/table')
    expect(part).toMatch(/^<div id="live"/)
    expect(await monitor()).toContain(part.slice(part.indexOf('id="summary"'), part.indexOf('</dl>')))
  })

  it('says that nobody is there yet, and where the links are', async () => {
    const page = await monitor({ monitor: { ...BUSY, people: [], matches: [], calls: [], notes: [], pools: [] } })
    expect(page).toContain('Nobody has joined yet. Hand out the <a href="/experimenter/links">links</a>.')
    for (const said of [
      'No match has begun yet.',
      'No model was called yet.',
      'Nothing was noted yet.',
      'Nobody waits',
    ])
      expect(page).toContain(said)
    expect(page).not.toContain('Form groups now')
  })

  it('offers to go on where the session is paused, and says so', async () => {
    expect(await monitor()).toContain('value="pause"')
    const page = await monitor({ monitor: { ...BUSY, paused: true } })
    expect(page).toContain('The session is paused.')
    expect(page).toContain('value="go-on"')
    expect(page).not.toContain('value="pause"')
  })

  it('marks a demo', async () => {
    expect(await monitor({ demo: true })).toContain('DEMO – not exported')
    expect(await monitor()).not.toContain('DEMO')
  })

  it('shows what people typed as text', async () => {
    const notes = [{ at: 0, text: '<script>alert(1)</script>' }]
    const page = await monitor({ monitor: { ...BUSY, notes } })
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).not.toContain('<script>alert')
  })
})

describe('the events of the monitor', () => {
  it('tell that something has changed, at most twice a second, and end with the login', async () => {
    const calls = new Set<() => void>()
    const { app, clock } = staged({
      watchAll: (call) => {
        calls.add(call)
        return () => void calls.delete(call)
      },
    })
    const who = await loggedIn(app)
    const proof = await proofOf(who)
    const response = await who.get('/experimenter/events')
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const changed = () => {
      for (const call of calls) call()
    }
    for (let i = 0; i < 20; i++) {
      changed()
      clock.move(100)
    }
    clock.move(20_000)
    expect(calls.size).toBe(1)
    await who.post('/experimenter/logout', { proof })
    expect(calls.size).toBe(0)
    const text = await response.text()
    expect(text.match(/event: changed/g)).toHaveLength(5)
    expect(text.match(/^: $/gm)).toHaveLength(1)
    expect(text).not.toMatch(/ada|guess/)
  })

  it('let go of the session when the page is closed', async () => {
    let watching = 0
    const { app } = staged({
      watchAll: () => {
        watching++
        return () => void watching--
      },
    })
    const response = await (await loggedIn(app)).get('/experimenter/events')
    expect(watching).toBe(1)
    await response.body!.cancel()
    expect(watching).toBe(0)
  })
})

describe('the links', () => {
  it('stand with their addresses and a code to scan', async () => {
    const { app } = staged()
    const page = await (await loggedIn(app)).get('/experimenter/links').then((response) => response.text())
    expect(page).toContain('value="http://127.0.0.1:8080/join/token-of-ada-0123456789"')
    expect(page.match(/<svg /g)).toHaveLength(2)
    expect(page).not.toContain('style="')
  })

  it('begin with the public address', async () => {
    const { app } = staged({ publicUrl: 'https://lab.example.org' })
    const page = await (await loggedIn(app)).get('/experimenter/links').then((response) => response.text())
    expect(page).toContain('value="https://lab.example.org/join/token-of-ada-0123456789"')
  })

  it('of an earlier process are not known, and the page says so', async () => {
    const { app } = staged({ links: () => [] })
    const who = await loggedIn(app)
    for (const path of ['/experimenter/links', '/experimenter/links/sheet'])
      expect(await (await who.get(path)).text()).toContain('There is no link that this process knows.')
  })

  it('are printed a card a participant; those of a room as many as are expected', async () => {
    const cards = async (script: Staged) => {
      const { app } = staged(script)
      const page = await (await loggedIn(app)).get('/experimenter/links/sheet').then((response) => response.text())
      return page.match(/<svg /g)!.length
    }
    expect(await cards({})).toBe(2)
    const token = 'token-of-room-123456789'
    expect(await cards({ rooms: { [token]: null }, links: () => [{ name: 'lab', token }] })).toBe(8)
  })
})

describe('the previews', () => {
  it('lead to each page of each treatment, and nothing can be sent from there', async () => {
    const { app, desk } = staged()
    const who = await loggedIn(app)
    const list = await (await who.get('/experimenter/preview')).text()
    const pages = await desk.previews()
    expect(list.match(/href="\/experimenter\/preview\/\d+"/g)).toHaveLength(pages.length)
    for (const nth of pages.keys()) {
      const around = await who.get(`/experimenter/preview/${nth}`)
      expect(await around.text()).toContain('Preview: nothing is sent')
      const bare = await who.get(`/experimenter/preview/${nth}/page`)
      const policy = bare.headers.get('content-security-policy')
      expect(policy).toContain('sandbox allow-same-origin')
      expect(policy).toContain("form-action 'none'")
      const page = await bare.text()
      expect(page).toContain(`data-kind="${pages[nth]!.page.kind}"`)
      expect(page).not.toContain('<script')
    }
    expect(desk.asked()).toBe(0)
  })

  it('that are not there are said not to be', async () => {
    const who = await loggedIn(staged().app)
    for (const path of ['/experimenter/preview/999', '/experimenter/preview/x', '/experimenter/nothing'])
      expect((await who.get(path)).status).toBe(404)
  })
})
