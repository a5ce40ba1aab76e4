/** Forms of asks that no game of the shelf has, but one of one’s own may. */
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonSchemaOf } from '../../../src/core/legal.ts'
import { fieldsOf, readAction } from '../../../src/lab/forms.ts'
import type { Draft } from '../../../src/lab/pages.ts'
import { renderDecision } from '../../../src/web/pages/decision.ts'
import { decisionPage, OFFERING, PEN } from '../sample-pages.ts'

const RICH = z.strictObject({
  town: z.enum(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']),
  side: z.enum(['left', 'right']).nullable(),
  shares: z.array(z.number().min(0).max(1)).min(1).max(3),
  pledge: z.strictObject({ howMuch: z.int().min(-5).max(5), aloud: z.boolean() }),
  note: z.string().max(40).nullable(),
  offer: z.union([z.strictObject({ kind: z.literal('part'), part: z.number().min(0) }), z.string().max(9)]),
})

const ACTION = {
  town: 'c',
  side: null,
  shares: [0.5, 1],
  pledge: { howMuch: -3, aloud: false },
  note: null,
  offer: { kind: 'part', part: 2 },
}

const schema = jsonSchemaOf(RICH)

const shown = (draft: Draft | null) => {
  const page = { ...decisionPage(OFFERING, 'offer'), game: 'mine', ask: 'plan', schema, draft }
  return parseHTML(`<!doctype html><html><body>${renderDecision(page, PEN)}</body></html>`).document
}

/** What a browser would send of a page as it stands. */
function sentFrom(document: ReturnType<typeof shown>): Record<string, string[]> {
  const sent: Record<string, string[]> = {}
  const add = (name: string, value: string) => {
    sent[name] = [...(sent[name] ?? []), value]
  }
  for (const box of document.querySelectorAll('input[type=text]'))
    add(box.getAttribute('name')!, box.getAttribute('value')!)
  for (const box of document.querySelectorAll('textarea'))
    add(box.getAttribute('name')!, box.textContent!.replace(/^\n/, ''))
  for (const box of document.querySelectorAll('input[checked]'))
    add(box.getAttribute('name')!, box.getAttribute('value')!)
  for (const list of document.querySelectorAll('select'))
    add(list.getAttribute('name')!, list.querySelector('option[selected]')!.getAttribute('value')!)
  return sent
}

describe('the form of an ask of any shape', () => {
  it('sends back what was filled in, and this reads as the action', () => {
    const draft = { fields: fieldsOf(schema, ACTION), complaints: {}, tried: false }
    expect(readAction(schema, sentFrom(shown(draft)))).toEqual({ ok: true, action: ACTION })
  })

  it('sends nothing that could be taken before anything was filled in', () => {
    const read = readAction(schema, sentFrom(shown(null)))
    expect(read.ok).toBe(false)
    if (!read.ok)
      expect(Object.keys(read.complaints).sort()).toEqual(
        ['a.offer:which', 'a.pledge.aloud', 'a.pledge.howMuch', 'a.shares.0', 'a.side', 'a.town'].sort(),
      )
  })

  it('calls fields by their names in words, and opens a list of many options', () => {
    const document = shown(null)
    expect(document.querySelector('label[for=f-a-pledge-howMuch]')!.textContent).toBe('How much')
    expect(document.querySelector('[name="a.town"]')!.tagName).toBe('SELECT')
    expect(document.querySelectorAll('[name="a.side"]')).toHaveLength(3)
    expect(document.querySelector('[name="a.pledge.howMuch"]')!.getAttribute('inputmode')).toBe('text')
  })

  it('has every id once', () => {
    const ids = [...shown(null).querySelectorAll('[id]')].map((element) => element.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
  })
})
