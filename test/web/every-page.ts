/** A page of every kind, at its best and at its worst: long words, complaints, timers, notices. */
import type { Question } from '../../src/lab/lab-schema.ts'
import type { Asked, Page, PageKind, PageOf, PaymentShown } from '../../src/lab/pages.ts'
import { BIDDING, decisionPage, draftOf, FRAME, GUESSING, resultOf, strategyPage, TAXING } from './sample-pages.ts'

const PROSE = `You are invited to take part in a study of how people make decisions. It takes about **15 minutes**.

## What happens

1. You read instructions.
2. You make two decisions.
3. You answer some questions.

What you decide is kept under a random code. *Taking part is voluntary*: [our notice](https://example.org/privacy) says more.

- Nobody learns who you are.
- A-very-long-word-Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen-that-must-not-break-the-page stands here.`

const STUDY = 'Choosing numbers'
const timer = {
  endsAt: Date.UTC(2026, 0, 5, 9, 1, 30),
  policy: 'an answer that the rules provide is entered for you',
  extendable: true,
}

const framed = <K extends PageKind>(
  kind: K,
  rest: Omit<PageOf<K>, 'kind' | keyof typeof FRAME>,
  over: Partial<Page> = {},
): PageOf<K> => ({ ...FRAME, study: STUDY, key: `${kind}:1`, kind, ...rest, ...over }) as unknown as PageOf<K>

const asked = (question: Question, entered: readonly string[] = [], complaint: string | null = null): Asked => ({
  question,
  entered,
  complaint,
})

export const QUESTIONS: readonly Question[] = [
  {
    kind: 'likert',
    name: 'clear',
    ask: 'The rules were clear to me.',
    optional: false,
    points: 7,
    left: 'strongly disagree',
    right: 'strongly agree',
  },
  {
    kind: 'likert',
    name: 'risk',
    ask: 'How willing are you to take risks?',
    help: 'In general, not in this study.',
    optional: false,
    points: 11,
    left: 'not at all willing',
    right: 'very willing',
  },
  {
    kind: 'number',
    name: 'age',
    ask: 'How old are you?',
    unit: 'years',
    min: 18,
    max: 110,
    whole: true,
    optional: false,
  },
  {
    kind: 'choice',
    name: 'sex',
    ask: 'How do you describe yourself?',
    options: ['woman', 'man', 'another way', 'I would rather not say'],
    several: false,
    optional: true,
  },
  {
    kind: 'choice',
    name: 'fields',
    ask: 'What have you studied?',
    options: ['economics', 'psychology', 'something else'],
    several: true,
    optional: true,
  },
  { kind: 'text', name: 'how', ask: 'How did you decide?', most: 1000, lines: 4, optional: true },
]

const PAYMENT: PaymentShown = {
  points: 150,
  currency: 'EUR',
  amount: 1150,
  fee: 400,
  how: [
    'Your points in both parts are added up: 150.',
    '20 points are worth €1.00, and you get €4.00 for taking part.',
  ],
}

const consent = framed(
  'consent',
  {
    text: PROSE,
    statements: ['I am 18 years old or older.', 'I have read the text above, and I want to take part.'],
    textToModels: 'What you type as a reason may be read by a language model of a company.',
    contact: 'the experimenter in the room',
    complaint: null,
  },
  { progress: null },
)
const quiz = framed(
  'quiz',
  {
    items: [
      {
        name: 'q.0',
        ask: 'Four players choose 30, 30, 30 and 30. What is two thirds of the average?',
        options: null,
        entered: '',
        complaint: null,
      },
      {
        name: 'q.1',
        ask: 'Who wins?',
        options: ['the player who chose 10', 'the player who chose 20'],
        entered: '',
        complaint: null,
      },
      { name: 'q.2', ask: 'You learn the results at once.', options: ['true', 'false'], entered: '', complaint: null },
    ],
    attempt: 1,
    attempts: 3,
    instructions: PROSE,
  },
  { progress: null },
)
const part = framed('part', {
  nth: 1,
  of: 2,
  title: 'Part with people',
  told: 'The three other players are people who take part in this study, as you do.',
  rules:
    'Each of 4 players chooses a number from 0 to 100.\n\nWhoever is nearest to two thirds of the average wins.\n- A prize of 100 points\n- shared if several are equally near',
  notes: [
    'You need not wait for anybody: groups are formed afterwards.',
    'You have 120 seconds for each decision.',
    'Your points in this part count for your payment.',
  ],
  check: {
    ask: 'Who are the other players in this part?',
    options: [
      'The three other players are computer programs. None of them is a person.',
      'The three other players are people who take part in this study, as you do.',
    ],
    complaint: null,
  },
})
const belief = framed('belief', {
  title: 'Part with people',
  ask: 'What will the average of the three others be?',
  min: 0,
  max: 100,
  scoring: 'The nearer you are, the more points you get: 20 for the exact number.',
  draft: null,
})
const reason = framed('reason', {
  title: 'Part with people',
  required: true,
  decision: 'guess: 33',
  toModels: false,
  draft: null,
})
const wait = framed('wait', { text: 'Please wait. This page goes on by itself.', mayLeave: false })
const manipulation = framed('manipulation', {
  ask: 'What did you believe the other players were?',
  options: ['people', 'computer programs', 'some of both'],
  complaint: null,
})
const results = [
  resultOf(GUESSING, 0, {
    title: 'Part with people',
    others: { field: 'guess', values: [12, 33, 50] },
    own: { guess: 22 },
    belief: { stated: 40, right: 31.667, points: 19 },
  }),
  resultOf(BIDDING, 0, { title: 'An auction', situation: '' }),
]
const end = framed(
  'end',
  {
    exit: 'completed',
    text: 'Thank you for taking part.',
    code: 'K7QM2XPA',
    payment: PAYMENT,
    returnTo: 'https://app.example.org/submissions/complete?cc=K7QM2XPA',
  },
  { progress: null },
)

