import type { CustomSeriesRenderItem } from 'echarts'
import type { Place, Series } from '../api/analysis'
import { colourOf, type Tokens } from '../map/tokens'
import type { ChartOption } from './echart'

/** A place whose rate is known with its limits. */
export type Ranked = { name: string; rate: number; lower: number; upper: number; place: Place }

/** Those with a rate and limits, the highest first. */
export function ranked(places: readonly Place[], name: (place: Place) => string): Ranked[] {
  return places
    .flatMap((place) => {
      const { rate, lower, upper } = place
      return rate === null || lower === null || upper === null
        ? []
        : [{ name: name(place), rate, lower, upper, place }]
    })
    .sort((a, b) => b.rate - a.rate)
}

/** How one stands to the whole: only what more than chance explains, after correction for many, is above or below. */
export const standing = ({ place }: Ranked): 'above' | 'below' | 'within' =>
  place.class === 'above' || place.class === 'below' ? place.class : 'within'

const font = (tokens: Tokens) => ({
  fontFamily: colourOf(tokens, 'font').replaceAll('"', ''),
  color: colourOf(tokens, 'ink-2'),
})

/** How high the chart of so many intervals is, pixels. */
export const rankHeight = (rows: number) => 66 + rows * 20

/** What the chart of intervals says beside names and figures. */
export type RankWords = { unit: string; whole: string; left: string }

/** Those at both ends where there are too many to be read on a chart; null stands for all in between. */
export function bothEnds(rows: readonly Ranked[]): (Ranked | null)[] {
  return rows.length <= 40 ? [...rows] : [...rows.slice(0, 20), null, ...rows.slice(-10)]
}

/** Intervals one below the other, in the order of their rates, with the whole area as a line. */
export function rankChart(
  rows: readonly (Ranked | null)[],
  whole: number | null,
  tokens: Tokens,
  words: RankWords = { unit: '', whole: '', left: '' },
): ChartOption {
  const ink = colourOf(tokens, 'ink')
  const text = font(tokens)
  const colour = (row: Ranked) => {
    const stands = standing(row)
    return colourOf(tokens, stands === 'above' ? 's5' : stands === 'below' ? 'c3' : 'ink-3')
  }
  const render: CustomSeriesRenderItem = (params, api) => {
    const row = rows[params.dataIndex]
    if (!row) return null
    const [left = 0, y = 0] = api.coord([row.lower, params.dataIndex])
    const [right = 0] = api.coord([row.upper, params.dataIndex])
    const [middle = 0] = api.coord([row.rate, params.dataIndex])
    const style = { stroke: colour(row), fill: colour(row), lineWidth: 2 }
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const,
      shape: { x1, y1, x2, y2 },
      style,
    })
    const mark =
      standing(row) !== 'within'
        ? { type: 'circle' as const, shape: { cx: middle, cy: y, r: 4.5 }, style }
        : { type: 'circle' as const, shape: { cx: middle, cy: y, r: 4 }, style: { ...style, fill: '#fff' } }
    return {
      type: 'group',
      children: [
        line(left, y, right, y),
        line(left, y - 4, left, y + 4),
        line(right, y - 4, right, y + 4),
        mark,
      ],
    }
  }
  return {
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 12, top: 22, bottom: 40, containLabel: true },
    xAxis: {
      type: 'value',
      min: 0,
      name: words.unit,
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: text,
      axisLabel: text,
      splitLine: { lineStyle: { color: colourOf(tokens, 'line') } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row?.name ?? words.left),
      axisLabel: { ...text, interval: 0, width: 150, overflow: 'truncate' },
      axisTick: { show: false },
      axisLine: { show: false },
    },
    series: [
      {
        type: 'custom',
        renderItem: render,
        data: rows.map((row, i) => (row ? [row.rate, i, row.lower, row.upper] : ['-', i, '-', '-'])),
        encode: { x: [0, 2, 3], y: 1 }, // the axis is as long as the longest interval
        silent: true,
        ...(whole === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                label: { formatter: words.whole, position: 'start', ...text, color: ink },
                lineStyle: { color: ink, type: 'dashed', width: 1.5 },
                data: [{ xAxis: whole }],
              },
            }),
      },
    ],
  }
}

/** How many small charts stand beside one another. */
const columns = 2
const cell = 86

/** The groups of kinds that have anything, the largest first. */
export function groupsOf(series: Series) {
  const sum = (counts: readonly number[]) => counts.reduce((all, n) => all + n, 0)
  return (series.groups ?? [])
    .map((group) => ({ ...group, sum: sum(group.counts) }))
    .filter(({ sum }) => sum > 0)
    .sort((a, b) => b.sum - a.sum)
}

export const monthsHeight = (series: Series) => Math.ceil(groupsOf(series).length / columns) * cell + 8

/** One small chart of the months for each group of kinds, all on one scale. */
export function monthsChart(
  series: Series,
  words: {
    name: (group: { name: { zh: string; en: string } }) => string
    month: (first: string) => string
    count: (n: number) => string
  },
  tokens: Tokens,
): ChartOption {
  const groups = groupsOf(series)
  const months = series.months ?? []
  const most = Math.max(1, ...groups.flatMap(({ counts }) => counts))
  const text = { ...font(tokens), fontSize: 10 }
  const left = (i: number) => (i % columns) * (100 / columns)
  return {
    animation: false,
    textStyle: font(tokens),
    title: groups.map((group, i) => ({
      text: words.name(group),
      subtext: words.count(group.sum),
      left: `${left(i) + 1}%`,
      top: Math.floor(i / columns) * cell,
      itemGap: 1,
      textStyle: {
        ...font(tokens),
        fontSize: 12,
        fontWeight: 600,
        color: colourOf(tokens, 'ink'),
        width: 160,
        overflow: 'truncate' as const,
      },
      subtextStyle: { ...font(tokens), fontSize: 11 },
    })),
    grid: groups.map((_, i) => ({
      left: `${left(i) + 1}%`,
      width: `${100 / columns - 4}%`,
      top: Math.floor(i / columns) * cell + 32,
      height: cell - 54,
    })),
    xAxis: groups.map((_, i) => ({
      type: 'category' as const,
      gridIndex: i,
      data: months.map(words.month),
      axisLabel: {
        ...text,
        interval: Math.max(0, months.length - 2),
        alignMinLabel: 'left' as const,
        alignMaxLabel: 'right' as const,
      },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colourOf(tokens, 'line-2') } },
    })),
    yAxis: groups.map((_, i) => ({ type: 'value' as const, gridIndex: i, max: most, show: false })),
    series: groups.map(({ counts }, i) => ({
      type: 'bar' as const,
      xAxisIndex: i,
      yAxisIndex: i,
      data: counts,
      barCategoryGap: '20%',
      itemStyle: { color: colourOf(tokens, 'brand') },
      silent: true,
    })),
  }
}
