import type { LocateAnswer } from '../api/locate'

/** Which sentence says where the reader is, and with what in it. */
export type AnswerWords = {
  key: 'inGrid' | 'onBorder' | 'nearest' | 'noneIn' | 'none'
  name: string
  distance: number
  /** Metres to the border, where that belongs beside it. */
  border: number | null
}

export function answerWords(answer: LocateAnswer): AnswerWords {
  const name = answer.area?.name ?? answer.community?.name ?? ''
  const full = [answer.community?.name, answer.area?.name].filter(Boolean).join(' ')
  const words = (key: AnswerWords['key'], distance = 0): AnswerWords => ({
    key,
    name: key === 'inGrid' || key === 'onBorder' ? full : name,
    distance,
    border: key === 'inGrid' ? answer.border_m : null,
  })
  if (answer.area && answer.rule === 'inside') return words('inGrid')
  if (answer.area && answer.rule === 'border') return words('onBorder')
  if (answer.area && answer.rule === 'nearest') return words('nearest', answer.distance_m)
  return answer.community ? words('noneIn') : words('none')
}
