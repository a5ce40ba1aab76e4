import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import { beforeAll, describe, expect, it } from 'vitest'
import { freshFolder, stagegame, write } from './stagegame.ts'

const cwd = freshFolder()
const run = (...args: string[]) => stagegame(args, { cwd })
const experiment = (more: string) => `
game: ultimatum
players:
  - { strategy: equilibrium }
  - { strategy: fair }
  - { name: careless, model: "simulated:fair", options: { noise: 4, malformed: 0.4 } }
design: { format: round-robin, repetitions: 12 }
seed: 5
${more}`

beforeAll(async () => {
  write(cwd, 'plain.yaml', experiment(''))
  write(cwd, 'rules.yaml', experiment('analysis: { primary: payoff, exclude: fallbackShare > 0.2 }'))
  write(
    cwd,
    'solo.yaml',
    'game: beauty-contest\nplayers: [{ strategy: uniform }]\ndesign: { format: self-play, seats: 3 }\n',
  )
  for (const name of ['plain', 'rules', 'solo']) {
    const { code, err } = await run('run', `${name}.yaml`)
    expect(code, err).toBe(0)
  }
})

const page = (file: string) => parseHTML(readFileSync(join(cwd, file), 'utf8')).document
const headings = (file: string) => [...page(file).querySelectorAll('h2, h3')].map((one) => one.textContent.trim())

