import { describe, expect, it } from 'vitest'
import type { Composition } from '../../src/lab/composition.ts'
import { checkWording, claimOf } from '../../src/lab/truth.ts'

const of = (people: number, models = 0, simulated = 0, scripts = 0): Composition => ({
  people,
  models,
  simulated,
  scripts,
})
const NOBODY = of(0)
const PEOPLE = of(3)
const MODELS = of(0, 3)
const SCRIPTS = of(0, 0, 0, 3)
const SIMULATED = of(0, 0, 3)
const MIXED = of(1, 0, 0, 2)

const situated = (others: Composition, possible = NOBODY, session = [others], language = 'en') => ({
  others,
  possible,
  session,
  language,
})

describe('what a wording says', () => {
  it.each([
    ['The other players are people.', 'people'],
    ['The three other players are people who take part in this study, as you do.', 'people'],
    ['You play with two other participants.', 'people'],
    ['The other player is a human being.', 'people'],
    ['No computer program takes part.', 'people'],
    ['The others are students of this university, not computers.', 'people'],
    ['The others are language models.', 'models'],
    ['All others are LLMs.', 'models'],
    ['The other players are AIs such as GPT-5.', 'models'],
    ['You play against ChatGPT.', 'models'],
    ['The other players are computer programs.', 'programs'],
    ['The other participants are computer programs.', 'programs'],
    ['The three other players are computer programs. None of them is a person.', 'programs'],
    ['Your opponents are not people but algorithms.', 'programs'],
    ['None of the others is a human.', 'programs'],
    ['The other bidders are bots.', 'programs'],
    ['Each of the others may be a person or a computer program.', 'people-or-programs'],
    ['The others are either people or language models.', 'people-or-programs'],
    ['You are not told whether the others are people or an AI.', 'people-or-programs'],
    ['The planner is a computer program. The two other workers are people.', 'mixed'],
    ['Some of the others are people, and some are bots.', 'mixed'],
    ['You play with the same players as before.', undefined],
    ['The others may be people.', undefined],
  ] as const)('%s → %s', (text, claim) => expect(claimOf(text)).toBe(claim))
})

describe('a wording that is true of its block starts', () => {
  it.each([
    ['The other players are people.', PEOPLE],
    ['The three other players are people who take part in this study, as you do.', PEOPLE],
    ['The others are language models.', MODELS],
    ['The others are computer programs.', MODELS],
    ['The others are computer programs.', SCRIPTS],
    ['The others are computer programs.', SIMULATED],
    ['The 3 other players are computer programs. None of them is a person.', SCRIPTS],
    ['One of the others is a person, the others are computer programs.', MIXED],
    [{ text: 'The others are as you were told.', says: 'nothing' as const }, MIXED],
    [{ text: 'The others are computer programs of the newest kind.', says: 'models' as const }, MODELS],
  ] as const)('%j of %j', (wording, others) => expect(checkWording(wording, situated(others)).complaints).toEqual([]))
})

describe('a wording that is not true of its block is refused, with what is', () => {
  it.each([
    ['The other players are people.', SCRIPTS, /all others are people, but the others are 3 scripted programs/],
    ['The other players are people.', MIXED, /but the others are a person and 2 scripted programs/],
    ['The other players are people.', SIMULATED, /3 simulated players/],
    [
      'The others are language models.',
      SIMULATED,
      /all others are language models, but the others are 3 simulated players/,
    ],
    ['The others are language models.', SCRIPTS, /3 scripted programs/],
    ['The others are language models.', of(0, 2, 0, 1), /2 language models and a scripted program/],
    ['The others are computer programs.', PEOPLE, /3 people/],
    ['The others are computer programs.', MIXED, /a person and 2/],
    ['Some are people, and some are bots.', PEOPLE, /some others are people and some are computer programs/],
    ['The two other players are people.', PEOPLE, /it says two others, but there are 3/],
    ['You play with five people.', PEOPLE, /it says five people, but there are 3/],
    ['You meet 2 computer programs.', SCRIPTS, /it says 2 computer programs, but there are 3/],
    ['The others are people.', NOBODY, /there are none/],
    ['You play with the same players as before.', PEOPLE, /add `says:`/],
    [
      { text: 'The others are people.', says: 'programs' as const },
      SCRIPTS,
      /declared to say `programs`, but its words say `people`/,
    ],
    [{ text: 'The others are people.', says: 'nothing' as const }, SCRIPTS, /but its words say `people`/],
    [{ text: 'The others are language models.', says: 'programs' as const }, SCRIPTS, /but its words say `models`/],
  ] as const)('%j of %j', (wording, others, why) =>
    expect(checkWording(wording, situated(others)).complaints.join('\n')).toMatch(why),
  )
})

describe('who may come later counts as well', () => {
  const script = of(0, 0, 0, 1)
  it('people who may be replaced by a program are to be told so', () => {
    expect(checkWording('The others are people.', situated(PEOPLE, script)).complaints.join()).toMatch(
      /may take the seat of somebody who leaves/,
    )
    const told = {
      text: 'The others are people. If one leaves, a computer program takes the seat.',
      says: 'people' as const,
    }
    expect(checkWording(told, situated(PEOPLE, script)).complaints).toEqual([])
  })
  it('a script in reserve makes "language models" untrue, a model in reserve does not', () => {
    expect(checkWording('The others are language models.', situated(MODELS, script)).complaints.join()).toMatch(
      /a scripted program may take a seat/,
    )
    expect(checkWording('The others are language models.', situated(MODELS, of(0, 1))).complaints).toEqual([])
  })
})

describe('leaving it open is honest only where both can be', () => {
  const open = 'Each of the others may be a person or a computer program.'
  it('in a session that has both', () =>
    expect(checkWording(open, situated(PEOPLE, NOBODY, [PEOPLE, SCRIPTS])).complaints).toEqual([]))
  it('not where nobody else is a person', () =>
    expect(checkWording(open, situated(SCRIPTS)).complaints.join()).toMatch(
      /in no block of this session is there another person/,
    ))
  it('not where there is no program', () =>
    expect(checkWording(open, situated(PEOPLE)).complaints.join()).toMatch(/there is none in this session/))
})

describe('other languages are not read', () => {
  it('and must say what they say', () => {
    expect(
      checkWording('Die anderen sind Menschen.', situated(PEOPLE, NOBODY, [PEOPLE], 'de')).complaints.join(),
    ).toMatch(/add `says:`/)
    const told = { text: 'Die anderen sind Menschen.', says: 'people' as const }
    expect(checkWording(told, situated(PEOPLE, NOBODY, [PEOPLE], 'de')).complaints).toEqual([])
    expect(checkWording(told, situated(SCRIPTS, NOBODY, [SCRIPTS], 'de')).complaints.join()).toMatch(
      /3 scripted programs/,
    )
  })
})