export const KINDS: { readonly [K in PageKind]: PageOf<K> } = {
  consent,
  instructions: framed('instructions', { text: PROSE }, { progress: null }),
  quiz,
  part,
  decision: decisionPage(GUESSING, 'guess', {
    study: STUDY,
    timer,
    told: 'The three other players are people who take part in this study, as you do.',
  }),
  strategy: strategyPage({ study: STUDY }),
  reason,
  belief,
  wait,
  result: framed('result', { result: results[0]! }),
  questionnaire: framed('questionnaire', {
    title: 'About you',
    intro: 'Questions marked optional may be left open.',
    items: QUESTIONS.map((question) => asked(question)),
  }),
  results: framed('results', { results, payment: PAYMENT }),
  manipulation,
  debrief: framed('debrief', { text: PROSE }),
  end,
}

/** Every kind, and each of them as it looks when something is out of the ordinary. */
export const EVERY_PAGE: readonly (readonly [name: string, page: Page])[] = [
  ...Object.entries(KINDS),
  ['consent refused', { ...consent, complaint: 'To take part, tick each statement.' }],
  [
    'quiz wrong',
    {
      ...quiz,
      attempt: 2,
      items: quiz.items.map((item) => ({
        ...item,
        entered: item.options?.[0] ?? '12,5',
        complaint: 'The average is 30, and two thirds of 30 is 20.',
      })),
    },
  ],
  [
    'part check wrong',
    { ...part, check: { ...part.check!, complaint: 'Please read again who the others are, above.' } },
  ],
  [
    'decision wrong',
    {
      ...decisionPage(GUESSING, 'guess', { timer }),
      draft: draftOf({ 'a.guess': '120' }, { 'a.guess': 'Choose a number from 0 to 100. You typed "120".' }),
      notice: 'That page had been answered before, so nothing of it was taken twice.',
    },
  ],
  ['decision tried', decisionPage(BIDDING, 'bid', { draft: draftOf({ 'a.bid': '20' }, {}, true), practice: true })],
  ['decision of a schedule', decisionPage(TAXING, 'schedule', { timer: { ...timer, extendable: false } })],
  ['decision of hours', decisionPage(TAXING, 'labour', { nth: -1 })],
  ['decision paused', { ...decisionPage(GUESSING, 'guess'), paused: true }],
  ['reason missing', { ...reason, draft: draftOf({ reason: '' }, { reason: 'Write a sentence or two.' }) }],
  ['belief wrong', { ...belief, draft: draftOf({ belief: 'many' }, { belief: 'Type a number from 0 to 100.' }) }],
  ['wait long', { ...wait, mayLeave: true }],
  [
    'questionnaire wrong',
    framed('questionnaire', {
      title: 'About you',
      intro: null,
      items: QUESTIONS.map((question) => asked(question, ['1'], 'Give an answer here.')),
    }),
  ],
  [
    'results pending',
    framed('results', {
      results: [{ ...results[0]!, points: null, pending: true, view: null, others: null, belief: null }],
      payment: null,
    }),
  ],
  ['manipulation open', { ...manipulation, complaint: 'Choose one of the answers.' }],
  [
    'end without pay',
    { ...end, exit: 'declined', text: 'You have chosen not to take part.', code: '', payment: null, returnTo: null },
  ],
]
