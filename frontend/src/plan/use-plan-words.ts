import { computed } from 'vue'
import { i18n } from '../i18n'
import { planEn } from '../i18n/plan-en'
import { planZhCN } from '../i18n/plan-zh-cn'
import type { PlanGrid } from '../api/plan-topology'
import { numberFormat, shortName } from '../shell/format'
import { useScreenWords } from '../ui/screens'
import { unassigned } from './topology'
import { bandState, beyond } from './tally'

i18n.global.mergeLocaleMessage('zh-CN', planZhCN)
i18n.global.mergeLocaleMessage('en', planEn)

/** Words of the planner's screen; grids are named by what the plan knows of them. */
export function usePlanWords(grids: () => ReadonlyMap<number, PlanGrid> = () => new Map()) {
  const words = useScreenWords()
  const { t, count } = words

  /** What a grid goes by on the map and in lists. */
  function short(id: number): string {
    if (id === unassigned) return t('plan.unassigned')
    const grid = grids().get(id)
    if (!grid) return t('plan.fresh')
    return shortName(grid.name, grid.code) || t('plan.freshNumber', { n: id })
  }
  /** The grid in a sentence. */
  function gridName(id: number): string {
    const grid = grids().get(id)
    return grid?.name || grid?.code ? t('plan.grid', { name: short(id) }) : short(id)
  }
  /** A grid with its households and how they stand to the band, to be read out. */
  function standing(id: number, households: number): string {
    const band = grids().get(id)?.band ?? null
    const state = bandState(households, band)
    const by = count(beyond(households, band))
    return t('plan.announce', {
      name: gridName(id),
      n: count(households),
      state: t(`plan.stateWords.${state}`, { by }),
    })
  }
  const share = (of: number) =>
    numberFormat(words.language.value, { style: 'percent', maximumFractionDigits: 1 }).format(of)
  /** In which language an order is printed. */
  const orderLanguage = computed(() => (words.language.value === 'en' ? 'en' : 'zh'))
  return { ...words, orderLanguage, gridShort: short, gridName, standing, share }
}

export type PlanWords = ReturnType<typeof usePlanWords>
