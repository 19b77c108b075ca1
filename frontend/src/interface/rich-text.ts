/** A stretch of a text: plain, strong, or code. */
export type Stretch = { kind: 'plain' | 'strong' | 'code'; text: string }

/** The paragraphs of a text in the little of Markdown that descriptions use: `code` and **strong**. */
export function paragraphsOf(text: string): Stretch[][] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .filter(Boolean)
    .map((paragraph) => stretchesOf(paragraph.replaceAll('\n', ' ')))
}

function stretchesOf(text: string): Stretch[] {
  return text
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .filter(Boolean)
    .map((part) => {
      if (part.length > 2 && part.startsWith('`') && part.endsWith('`'))
        return { kind: 'code', text: part.slice(1, -1) }
      if (part.length > 4 && part.startsWith('**') && part.endsWith('**'))
        return { kind: 'strong', text: part.slice(2, -2) }
      return { kind: 'plain', text: part }
    })
}
