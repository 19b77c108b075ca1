import { expect, test } from 'vitest'
import { localPath } from './local-path'

test.each([
  ['/', '/'],
  ['/a/12?view=117.6,26.2,15', '/a/12?view=117.6,26.2,15'],
  ['/admin/audit?q=%E7%8E%8B#x', '/admin/audit?q=%E7%8E%8B#x'],
])('%s leads back to where one was', (to, path) => expect(localPath(to)).toBe(path))

test.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  'a/12',
  '',
  '/sign-in?to=/sign-in',
  undefined,
  null,
  ['/a/12', '/a/13'],
])('%j leads to the map', (to) => expect(localPath(to)).toBe('/'))
