/** Event streams: they say that another page is due, and nothing else, in messages that are the same for everybody. */
import { afterEach, describe, expect, it } from 'vitest'
import { HEARTBEAT } from '../../src/web/events.ts'
import { labApp, type Serving, serveLab } from '../../src/web/server.ts'
import { scriptedDesk, stillClock, TOKENS } from './desk.ts'
import { KINDS } from './every-page.ts'
import { joined, type Visitor } from './requests.ts'

const PAGE = 'event: page\ndata: due\n\n'
const OPENING = 'retry: 2000\n\n'

let serving: Serving | undefined
afterEach(async () => serving?.close())

async function lab() {
  const desk = scriptedDesk({ pages: [KINDS.wait, KINDS.decision, KINDS.end] })
  const clock = stillClock()
  const app = labApp(desk, { clock, failed: () => {} })
  serving = await serveLab(app, { port: 0 })
  return { desk, clock, app, url: serving.url }
}

/** A stream over a real connection; `next` gives what has come since the last call, once something has. */
async function listen(url: string, path: string, { cookie }: Visitor) {
  const stop = new AbortController()
  const response = await fetch(`${url}${path}`, { headers: { cookie }, signal: stop.signal })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  return {
    response,
    next: async () => (await reader.read()).value,
    until: async (text: string) => {
      let got = ''
      while (!got.includes(text)) {
        const { value, done } = await reader.read()
        if (done) return got
        got += value
      }
      return got
    },
    ended: async () => {
      while (!(await reader.read()).done);
      return true
    },
    stop: () => stop.abort(),
  }
}

const eventsIn = (page: string): string => /data-events="([^"]+)"/.exec(page)![1]!

async function opened(who: 'ada' | 'ben', { app, url }: Awaited<ReturnType<typeof lab>>) {
  const person = await joined(app, TOKENS[who])
  const address = eventsIn(await (await person.get(`/p/${who}/`)).text())
  return { person, address, stream: await listen(url, address, person) }
}

async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('an event stream', () => {
  it('tells of another page, and tells nobody else', async () => {
    const at = await lab()
    const [ada, ben] = [await opened('ada', at), await opened('ben', at)]
    expect(ada.stream.response.headers.get('content-type')).toBe('text/event-stream')
    expect(ada.stream.response.headers.get('cache-control')).toBe('no-store')
    at.desk.turn('ada')
    expect(await ada.stream.until(PAGE)).toBe(OPENING + PAGE)
    at.desk.turn('ben')
    expect(await ben.stream.until(PAGE)).toBe(OPENING + PAGE)
  })

  it('ends when it has told of another page, and leaves its connection to that page', async () => {
    const at = await lab()
    const { stream, address, person } = await opened('ada', at)
    await eventually(() => at.desk.open('ada') === 1)
    at.desk.turn('ada')
    expect(await stream.ended()).toBe(true)
    expect(at.desk.open('ada')).toBe(0)
    // one that asks for the page before is told at once, and ends, too
    expect(await (await listen(at.url, address, person)).until('\n\n\n')).toBe(OPENING + PAGE)
  })

  it('tells at once what changed between the page and its stream', async () => {
    const at = await lab()
    const ada = await joined(at.app)
    const address = eventsIn(await (await ada.get('/p/ada/')).text())
    at.desk.turn('ada')
    expect(await (await listen(at.url, address, ada)).until(PAGE)).toBe(OPENING + PAGE)
  })

  it('beats at fixed times, alike for all, whatever happens', async () => {
    const at = await lab()
    const [ada, ben] = [await opened('ada', at), await opened('ben', at)]
    await eventually(() => at.desk.open('ada') === 1 && at.desk.open('ben') === 1)
    at.clock.move(HEARTBEAT - 1)
    at.desk.turn('ada')
    at.clock.move(1)
    at.clock.move(HEARTBEAT)
    expect(await ben.stream.until(': \n\n: \n\n')).toBe(`${OPENING}: \n\n: \n\n`)
    expect(await ada.stream.until(PAGE)).toBe(OPENING + PAGE)
  })

  it('shows that somebody is there for as long as it stands', async () => {
    const at = await lab()
    const { stream } = await opened('ada', at)
    await eventually(() => at.desk.open('ada') === 1)
    stream.stop()
    await eventually(() => at.desk.open('ada') === 0)
  })

  it('of the oldest tab ends when there are too many, and the latest stands', async () => {
    const at = await lab()
    const { person, address, stream } = await opened('ada', at)
    const more = []
    for (let i = 0; i < 4; i++) more.push(await listen(at.url, address, person))
    expect(await stream.ended()).toBe(true)
    expect(at.desk.open('ada')).toBe(4)
    at.desk.turn('ada')
    expect(await more.at(-1)!.until(PAGE)).toBe(OPENING + PAGE)
  })

  it('that nobody reads is closed before it fills the memory, and those of others go on beating', async () => {
    const at = await lab()
    const ben = await opened('ben', at)
    const ada = await joined(at.app)
    const address = eventsIn(await (await ada.get('/p/ada/')).text())
    const unread = await ada.get(address)
    await eventually(() => at.desk.open('ada') === 1 && at.desk.open('ben') === 1)
    await ben.stream.until(OPENING)
    for (let beats = 0; beats < 100; beats++) {
      at.clock.move(HEARTBEAT)
      expect(await ben.stream.next()).toBe(': \n\n')
    }
    expect(at.desk.open('ada')).toBe(0)
    // what it was sent before is all that was kept for it
    expect(await unread.text()).toMatch(/^retry: 2000\n\n(: \n\n){60,70}$/)
    expect(at.desk.open('ben')).toBe(1)
  })

  it('leaves no timer behind when the last of two hundred has gone', async () => {
    const at = await lab()
    const { person, address, stream } = await opened('ada', at)
    await eventually(() => at.desk.open('ada') === 1)
    stream.stop()
    await eventually(() => at.desk.open('ada') === 0)
    for (let nth = 0; nth < 200; nth++) {
      const one = await listen(at.url, address, person)
      await eventually(() => at.desk.open('ada') === 1)
      expect(at.clock.waiting()).toBe(1)
      one.stop()
      await eventually(() => at.desk.open('ada') === 0)
      expect(at.clock.waiting()).toBe(0)
    }
  })

  it('is nobody else’s', async () => {
    const at = await lab()
    const { person } = await opened('ada', at)
    const response = await fetch(`${at.url}/p/ben/events`, { headers: { cookie: person.cookie } })
    expect(response.status).toBe(403)
    expect(at.desk.open('ben')).toBe(0)
  })
})
