/** Texts of a session file: the Markdown that people write, and nothing that could do harm. */
import { describe, expect, it } from 'vitest'
import { prose } from '../../src/web/prose.ts'

const shown = (markdown: string) => String(prose(markdown))

describe('a text of a session file', () => {
  it.each([
    ['One\ntwo\n\nthree', '<p>One two</p><p>three</p>'],
    ['One  \ntwo', '<p>One<br>two</p>'],
    ['- a\n- b\n  goes on\n\n- c', '<ul><li>a</li><li>b goes on</li><li>c</li></ul>'],
    ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
    [
      '**all four players**: *one* and _two_',
      '<p><strong>all four players</strong>: <em>one</em> and <em>two</em></p>',
    ],
    ['## Rules\n### More\n# x', '<h3>Rules</h3><h4>More</h4><h2>x</h2>'],
    ['### Rules', '<h2>Rules</h2>'],
    [
      '[here](https://example.org/a?b=1&c=2)',
      '<p><a href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">here</a></p>',
    ],
    ['2 * 3 * 4 and a_b_c and 5*6', '<p>2 * 3 * 4 and a_b_c and 5*6</p>'],
    ['\\*as it is\\*', '<p>*as it is*</p>'],
    ['5 < 6 & "x"', '<p>5 &lt; 6 &amp; &quot;x&quot;</p>'],
    ['', ''],
  ])('%j', (markdown, expected) => expect(shown(markdown)).toBe(expected))

  it('has no markup and no link of its own making', () => {
    const text = shown(
      '<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](data:text/html,x) [c](https://x"onclick=)',
    )
    expect(text).not.toContain('<img')
    expect(text).not.toMatch(/href="(javascript|data)/)
    expect(text).not.toContain('"onclick')
  })

  it('is read fast, however it is written', () => {
    const text = shown(`${'*a '.repeat(3000)}${'[x]('.repeat(3000)}${'_'.repeat(3000)}`)
    expect(text.length).toBeGreaterThan(9000)
  })
})
