import type { Failure } from '../api/client'
import { useWords } from './use-words'

/** Puts a failure into words: what is wrong and what to do. After a deed, it says whether to do it again. */
export function useFailureWords(): (failure: Failure, after?: 'reading' | 'deed') => string {
  const { t } = useWords()
  return (failure, after = 'reading') => {
    switch (failure.kind) {
      case 'unreachable':
        return t(after === 'deed' ? 'state.unsure' : 'state.unreachable')
      case 'not-ready':
        return t(after === 'deed' ? 'state.busy' : 'state.notReady')
      case 'malformed':
        return t('state.malformed')
      default:
        return failure.detail || failure.title || t('state.refused', { status: failure.status })
    }
  }
}
