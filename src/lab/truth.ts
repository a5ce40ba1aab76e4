/**
 * Whether what a participant is told of the others is true of them. Economics does not deceive (Hertwig and Ortmann 2001): a
 * session whose wording is not true does not start.
 */
import { type Composition, inWords, programs, size } from './composition.ts'
import type { Claim, Lab } from './lab-schema.ts'

type Wording = Lab['told'][string]

export interface Situation {
  /** The others at the table, as one person meets them. */
  readonly others: Composition
  /** Who may take a seat of theirs later: in place of one who leaves, of a model that fails, of people who are lacking. */
  readonly possible: Composition
  /** The others of every block of the session. */
  readonly session: readonly Composition[]
  /** Of the session, as in HTML: only English is read. */
  readonly language: string
}

export interface WordingChecked {
  /** What it says; undefined where that is not known. */
  readonly claim: Claim | undefined
  /** Sentences; empty where it is true. */
  readonly complaints: readonly string[]
}

export function checkWording(wording: Wording, situation: Situation): WordingChecked {
  const { text, says } = typeof wording === 'string' ? { text: wording, says: undefined } : wording
  const read = situation.language.startsWith('en') ? claimOf(text) : undefined
  const claim = says ?? read
  if (claim === undefined)
    return {
      claim,
      complaints: ['it cannot be told what this wording says of the others: add `says:` to it in `told`'],
    }
  const complaints = [
    ...(says !== undefined && read !== undefined && !fits(says, read, situation)
      ? [`it is declared to say \`${says}\`, but its words say \`${read}\`: mend one of them`]
      : []),
    ...untrue(claim, situation),
    ...(situation.language.startsWith('en')
      ? [...miscounted(text, situation.others), ...undisclosed(claim, text, situation)]
      : []),
  ]
  return { claim, complaints }
}

/** Whether words may be declared to say so: what is declared may be stricter, and words that name both kinds are the author's. */
function fits(says: Claim, read: Claim, { possible }: Situation): boolean {
  if (says === read) return true
  if (says === 'models') return read === 'programs'
  if (says === 'mixed' || says === 'people-or-programs') return read === 'mixed' || read === 'people-or-programs'
  return says === 'people' && read === 'mixed' && programs(possible) > 0
}

function untrue(claim: Claim, { others, possible, session }: Situation): readonly string[] {
  const all = size(others)
  const are = inWords(others)
  const otherwise = (said: string) => [`it says that ${said}, but the others are ${are}`]
  if (all === 0 && claim !== 'nothing') return ['it speaks of others, and there are none']
  switch (claim) {
    case 'people':
      return others.people === all ? [] : otherwise('all others are people')
    case 'models':
      if (others.models < all) return otherwise('all others are language models')
      return possible.models < size(possible)
        ? [`it says that all others are language models, but ${inWords(possible)} may take a seat of theirs`]
        : []
    case 'programs':
      if (programs(others) < all) return otherwise('all others are computer programs')
      return possible.people > 0
        ? ['it says that all others are computer programs, but a person may take a seat of theirs']
        : []
    case 'mixed':
      return others.people > 0 && programs(others) > 0
        ? []
        : otherwise('some others are people and some are computer programs')
    case 'people-or-programs': {
      const met = [...session, possible]
      if (!met.some(({ people }) => people > 0))
        return ['it says that others may be people, but in no block of this session is there another person']
      return met.some((one) => programs(one) > 0)
        ? []
        : ['it says that others may be computer programs, but there is none in this session']
    }
    case 'nothing':
      return []
  }
}

/** People who may be replaced by programs must be told so. */
function undisclosed(claim: Claim, text: string, { possible }: Situation): readonly string[] {
  if (
    claim !== 'people' ||
    programs(possible) === 0 ||
    mentionsIn(text).some(({ kind, denied }) => kind !== 'people' && !denied)
  )
    return []
  return [
    `it says that all others are people, but ${inWords(possible)} may take the seat of somebody who leaves or is lacking: say so in the same text (with \`says: people\`), or choose another policy`,
  ]
}

type Kind = 'people' | 'models' | 'programs'

