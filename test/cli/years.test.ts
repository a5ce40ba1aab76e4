/** Taxation by year, through the command line. */
import { beforeAll, describe, expect, it } from 'vitest'
import { freshFolder, stagegame, write } from './stagegame.ts'

let cwd: string
beforeAll(async () => {
  cwd = freshFolder()
  const players = 'players: [{ strategy: grid }, { name: half, strategy: flat, options: { rate: 50 } }]'
  const skills = 'skills: { given: [20, 60, 140] }'
  write(
    cwd,
    'tax.yaml',
    `game: taxation
params: { years: 2, brackets: flat, welfare: inverse-income, ${skills} }
${players}
design: { format: self-play }
`,
  )
  write(cwd, 'guess.yaml', 'game: beauty-contest\nplayers: [{ strategy: equilibrium }, { strategy: level-k }]\n')
  for (const name of ['tax', 'guess'])
    expect(await stagegame(['run', `${name}.yaml`, '--db', 'a.sqlite'], { cwd })).toMatchObject({ code: 0 })
})

const years = (run: string) => stagegame(['years', run, '--db', 'a.sqlite'], { cwd })

describe('stagegame years', () => {
  it('tells each year under each planner beside the schedules of theory: the worked optimum is found', async () => {
    const { out, code } = await years('tax-1')
    expect(code).toBe(0)
    // skills 20, 60, 140: 80 % flat is best of whole tens, welfare 8.2978 (worked value of the Stackelberg optimum)
    for (const year of [1, 2]) expect(out).toMatch(new RegExp(`^grid +${year} +8\\.3 .* 80$`, 'm'))
    expect(out).toMatch(/^half +1 +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +50$/m)
    for (const name of ['best flat rate', 'US federal', 'Saez', 'grid'])
      expect(out).toMatch(new RegExp(`^${name} +each +[\\d.]+`, 'm'))
    expect(out).toMatch(/^grid +each +8\.3 /m)
  })

  it('says where there is none', async () => {
    expect(await years('guess-1')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/guess-1 has no finished match of taxation/),
    })
    expect(await years('tax-9')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/there is no run "tax-9" .* did you mean tax-1/),
    })
  })
})
