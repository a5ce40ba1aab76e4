/** What many bids say of how one bids: slopes of bids on values, and the aversion to risk that a slope implies. */
import type { Estimate, Made } from '../../src/core/behaviour.ts'
import { fitOfEquality, lineThrough, slopeThroughOrigin } from '../../src/statistics/line.ts'

/** [value, bid] of a decision; undefined where it is no bid. */
export type Datum = (made: Made) => readonly [value: number, bid: number] | undefined

/** ρ = n − (n − 1) ÷ slope: with constant relative risk aversion ρ the equilibrium's slope is (n − 1) ÷ (n − ρ) (Cox, Smith and Walker 1988). */
export const impliedRiskAversion = (slope: number, bidders: number): number => bidders - (bidders - 1) / slope

export const bidSlope = (datum: Datum): Estimate => ({
  name: 'bid-slope',
  title: 'Slope of bids',
  describes: 'Slope of bid on value (or signal) through the origin, Σ bv ÷ Σ v²: 1 for who bids its value.',
  datum,
  from: slopeThroughOrigin,
})

export const bidSlopeFree = (datum: Datum): Estimate => ({
  name: 'bid-slope-ols',
  title: 'Slope of bids, free intercept',
  describes:
    'Slope of bid on value (or signal) by ordinary least squares with an intercept; missing where no two values differ.',
  datum,
  from: (points, weights) => lineThrough(points, weights)?.slope,
})

export const valueFit = (datum: Datum): Estimate => ({
  name: 'value-fit',
  title: 'Fit of bid = value',
  describes:
    '1 − Σ(b − v)² ÷ Σ(b − mean b)²: how well the line bid = value (or signal) tells the bids, at most 1; missing where no two bids differ.',
  datum,
  from: fitOfEquality,
})

/** Of slopes of 0 and less nothing follows: no aversion to risk makes them an equilibrium. */
export const riskAversion = (datum: Datum, bidders: number): Estimate => ({
  name: 'risk-aversion',
  title: 'Implied risk aversion (ρ)',
  describes:
    'ρ = n − (n − 1) ÷ slope of bid on value through the origin, n bidders: the constant relative risk aversion under which that slope is the equilibrium’s (Cox, Smith and Walker 1988); 0 neutral, 1 bids the value, negative loves risk.',
  datum,
  from: (points, weights) => {
    const slope = slopeThroughOrigin(points, weights)
    if (slope === undefined || slope <= 0) return undefined
    const rho = impliedRiskAversion(slope, bidders)
    return Number.isFinite(rho) ? rho : undefined
  },
})

/** Language models in a published study, whose rounds are public (the tests reckon its figures again from them). */
export const SYNTHETIC_LABS = {
  who: 'GPT-4 models, three bidders',
  source: 'rounds published with Shah et al. (2025), arXiv:2507.09083',
}
