/** How far a run is: one line that is written over on a terminal, a plain line now and then elsewhere. To stderr. */
import type { Progress } from '../arena/tournament.ts'
import { many } from './table.ts'

export interface Display {
  stop(): void
}

/** Shows progress until stopped. `calls` counts the model calls made so far. */
export function showProgress(progress: Progress, total: number, calls: () => number): Display {
  const began = performance.now()
  const terminal = process.stderr.isTTY === true
  const show = () => {
    const text = line(progress, total, calls(), (performance.now() - began) / 1000)
    process.stderr.write(terminal ? `\r\x1b[K${text.slice(0, (process.stderr.columns ?? 100) - 1)}` : `${text}\n`)
  }
  const timer = setInterval(show, terminal ? 100 : 10_000)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      if (terminal) process.stderr.write('\r\x1b[K')
    },
  }
}

function line(progress: Progress, total: number, calls: number, seconds: number): string {
  const done = progress.finished + progress.already
  const left = progress.finished > 0 ? ((total - done) / progress.finished) * seconds : undefined
  return [
    `${done}/${total} matches`,
    `${progress.playing} playing`,
    many(progress.decisions, 'decision'),
    ...(calls > 0 ? [many(calls, 'call')] : []),
    ...(progress.fallbacks > 0 ? [many(progress.fallbacks, 'fallback')] : []),
    ...(progress.missing > 0 ? [`${progress.missing} missing`] : []),
    ...(progress.voided > 0 ? [`${progress.voided} voided`] : []),
    duration(seconds),
    ...(left !== undefined && done < total ? [`about ${duration(left)} left`] : []),
  ].join(' · ')
}

const duration = (seconds: number): string =>
  seconds < 90
    ? `${Math.round(seconds)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`
