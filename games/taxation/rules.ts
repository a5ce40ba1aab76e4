/** Somebody sets marginal tax rates, workers choose how much to work, and the revenue is shared equally. */
import type { Chance } from '../../src/core/chance.ts'
import { defineGame, type Moves, type Seat } from '../../src/core/game.ts'
import { asksOf } from './asks.ts'
import { moved } from './brackets.ts'
import { factsOf, skillOf } from './facts.ts'
import { measuresOf } from './measures.ts'
import { outcomesOf, stepOf } from './outcomes.ts'
import { Params } from './params.ts'
import { quiz } from './quiz.ts'
import { welfareOf, withYear } from './records.ts'
import { regretsOf } from './regret.ts'
import { type Kinds, type Platform, type Schedule, type State, workersOf } from './state.ts'
import { viewOf } from './view.ts'

export type { Kinds } from './state.ts'

export const taxation = defineGame({
  id: 'taxation',
  title: 'Taxation: schedules, labour and welfare',
  version: 1,
  params: Params,
  roles: ({ governance, skills }) => {
    const planners = governance === 'planner' ? 1 : 0
    const given = skills !== 'us-income' && 'given' in skills ? skills.given.length : undefined
    return [
      { name: 'planner', min: planners, max: planners },
      { name: 'worker', min: given ?? 1, max: given ?? 1000 },
    ]
  },

  init: ({ params, roles }, chance): State => {
    const planned = roles[0] === 'planner'
    const workers = roles.flatMap((role, seat) => (role === 'worker' ? [seat] : []))
    return {
      campaigns: null,
      leader: null,
      params,
      phase: FIRST[params.governance],
      planned,
      rates: factsOf(params).thresholds.map(() => params.initialRate),
      skills: workers.map((seat, nth) => skillOf(params, nth, () => chance.of(seat, 'skill'))),
      steps: [],
      totals: roles.map(() => 0),
      votes: null,
      years: [],
    }
  },

  turn: (state: State) => asksOf(state),

  apply: (state, moves: Moves<Kinds>, chance): State => {
    switch (state.phase) {
      case 'campaign':
        return campaigned(state, moves)
      case 'vote':
        return elected(state, moves, chance)
      case 'schedule':
        return { ...state, rates: ratesAfter(state, [...moves.of('schedule').values()][0]!), phase: 'labour' }
      case 'labour':
        return worked(
          state,
          [...moves.of('labour').values()].map(({ hours }) => hours),
        )
      case 'satisfied': {
        const said = moves.of('satisfied')
        return yearOver(
          state,
          workersOf(state).map((seat) => said.get(seat)?.satisfied ?? null),
        )
      }
      case 'over':
        return state
    }
  },

  view: viewOf,
  payoffs: ({ totals }) => totals,
  measures: measuresOf,

  // of a schedule it is not known what the workers would have made of another
  regrets: (state, moves) =>
    state.phase === 'labour'
      ? regretsOf(state, new Map([...moves.of('labour')].map(([seat, { hours }]) => [seat, hours])))
      : new Map(),

  quiz,
})

/** With what a year begins. */
const FIRST = { planner: 'schedule', vote: 'vote', platforms: 'campaign' } as const

const ratesAfter = ({ rates }: State, schedule: Schedule): readonly number[] =>
  'rates' in schedule ? schedule.rates : moved(rates, schedule.deltas)

/** Who runs, and with which schedule. Where nobody does, everything stays as it was. */
function campaigned(state: State, moves: Moves<Kinds>): State {
  const campaigns = [...moves.of('campaign')].flatMap(([seat, campaign]): Platform[] => {
    const [rates, deltas] = 'rates' in campaign ? [campaign.rates, null] : [null, campaign.deltas]
    if (!campaign.run || (rates === null && deltas === null)) return []
    return [{ rates: rates ?? moved(state.rates, deltas!), seat }]
  })
  return { ...state, campaigns, phase: campaigns.length > 0 ? 'vote' : 'labour' }
}

/** Who has most votes leads; of several one is drawn. A platform is the schedule at once; else the leader sets one. */
function elected(state: State, moves: Moves<Kinds>, chance: Chance): State {
  const cast = moves.of('vote')
  const counts = new Map<Seat, number>(
    (state.campaigns?.map(({ seat }) => seat) ?? workersOf(state)).map((seat) => [seat, 0]),
  )
  for (const vote of cast.values()) counts.set(vote.for, counts.get(vote.for)! + 1)
  const most = Math.max(...counts.values())
  const first = [...counts].flatMap(([seat, count]) => (count === most ? [seat] : []))
  const leader = first.length === 1 ? first[0]! : first[chance('election', state.years.length).int(first.length)]!
  const platform = state.campaigns?.find(({ seat }) => seat === leader)
  return {
    ...state,
    leader,
    votes: workersOf(state).map((seat) => cast.get(seat)?.for ?? null),
    rates: platform?.rates ?? state.rates,
    phase: platform ? 'labour' : 'schedule',
  }
}

/** One step: taxes are paid on what the hours bring in, and come back in equal shares. */
function worked(state: State, hours: readonly number[]): State {
  const { params, planned, rates, skills, steps, totals } = state
  const facts = factsOf(params)
  const step = stepOf(skills, hours, rates, facts)
  const outcomes = outcomesOf(skills, step, rates, facts)
  const earned = [...(planned ? [welfareOf(state, outcomes)] : []), ...outcomes.map(({ utility }) => utility)]
  const after: State = {
    ...state,
    steps: [...steps, step],
    totals: totals.map((total, seat) => total + earned[seat]!),
  }
  if (after.steps.length < params.stepsPerYear) return after
  return params.satisfaction ? { ...after, phase: 'satisfied' } : yearOver(after, null)
}

function yearOver(state: State, satisfied: readonly (boolean | null)[] | null): State {
  const { campaigns, leader, params, rates, steps, votes } = state
  const years = withYear(state, { campaigns, leader, rates, satisfied, steps, votes, year: state.years.length + 1 })
  const phase = years.length === params.years ? 'over' : FIRST[params.governance]
  return { ...state, campaigns: null, phase, steps: [], votes: null, years }
}
