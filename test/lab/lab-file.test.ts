import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseExperiment } from '../../src/arena/experiment-file.ts'
import { parseLab } from '../../src/lab/lab-file.ts'
import { Lab } from '../../src/lab/lab-schema.ts'

const SESSION = `
title: A study
participants: 2
consent: { text: Take part? }
blocks: { one: { game: beauty-contest, seats: [person, person] } }
`

describe('a session file', () => {
  it('has its JSON Schema published for editors, and the published one is the current one', () => {
    const published = JSON.parse(readFileSync(new URL('../../session.schema.json', import.meta.url), 'utf8'))
    expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(Lab, { io: 'input', unrepresentable: 'any' }))))
  })

  it('needs a title, participants, a consent and a block; all else has a default', () => {
    const { lab } = parseLab(SESSION, 'study.yaml')
    expect(lab.payment.currency).toBe('EUR')
    expect(lab.blocks['one']!.matching.when).toBe('live')
  })

  it('says line and column of what is wrong, with the nearest name', () => {
    expect(() => parseLab(SESSION.replace('title:', 'titel:'), 'study.yaml')).toThrow(
      /study\.yaml:2:1: titel: unknown key; did you mean title\?/,
    )
  })

  it('is not taken for an experiment, nor an experiment for it', () => {
    expect(() => parseExperiment(SESSION, 'study.yaml')).toThrow(
      /study\.yaml is a session of the lab, not an experiment/,
    )
    const experiment = readFileSync(new URL('../../examples/first.yaml', import.meta.url), 'utf8')
    expect(() => parseLab(experiment, 'first.yaml')).toThrow(/first\.yaml is an experiment, not a session/)
  })
})
