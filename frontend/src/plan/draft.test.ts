import { expect, test } from 'vitest'
import { drawnSince, type Draft } from './draft'

const cells = (...ids: number[]): Draft => ({ kind: 'cells', cells: new Set(ids) })

test('what was drawn while a draft was being kept is left, and what was kept is not', () => {
  expect(drawnSince(cells(1, 2, 3), cells(1, 2))).toEqual(cells(3))
  expect(drawnSince(cells(1), cells(1, 2))).toBeNull()
  expect(
    drawnSince({ kind: 'line', points: [[0, 0], [1, 0], [5, 5]] }, { kind: 'line', points: [[0, 0], [1, 0]] }),
  ).toEqual({ kind: 'line', points: [[5, 5]] })
  expect(drawnSince({ kind: 'merge', grids: [1, 2, 3] }, { kind: 'merge', grids: [1, 2] })).toBeNull()
  expect(drawnSince(cells(4), { kind: 'merge', grids: [1, 2] })).toEqual(cells(4))
}) // prettier-ignore
