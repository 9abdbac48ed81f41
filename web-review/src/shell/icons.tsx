// The few shapes that stand for a state, so that none is told by colour alone.

export type Mark = 'stop' | 'warn' | 'good' | 'note' | 'unknown'

const PATHS: Record<Mark, string> = {
  stop: 'M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM5.5 5.5l5 5m0-5l-5 5',
  warn: 'M8 1.8l6.7 12H1.3zM8 6v3.6m0 2v.4',
  good: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM5 8.2l2.1 2.2L11 6',
  note: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM8 7.2v4m0-6.7v.5',
  unknown: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2m0 1.9v.3',
}

export function Icon({ mark }: { mark: Mark }) {
  return (
    <svg class={`icon ${mark}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[mark]} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  )
}
