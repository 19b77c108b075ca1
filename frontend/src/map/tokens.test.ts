import { expect, test } from 'vitest'
import { colourOf, parseTokens } from './tokens'

const sheet =
  ':root{ /* map */ --water:#cfe2ec; --shadow:0 1px 2px rgba(28,39,51,.08),0 6px 20px #000;\n --g1:#7fb4d9;} body{--x:1}'

test('tokens are read from the root rule alone', () => {
  expect(parseTokens(sheet)).toEqual({
    water: '#cfe2ec',
    shadow: '0 1px 2px rgba(28,39,51,.08),0 6px 20px #000',
    g1: '#7fb4d9',
  })
})

test('a colour that the sheet lacks is a mistake, not black', () => {
  expect(() => colourOf(parseTokens(sheet), 'g9')).toThrow('--g9')
})
