import { expect, test } from 'vitest'
import { readView, writeView } from './map-view'

test('a view survives the address', () => {
  const view = { centre: [117.63412, 26.27001], zoom: 15.25 } as const
  expect(writeView({ centre: [...view.centre], zoom: view.zoom })).toBe('117.63412,26.27001,15.25')
  expect(readView('117.63412,26.27001,15.25')).toEqual(view)
})

test.each([
  undefined,
  null,
  '',
  '117',
  '117,26',
  'a,b,c',
  '117,,15',
  '200,26,15',
  '117,89,15',
  '117,26,99',
  '1,2,3,4',
])('the address may say anything: %s is no view', (text) => {
  expect(readView(text)).toBeNull()
})