const WORDS: readonly (readonly [Kind, RegExp])[] = [
  ['people', /\b(?:people|persons?|humans?|human beings?|students?|men|women)\b/g],
  [
    'models',
    /\b(?:(?:large )?language models?|llms?|ais?|a\.i\.|artificial intelligences?|(?:chat)?gpt[-\w.]*|claude|chatbots?)(?![\w])/g,
  ],
  [
    'programs',
    /\b(?:computer programs?|programs?|computer players?|computers?|algorithms?|bots?|robots?|scripts?|software|machines?)\b/g,
  ],
]

/** Said of whoever takes part, of people only where nothing else is said. */
const WEAK = /\b(?:participants?|volunteers?|subjects?)\b/g

interface Mention {
  readonly kind: Kind
  readonly denied: boolean
}

const DENIAL = /\b(?:no|not|none|never|neither|nor|without|isn['’]t|aren['’]t|cannot)\b/

/** Where the text names a kind of player, and whether it denies it. */
function mentionsIn(text: string): readonly Mention[] {
  return clausesOf(text).flatMap((clause) => {
    const strong = WORDS.flatMap(([kind, pattern]) =>
      [...clause.matchAll(pattern)].map((match) => ({ kind, at: match.index, length: match[0].length })),
    )
    const weak = [...clause.matchAll(WEAK)].map((match) => ({
      kind: 'people' as const,
      at: match.index,
      length: match[0].length,
    }))
    const found = strong.length > 0 ? strong : weak
    return found.map(({ kind, at }) => ({ kind, denied: isDenied(clause, at) }))
  })
}

const clausesOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[.!?;\n]+\s*(?![a-z]\.)/)
    .filter((clause) => clause.trim() !== '')

/** A denial reaches to the next `but`, and six words far. */
function isDenied(clause: string, at: number): boolean {
  const before = clause.slice(0, at)
  const reach = before.slice(Math.max(before.lastIndexOf(' but '), before.lastIndexOf(','), 0))
  return DENIAL.test(reach.split(/\s+/).slice(-7).join(' '))
}

const OPEN = /\b(?:may|might|could|can)(?: \w+)? be\b|\beither\b|\bwhether\b|\bdo(?:es)? not know\b|\bis not told\b/

/** What a plain English text says of the others; undefined where its words do not tell. */
export function claimOf(text: string): Claim | undefined {
  const mentions = mentionsIn(text)
  const open = OPEN.test(text.toLowerCase()) // "not told whether" denies neither
  const said = new Set(mentions.filter(({ denied }) => open || !denied).map(({ kind }) => kind))
  const denied = new Set(mentions.filter((one) => one.denied).map(({ kind }) => kind))
  const program = said.has('models') || said.has('programs')
  if (said.has('people') && program) return open || /\bor\b/.test(text.toLowerCase()) ? 'people-or-programs' : 'mixed'
  if (open) return undefined
  if (said.has('people')) return 'people'
  if (said.has('models')) return said.has('programs') && /\bor\b/.test(text.toLowerCase()) ? 'programs' : 'models'
  if (said.has('programs')) return 'programs'
  if (denied.has('people')) return 'programs'
  return denied.has('programs') ? 'people' : undefined
}

const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const NUMBER = `(\\d{1,4}|${NUMBERS.slice(2).join('|')})`

/** Numbers of others that the text names and that are not so: `three other people`, `2 computer programs`, `five other players`. */
function miscounted(text: string, others: Composition): readonly string[] {
  const counts: readonly (readonly [string, string, number])[] = [
    ['(?:other )?(?:people|persons|humans)', 'people', others.people],
    ['(?:other )?(?:language models|llms|ais)', 'language models', others.models],
    [
      '(?:other )?(?:computer programs|programs|computer players|computers|bots|robots|algorithms)',
      'computer programs',
      programs(others),
    ],
    ['other (?:players|participants)', 'others', size(others)],
  ]
  return counts.flatMap(([noun, name, count]) =>
    [...text.toLowerCase().matchAll(new RegExp(`\\b${NUMBER} ${noun}\\b`, 'g'))].flatMap(([, given]) => {
      const n = NUMBERS.includes(given!) ? NUMBERS.indexOf(given!) : Number(given)
      return n === count ? [] : [`it says ${given} ${name}, but there ${count === 1 ? 'is' : 'are'} ${count}`]
    }),
  )
}
