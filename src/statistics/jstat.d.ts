/** The few distributions that are taken from jstat, which has no types of its own. */
declare module 'jstat' {
  interface Continuous {
    pdf(x: number, ...parameters: number[]): number
    cdf(x: number, ...parameters: number[]): number
    inv(p: number, ...parameters: number[]): number
  }
  const jStat: {
    readonly normal: Continuous
    readonly studentt: Continuous
    readonly beta: Continuous
    readonly chisquare: Continuous
    readonly binomial: { pdf(k: number, n: number, p: number): number; cdf(k: number, n: number, p: number): number }
  }
  // biome-ignore lint/style/noDefaultExport: it is what the package exports
  export default jStat
}
