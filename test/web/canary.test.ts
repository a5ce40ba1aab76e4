/** The search for what a client may not know finds what was planted. */
import { describe, expect, it } from 'vitest'
import { leaks, type Recorder, recorder, type Secret, traceOf } from './canary.ts'

const SECRET: Secret = { token: '37.4391', entitled: (client, at) => client === 'ann' || at >= 100 }

/** What a client of this server has after one request. */
async function askedOf(answer: () => Response, client: string, at = 0): Promise<Recorder> {
  const all = recorder(
    async () => answer(),
    () => at,
  )
  const response = await all.fetchOf(client)('http://lab/p/x/', {})
  await response.text()
  return all
}

const page =
  (body: string, headers: Record<string, string> = {}) =>
  () =>
    new Response(body, { headers })

describe('the canary scan', () => {
  it('finds a secret in a body, with what stands around it', async () => {
    const { recorded } = await askedOf(page('<td data-bid="37.4391">'), 'bob')
    expect(leaks(recorded, [SECRET])).toMatchObject([{ client: 'bob', token: '37.4391', url: 'http://lab/p/x/' }])
    expect(leaks(recorded, [SECRET])[0]!.excerpt).toContain('data-bid="37.4391"')
  })

  it('finds it in headers, and in what is encoded', async () => {
    const found = async (answer: () => Response, token: string) =>
      leaks((await askedOf(answer, 'bob')).recorded, [{ ...SECRET, token }]).length
    expect(await found(page('', { 'x-note': '37.4391' }), '37.4391')).toBe(1)
    expect(await found(page('a &lt;b&gt; c'.replace('&gt;', '>')), 'a <b> c')).toBe(1)
    expect(await found(page('/?q=a%20b%2Fc'), 'a b/c')).toBe(1)
    for (const before of ['', 'x', 'xy'])
      expect(
        await found(page(Buffer.from(`${before}simulated:level-k!`).toString('base64')), 'simulated:level-k'),
      ).toBe(1)
  })

  it('finds it in an event stream, even in two pieces', async () => {
    const stream = () => {
      const pieces = ['data: 37.', '4391\n\n'].map((piece) => new TextEncoder().encode(piece))
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          const next = pieces.shift()
          if (next) controller.enqueue(next)
          else controller.close()
        },
      })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    }
    const { recorded } = await askedOf(stream, 'bob')
    expect(recorded.filter(({ what }) => what === 'event')).toHaveLength(3)
    expect(leaks(recorded, [SECRET])).toHaveLength(1)
  })

  it('finds nothing where the client may know it, or from the time of its reveal on', async () => {
    expect(leaks((await askedOf(page('37.4391'), 'ann')).recorded, [SECRET])).toEqual([])
    expect(leaks((await askedOf(page('37.4391'), 'bob', 100)).recorded, [SECRET])).toEqual([])
    expect(leaks((await askedOf(page('37.4392'), 'bob')).recorded, [SECRET])).toEqual([])
  })

  it('does not take what a client sent for what it was told', async () => {
    const all = recorder(
      async () => new Response('taken'),
      () => 0,
    )
    await all.fetchOf('bob')('http://lab/p/x/', { method: 'POST', body: 'a.bid=37.4391' })
    expect(leaks(all.recorded, [SECRET])).toEqual([])
    expect(traceOf(all.of('bob')).map(({ what }) => what)).toEqual(['post', 'answer'])
  })
})
