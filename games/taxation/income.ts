/** The distribution of incomes from which skills are drawn: a generalised beta of the second kind. */

/** GB2 parameters in the notation of GAMLSS. */
export interface GB2 {
  readonly mu: number
  readonly sigma: number
  readonly nu: number
  readonly tau: number
}

/** Fitted to United States incomes (American Community Survey 2023) by the LLM Economist (utils/common.py). */
export const US_INCOME: GB2 = {
  mu: 72402.78177917618,
  sigma: 2.0721070746154746,
  nu: 0.48651871959386955,
  tau: 1.1410398548220329,
}

/** Hours a week at which a worker earns the income drawn for it: skill = income / 40 (LLM Economist, main.py). */
export const FULL_TIME = 40

/** Halvings of a range of 160: what is left is below the precision of the result. */
const HALVINGS = 64
/** Log odds beyond which no p in steps of 2⁻⁵³ lies. */
const MOST_ODDS = 80

/**
 * Quantile of GB2: mu · (x / (1 − x))^(1 / sigma), where x is the p-quantile of Beta(nu, tau). Found by bisection on the log odds
 * of x, in whichever tail is the smaller, so that neither end loses digits. 0 for p = 0; p below 1.
 */
export function quantile(p: number, { mu, sigma, nu, tau }: GB2 = US_INCOME): number {
  if (p <= 0) return 0
  const logBeta = logGamma(nu) + logGamma(tau) - logGamma(nu + tau)
  const below = (t: number) =>
    p < 0.5
      ? betaShare(odds(t), odds(-t), nu, tau, logBeta) < p
      : betaShare(odds(-t), odds(t), tau, nu, logBeta) > 1 - p
  let [low, high] = [-MOST_ODDS, MOST_ODDS]
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (below(middle)) low = middle
    else high = middle
  }
  return mu * Math.exp(low / sigma)
}

const odds = (t: number): number => 1 / (1 + Math.exp(-t))

/**
 * The regularised incomplete beta function I_x(a, b), given x and y = 1 − x: its continued fraction where that converges fast,
 * else 1 − I_y(b, a).
 */
function betaShare(x: number, y: number, a: number, b: number, logBeta: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) - logBeta)
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(y, b, a)) / b
}

const MOST_TERMS = 300

/** The continued fraction of I_x(a, b), evaluated from its front (Lentz's method). */
function fraction(x: number, a: number, b: number): number {
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let c = 1
  let value = d
  for (let m = 1; m <= MOST_TERMS; m++) {
    const before = value
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    for (const term of [even, odd]) {
      d = 1 / nonZero(1 + term * d)
      c = nonZero(1 + term / c)
      value *= d * c
    }
    if (Math.abs(value - before) < 1e-16 * Math.abs(value)) break
  }
  return value
}

const nonZero = (x: number): number => (Math.abs(x) < 1e-300 ? 1e-300 : x)

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0, by Lanczos's approximation. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const z = x - 1
  const t = z + LANCZOS.length - 1.5
  const series = LANCZOS.slice(1).reduce((sum, c, i) => sum + c / (z + i + 1), LANCZOS[0]!)
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series)
}
