/** The analysis that an experiment plans before it begins: what is tested, what is left out. */
import { z } from 'zod'

/** `fallbackShare > 0.2` of a seat leaves its match out; `player.fallbackShare > 0.2` the player in that condition. */
const Exclusion = z
  .string()
  .regex(
    /^(player\.)?(fallbackShare|missingShare|firstLegalShare|decisions) *(>=|<=|>|<) *\d+(\.\d+)?$|^measure\.[A-Za-z][A-Za-z0-9]* *(>=|<=|>|<) *-?\d+(\.\d+)?$/,
    'expected a rule such as fallbackShare > 0.2, player.firstLegalShare < 0.5 or measure.revenue < 0 (of fallbackShare, missingShare, firstLegalShare, decisions; of a seat’s match, or of a player)',
  )

export const AnalysisPlan = z.strictObject({
  primary: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9.-]*$/, 'expected payoff, rating, or the name of a measure or of a figure of behaviour')
    .default('payoff')
    .describe(
      'what is tested: payoff, rating, or the name of a measure or of a figure of behaviour; all else is described',
    ),
  exclude: z
    .union([Exclusion, z.array(Exclusion)])
    .optional()
    .describe('what is left out by a rule made beforehand: fallbackShare > 0.2; the report shows both'),
  confidence: z.number().gt(0.5).lt(1).default(0.95).describe('of all intervals'),
  resamples: z.int().min(100).max(100_000).default(2000).describe('of each bootstrap'),
})
