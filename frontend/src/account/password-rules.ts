/** How many characters a password has at least and at most. What can be guessed only the server tells. */
export const shortest = 12
export const longest = 128

/** Whether a password has as many characters as it must, counted as the server does. */
export function isLongEnough(password: string): boolean {
  const length = [...password.normalize('NFKC')].length
  return length >= shortest && length <= longest
}
