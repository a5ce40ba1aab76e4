/** How numbers read: digits that compare down a column, and nothing that says more or less than the number does. */
import { describe, expect, it } from 'vitest'
import type { Cell, Column } from '../../src/analysis/data-table.ts'
import { shownBy, tickText, withBounds } from '../../src/report/numbers.ts'

const all = (type: Column['type'], cells: readonly Cell[], bounds: readonly (readonly [Cell, Cell])[] = []) =>
  cells.map(shownBy({ type }, cells, bounds))

describe('a cell', () => {
  it('has as many digits as its column, so that a median number has three significant ones', () => {
    expect(all('number', [37.244, 12.1, 5])).toEqual(['37.2', '12.1', '5.0'])
    expect(all('number', [0.01234, 0.5])).toEqual(['0.012', '0.500'])
    expect(all('number', [1234.5, 98765.4])).toEqual(['1,235', '98,765'])
    expect(all('number', [3, 40, -5])).toEqual(['3', '40', '−5'])
  })

  it('has as many digits as its intervals know: two of half their width', () => {
    expect(
      all(
        'number',
        [12.3456, 10.2],
        [
          [11.1, 13.6],
          [9.9, 10.5],
        ],
      ),
    ).toEqual(['12.3', '10.2'])
    expect(all('number', [0.53125], [[0.4, 0.66]])).toEqual(['0.53'])
    expect(all('number', [1234.56], [[1000, 1400]])).toEqual(['1,235'])
  })

  it('never reads as zero without being it', () => {
    expect(all('number', [100.5, 0.0042, 0, -0])).toEqual(['101', '0.0042', '0', '0'])
    expect(all('share', [0.0002, 0.9998, 1, 0, 0.3751])).toEqual(['< 0.1 %', '> 99.9 %', '100.0 %', '0.0 %', '37.5 %'])
    expect(all('p', [0, 0.0004, 0.042, 0.9999, 1])).toEqual(['< 0.001', '< 0.001', '0.042', '> 0.999', '1.000'])
  })

  it('is a power of ten where it is very large or very small', () => {
    expect(all('number', [1.5e15, -2.25e-9])).toEqual(['1.5 × 10¹⁵', '−2.25 × 10⁻⁹'])
  })

  it('is counted with its thousands apart, told as yes or no, kept as it is, or missing', () => {
    expect(all('count', [0, 1234567, null])).toEqual(['0', '1,234,567', '–'])
    expect(all('count', [2.5])).toEqual(['2.5'])
    expect(all('yes', [true, false, null])).toEqual(['yes', 'no', '–'])
    expect(all('text', ['<b>', ''])).toEqual(['<b>', ''])
    expect(all('number', [null, null])).toEqual(['–', '–'])
  })

  it('stands before its interval, and alone where there is none', () => {
    expect(withBounds('12.3', '10.1', '14.5')).toBe('12.3 [10.1, 14.5]')
    expect(withBounds('37.5 %', '30.0 %', '45.0 %')).toBe('37.5 % [30.0, 45.0]')
    expect(withBounds('12.3', '–', '–')).toBe('12.3')
    expect(withBounds('12.3', '–', '14.5')).toBe('12.3 [–, 14.5]')
  })
})

describe('the numbers of an axis', () => {
  it('have the digits that tell them apart', () => {
    expect([0, 0.2, 0.4].map(tickText('number', [0, 0.2, 0.4]))).toEqual(['0.0', '0.2', '0.4'])
    expect([-50, 0, 50].map(tickText('number', [-50, 0, 50]))).toEqual(['−50', '0', '50'])
    expect([0, 0.2].map(tickText('share', [0, 0.2]))).toEqual(['0 %', '20 %'])
    expect([0, 2e9].map(tickText('number', [0, 2e9]))).toEqual(['0', '2 × 10⁹'])
  })
})
