import { BarChart, CustomChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TitleComponent } from 'echarts/components'
import { init, use, type ComposeOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { BarSeriesOption, CustomSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TitleComponentOption } from 'echarts/components'

use([BarChart, CustomChart, ScatterChart, GridComponent, MarkLineComponent, TitleComponent, CanvasRenderer])

/** What a chart of this page may consist of. */
export type ChartOption = ComposeOption<
  BarSeriesOption | CustomSeriesOption | ScatterSeriesOption | GridComponentOption | TitleComponentOption
>

/** Draws a chart into an element, sharp enough to be printed. */
export function drawChart(element: HTMLElement, option: ChartOption) {
  const chart = init(element, null, {
    renderer: 'canvas',
    devicePixelRatio: Math.max(2, window.devicePixelRatio),
  })
  chart.setOption(option)
  const observer = new ResizeObserver(() => chart.resize())
  observer.observe(element)
  return {
    show: (next: ChartOption) => chart.setOption(next, { notMerge: true }),
    close() {
      observer.disconnect()
      chart.dispose()
    },
  }
}

export type Drawn = ReturnType<typeof drawChart>
