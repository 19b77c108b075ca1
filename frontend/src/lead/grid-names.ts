const digits = '零一二三四五六七八九'
const numbered = / ?第([零一二三四五六七八九十百\d]+)网格/g

/** A Chinese number below a thousand, or one in digits. */
function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  let [sum, digit] = [0, 0]
  for (const one of text) {
    const unit = one === '百' ? 100 : one === '十' ? 10 : 0
    if (unit === 0) digit = digits.indexOf(one)
    else [sum, digit] = [sum + (digit || 1) * unit, 0]
  }
  return sum + digit
}

/**
 * A name with that of what it lies in, where it does not begin with it; as the server writes it: Chinese joins
 * the two without a space.
 */
export function within(around: string, name: string): string {
  if (around === '' || name.startsWith(around)) return name
  return /\p{Script=Han}$/u.test(around) && /^\p{Script=Han}/u.test(name)
    ? around + name
    : `${around} ${name}`
}

/** Words in English with grids that have a number for a name, and no other in English, as "Grid 5". */
export const withGridsInEnglish = (words: string) =>
  words.replaceAll(numbered, (_, number: string) => ` Grid ${numberOf(number)}`).trimStart()
