/** A session file that cannot be kept to is refused before a link exists, with its line and what is wrong. */
import { expect, it } from 'vitest'
import { prepared, session } from './at-table.ts'

const contest = { game: 'beauty-contest', seats: ['person', 'person'] }
const one = (more: object, rest: object = {}) => session({ game: { ...contest, ...more } }, { ...SOME, ...rest })
const SOME = {
  players: [
    { name: 'dice', strategy: 'random' },
    { name: 'gpt', model: 'openai:gpt-5-mini' },
  ],
}
const belief = { ask: 'What?', min: 0, max: 100, of: 'guess' }

const BAD: readonly (readonly [what: string, text: string, says: RegExp])[] = [
  [
    'others who are programs told to be people',
    one({ seats: ['person', 'dice'], told: 'x' }, { told: { x: 'The others are people.' } }),
    /people/,
  ],
  [
    'people told where a program may take a seat',
    one(
      { told: 'x', time: { seconds: 9, policy: 'replace-by-model', by: 'dice' } },
      { told: { x: 'The other player is a person.' } },
    ),
    /told/,
  ],
  ['a wording that is not there', one({ told: 'y' }), /no wording "y"/],
  [
    'a check with one wording',
    one({ check: true, told: 'x' }, { told: { x: 'The others are people.' } }),
    /two at least/,
  ],
  ['a quiz without questions', one({}, { quiz: {} }), /quiz/],
  [
    'a quiz without an answer',
    one({}, { quiz: { items: [{ ask: 'How many?' }] } }),
    /quiz\.items\.0\.answer: expected a text, a number or true or false$/,
  ],
  [
    'an answer that is not among the options',
    one({}, { quiz: { items: [{ ask: 'Which?', options: ['a', 'b'], answer: 'c' }] } }),
    /options/,
  ],
  ['an unknown key, with the one that was meant', one({}, { questionaire: [] }), /questionnaire/],
  [
    'an unknown kind of question',
    one({}, { questionnaire: [{ title: 'You', items: [{ kind: 'slider', name: 'a', ask: 'A?' }] }] }),
    /kind: expected likert, number, choice, text or module, got "slider"$/,
  ],
  [
    'an unknown exit',
    one({}, { payment: { exits: { vanished: 1 } } }),
    /vanished: unknown key; there are: completed, declined/,
  ],
  ['a fee that has no coin', one({}, { payment: { fee: 0.001 } }), /coin/],
  ['a fee for leaving above the most', one({}, { payment: { most: 500, exits: { dropped: 501 } } }), /at most `most`/],
  ['a most below the fee', one({}, { payment: { fee: 5, most: 4 } }), /most/],
  ['a most that the rules can pass', one({}, { payment: { fee: 1, most: 2, pointsPerUnit: 1 } }), /can pay more/],
  ['groups that the participants do not make', one({}, { participants: 3 }), /leftover/],
  ['a matching group that is no multiple', one({ matches: 2, matching: { with: 'stranger', group: 3 } }), /multiple/],
  ['strangers among nobody knows how many', one({ matches: 2, matching: { with: 'stranger' } }), /group/],
  [
    'perfect strangers more often than there are others',
    one({ matches: 4, matching: { with: 'perfect-stranger', group: 4 } }),
    /meets twice/,
  ],
  ['an unknown player', one({ seats: ['person', 'nobody'] }), /no player "nobody"/],
  ['an unknown game', one({ game: 'chess' }), /chess/],
  ['an unknown parameter', one({ params: { fctor: 1 } }), /fctor/],
  ['an unknown block in a treatment', one({}, { treatments: { a: { blocks: ['gone'] } } }), /no block "gone"/],
  ['a block twice in a treatment', one({}, { treatments: { a: { blocks: ['game', 'game'] } } }), /twice/],
  [
    'choices in advance of a game of several turns',
    one({ params: { rounds: 2 }, matching: { when: 'deferred' } }),
    /one turn/,
  ],
  [
    'choices in advance of a value that each match draws anew',
    one({ game: 'sealed-bid', seats: ['person', 'dice'], matching: { when: 'deferred' } }),
    /live matching/,
  ],
  ['a deadline without a time', one({ release: 'fixed' }), /time/],
  [
    'a group that goes on where the rules cannot',
    one({ time: { seconds: 9, policy: 'group-goes-on' } }),
    /cannot go on/,
  ],
  ['a replacement that is not named', one({ time: { seconds: 9, policy: 'replace-by-model' } }), /which player/],
  ['a person as replacement', one({ time: { seconds: 9, policy: 'replace-by-model', by: 'person' } }), /links/],
  ['a person as reserve', one({ reserve: 'person' }), /links/],
  [
    'a strategy by what the view does not have',
    one({ strategy: { kind: 'guess', by: 'colour', cases: [1, 2] } }),
    /colour|no such member|asked for/,
  ],
  [
    'a strategy of cases that never come up',
    session(
      {
        game: {
          ...{ game: 'ultimatum', seats: ['person', 'person'] },
          strategy: { kind: 'reply', by: 'offer', cases: ['low', 'high'] },
        },
      },
      { ...SOME },
    ),
    /cases such as offer comes up: \d+; got "low" and "high"/,
  ],
  ['a belief of what nobody chooses', one({ belief: { ...belief, of: 'bid' } }), /no number of that name/],
  ['a belief without a range', one({ belief: { ...belief, max: 0 } }), /more than min/],
  [
    'talk with a model that people did not agree to',
    one({ seats: ['person', 'gpt'], wraps: [{ talk: {} }] }),
    /textToModels/,
  ],
  ['talk that a model may come to later', one({ wraps: [{ talk: {} }], reserve: 'gpt' }), /textToModels/],
  ['two people in practice', one({ practice: { seats: ['person', 'person'] } }), /one person at a time/],
  ['practice against a model', one({ practice: { seats: ['person', 'gpt'] } }), /scripted/],
  ['nobody to come', one({ seats: ['dice', 'dice'] }), /nobody sits/],
  ['an override without a debrief', one({}, { override: { ethics: 'a', why: 'b' } }), /debrief/],
]

it.each(BAD)('%s', async (_, text, says) => {
  const error = await prepared(text, undefined, { OPENAI_API_KEY: 'none' }).then(
    () => undefined,
    (failed: unknown) => failed,
  )
  expect(error).toBeInstanceOf(Error)
  expect((error as Error).message).toMatch(says)
  expect((error as Error).message).toMatch(/^test\.yaml:\d+:\d+: /)
})