describe('stagegame report', () => {
  it('writes one page with what was run, results, behaviour, failures, spend, methods and how to reproduce it', async () => {
    expect(await run('report', 'plain-1')).toMatchObject({ code: 0, err: '', out: 'wrote plain-1.html\n' })
    expect(headings('plain-1.html')).toEqual(
      expect.arrayContaining([
        ...['In short', 'What was run', 'Results', 'Ratings', 'Behaviour: ultimatum', 'Failures', 'Spend and time'],
        ...['Methods', 'How to reproduce this', 'Codebook'],
      ]),
    )
    const text = page('plain-1.html').body.textContent
    expect(text).toMatch(/36 of 36 matches finished|72 of 72 matches finished/)
    expect(text).toMatch(/each follows from the rules, and the hash chain holds/)
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('comes out the same the second time, to the last byte', async () => {
    await run('report', 'plain-1', '--to', 'again.html')
    expect(readFileSync(join(cwd, 'again.html'), 'utf8')).toBe(readFileSync(join(cwd, 'plain-1.html'), 'utf8'))
  })

  it('writes its tables as CSV and Parquet with a codebook of every column', async () => {
    const { out, code } = await run(
      'report',
      'plain-1',
      '--to',
      'tabled.html',
      '--tables',
      'tables',
      '--format',
      'both',
    )
    expect(code).toBe(0)
    expect(out).toMatch(/wrote \d+ tables and their codebook to tables/)
    const book = readFileSync(join(cwd, 'tables', 'codebook.csv'), 'utf8')
    const header = readFileSync(join(cwd, 'tables', 'results-payoff.csv'), 'utf8').split('\r\n')[0]!
    for (const column of header.split(',')) expect(book).toContain(`results-payoff,${column},`)
    expect(existsSync(join(cwd, 'tables', 'results-payoff.parquet'))).toBe(true)
  })

  it('shows results with and without the exclusions that the experiment planned', async () => {
    expect((await run('report', 'rules-1', '--tables', 'rules')).code).toBe(0)
    expect(headings('rules-1.html')).toContain('The same without the exclusions')
    expect(existsSync(join(cwd, 'rules', 'results-payoff-all.csv'))).toBe(true)
  })

  it('of several runs puts them side by side', async () => {
    expect((await run('report', 'plain-1', 'rules-1', '--to', 'both.html')).code).toBe(0)
    expect(headings('both.html')).toContain('What the factors did')
  })

  it('of a game played once draws what others did in a first round beside it', async () => {
    write(
      cwd,
      'once.yaml',
      'game: beauty-contest\nparams: { rounds: 1 }\nplayers: [{ strategy: uniform }, { strategy: level-k }, { strategy: equilibrium }]\n',
    )
    expect((await run('run', 'once.yaml')).code).toBe(0)
    expect((await run('report', 'once-1')).code).toBe(0)
    const section = page('once-1.html').querySelector('#figure-guess')!
    expect(section.textContent).toContain('Nagel (1995), Table 1')
    expect(section.textContent).toContain('what others did')
  })

  it('of one player only says so, and is a page nevertheless', async () => {
    expect((await run('report', 'solo-1')).code).toBe(0)
    expect(page('solo-1.html').body.textContent).toMatch(/one player only/)
  })

  it.each([
    [['report', 'plain-9'], /there is no run "plain-9" in this log: did you mean plain-1\?/],
    [['report', 'plain-1'], /plain-1\.html is there already: --force writes over it/],
    [['report', 'plain-1', 'plain-1', '--to', 'x.html'], /run plain-1 is named twice/],
    [['report', 'plain-1', '--to', 'no/such/folder/x.html'], /cannot write no\/such\/folder\/x\.html/],
    [['report', 'plain-1', '--to', 'y.html', '--tables', 'tables'], /is there already: --force writes over it/],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await run(...args)
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })
})

describe('stagegame pack', () => {
  it('writes a package that verifies by itself: hashes, matches, and every table derived again', async () => {
    expect((await run('pack', 'rules-1')).out).toMatch(/wrote \d+ files to rules-1\.package\nhead: [0-9a-f]{64}/)
    const checked = await run('verify', 'rules-1.package')
    expect(checked).toMatchObject({ code: 0, err: '' })
    expect(checked.out).toMatch(/tables derived again: all verified\nhead of rules-1: [0-9a-f]{64}/)
  })

  it.each([
    [
      'a number of a table',
      'tables/results-payoff.csv',
      /\d\d\.\d/,
      '99.9',
      /tables\/results-payoff\.csv, row 1, .*was packed, .* follows from the log/,
    ],
    ['an answer of the log', 'transcripts.jsonl', /"offer":\d+/, '"offer":1', /was edited/],
    [
      'the experiment',
      'experiment.yaml',
      /repetitions: 12/,
      'repetitions: 13',
      /experiment\.yaml is not what was packed/,
    ],
  ])('that was changed in %s no longer does, and says where', async (what, file, from, to, message) => {
    const folder = `changed-${what.replaceAll(/\W+/g, '-')}`
    await run('pack', 'rules-1', '--to', folder)
    const path = join(cwd, folder, file)
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
    const { code, out, err } = await run('verify', folder)
    expect([code, out + err]).toEqual([expect.any(Number), expect.stringMatching(message)])
    expect(code).not.toBe(0)
  })

  it('refuses a folder that has something in it, and a manifest that is none', async () => {
    expect((await run('pack', 'plain-1', '--to', '.')).err).toMatch(/\. is there already, and is not empty/)
    write(cwd, 'manifest.json', '{}')
    expect((await run('verify', '.')).err).toMatch(/manifest\.json is not a manifest of stagegame’s format 1/)
  })
})

describe('stagegame power', () => {
  it('tells the power of each comparison by the number of repetitions', async () => {
    const { code, out } = await run(
      'power',
      'plain.yaml',
      '--repetitions',
      '5,20',
      '--studies',
      '50',
      '--pilot-repetitions',
      '20',
    )
    expect(code).toBe(0)
    expect(out).toMatch(/comparison +difference +5 +20 +80\.0 % at/)
    expect(out).toMatch(/equilibrium − fair/)
    expect(out).toMatch(/5: 5 blocks, 20: 20 blocks/)
  })

  it('takes a logged run as its pilot', async () => {
    const { code, out } = await run('power', 'plain.yaml', '--pilot', 'plain-1', '--studies', '50', '--effect', '5')
    expect(code).toBe(0)
    expect(out).toMatch(/from run plain-1/)
  })

  it('calls nobody: an experiment with models needs a pilot', async () => {
    write(cwd, 'paid.yaml', 'game: ultimatum\nplayers: [{ model: "openai:gpt-5-mini" }, { strategy: fair }]\n')
    const { code, err } = await run('power', 'paid.yaml')
    expect(code).toBe(2)
    expect(err).toMatch(/a pilot calls nobody, but openai:gpt-5-mini would have to be called/)
  })

  it.each([
    [['--alpha', '2'], /--alpha: expected a number between 0 and 1, got "2"/],
    [['--repetitions', '5,x'], /--repetitions: expected a whole number from 1 to 100,000, got "x"/],
    [['--effect', 'big'], /--effect: expected a number, got "big"/],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await run('power', 'plain.yaml', ...args)
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })
})

describe('stagegame standings', () => {
  it('rates the players of a run one contest after another', async () => {
    const { code, out } = await run('standings', 'plain-1')
    expect(code).toBe(0)
    expect(out).toMatch(/plain-1: (\d+) of \1 matches played/)
    expect(out).toMatch(/player +contests +skill +± +at least/)
  })

  it('says where nobody met anybody', async () => {
    expect((await run('standings', 'solo-1')).out).toMatch(/nobody met anybody yet/)
  })
})
