/** What both get at the end: proposer first, in points. */

export interface Split {
  readonly accepted: boolean
  readonly offer: number
  readonly outside: readonly [number, number]
  readonly pie: number
}

export const sharesOf = ({ accepted, offer, outside, pie }: Split): readonly [number, number] =>
  accepted ? [pie - offer, offer] : outside
