/** Any page of a participant, and what it is called. */
import type { Page } from '../../lab/pages.ts'
import type { Html, Pen } from '../pen.ts'
import { renderBelief } from './belief.ts'
import { renderConsent } from './consent.ts'
import { renderDebrief } from './debrief.ts'
import { renderDecision } from './decision.ts'
import { renderEnd } from './end.ts'
import { renderInstructions } from './instructions.ts'
import { renderManipulation } from './manipulation.ts'
import { renderPart } from './part.ts'
import { renderQuestionnaire } from './questionnaire.ts'
import { renderQuiz } from './quiz.ts'
import { renderReason } from './reason.ts'
import { renderResult } from './result.ts'
import { renderResults } from './results.ts'
import { renderStrategy } from './strategy.ts'
import { renderWait } from './wait.ts'

/** What stands inside of its `<main>`. */
export function renderPage(page: Page, pen: Pen): Html {
  switch (page.kind) {
    case 'consent':
      return renderConsent(page, pen)
    case 'instructions':
      return renderInstructions(page, pen)
    case 'quiz':
      return renderQuiz(page, pen)
    case 'part':
      return renderPart(page, pen)
    case 'decision':
      return renderDecision(page, pen)
    case 'strategy':
      return renderStrategy(page, pen)
    case 'reason':
      return renderReason(page, pen)
    case 'belief':
      return renderBelief(page, pen)
    case 'wait':
      return renderWait(page, pen)
    case 'result':
      return renderResult(page, pen)
    case 'questionnaire':
      return renderQuestionnaire(page, pen)
    case 'results':
      return renderResults(page, pen)
    case 'manipulation':
      return renderManipulation(page, pen)
    case 'debrief':
      return renderDebrief(page, pen)
    case 'end':
      return renderEnd(page, pen)
  }
}

/** For the window; it begins with `Error:` where something could not be taken. */
export const titleOf = (page: Page): string => `${isWrong(page) ? 'Error: ' : ''}${nameOf(page)}`

function nameOf(page: Page): string {
  switch (page.kind) {
    case 'consent':
      return 'Taking part'
    case 'instructions':
      return 'Instructions'
    case 'quiz':
      return 'Questions about the instructions'
    case 'decision':
    case 'strategy':
      return `Your decision: ${page.title}`
    case 'reason':
      return `Your reason: ${page.title}`
    case 'belief':
      return `What you believe: ${page.title}`
    case 'wait':
      return 'Please wait'
    case 'result':
      return `Result: ${page.result.title}`
    case 'results':
      return 'Results and payment'
    case 'manipulation':
      return 'About the other players'
    case 'debrief':
      return 'What this study was about'
    case 'end':
      return 'End'
    case 'part':
    case 'questionnaire':
      return page.title
  }
}

function isWrong(page: Page): boolean {
  switch (page.kind) {
    case 'consent':
    case 'manipulation':
      return page.complaint !== null
    case 'part':
      return page.check !== null && page.check.complaint !== null
    case 'quiz':
    case 'questionnaire':
      return page.items.some(({ complaint }) => complaint !== null)
    case 'decision':
    case 'strategy':
    case 'reason':
    case 'belief':
      return page.draft !== null && Object.keys(page.draft.complaints).length > 0
    default:
      return false
  }
}
