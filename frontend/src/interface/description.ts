import { listOf, nodeOf, resolved, textOf, textsOf, type Node } from './document'
import { fieldsOf, typeOf, type Field } from './fields'

export type Parameter = Field & { in: string }

/** A body in one format. */
export type Content = { media: string; type: string; fields: Field[] }

export type Answer = { status: string; description: string; content: Content[] }

/** Who may, in the words of the access table. */
export type Access = { visitors: string; signed: string; roles: { role: string; where: string }[] }

export type Operation = {
  id: string
  method: string
  path: string
  title: { zh: string; en: string }
  description: string
  parameters: Parameter[]
  body: Content[]
  answers: Answer[]
  problems: string[]
  access: Access
}

export type Section = {
  key: string
  title: { zh: string; en: string }
  description: string
  operations: Operation[]
}

export type Description = {
  title: string
  version: string
  introduction: string
  problems: string[] // that every operation may answer
  sections: Section[]
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** What the page shows of the interface's description. */
export function describe(document: Node): Description {
  const info = nodeOf(document.info)
  const operations = Object.entries(nodeOf(document.paths)).flatMap(([path, item]) =>
    methods
      .filter((method) => method in nodeOf(item))
      .map((method) => operationOf(document, method, path, nodeOf(item))),
  )
  return {
    title: textOf(info.title),
    version: textOf(info.version),
    introduction: textOf(info.description),
    problems: textsOf(document['x-gewu-common-problems']),
    sections: listOf(document.tags).map((tag) => {
      const { name, description, 'x-gewu-zh': zh } = nodeOf(tag)
      return {
        key: textOf(name),
        title: { zh: textOf(zh), en: capital(textOf(name)) },
        description: textOf(description),
        operations: operations.filter(({ tag: own }) => own === name).map(({ operation }) => operation),
      }
    }),
  }
}

function operationOf(document: Node, method: string, path: string, item: Node) {
  const node = nodeOf(item[method])
  const answers = Object.entries(nodeOf(node.responses)).map(([status, answer]) =>
    answerOf(document, status, resolved(document, answer)),
  )
  const operation: Operation = {
    id: textOf(node.operationId),
    method: method.toUpperCase(),
    path,
    title: { zh: textOf(node['x-gewu-zh']), en: textOf(node.summary) },
    description: textOf(node.description),
    parameters: [...listOf(item.parameters), ...listOf(node.parameters)].map((one) =>
      parameterOf(document, one),
    ),
    body: contentOf(document, resolved(document, node.requestBody)),
    answers: answers.sort((a, b) => a.status.localeCompare(b.status)),
    problems: textsOf(node['x-gewu-problems']),
    access: accessOf(nodeOf(node['x-gewu-access'])),
  }
  return { tag: listOf(node.tags)[0], operation }
}

function parameterOf(document: Node, value: unknown): Parameter {
  const node = resolved(document, value)
  return {
    path: textOf(node.name),
    in: textOf(node.in),
    type: typeOf(document, node.schema),
    required: node.required === true,
    description: textOf(node.description),
  }
}

function answerOf(document: Node, status: string, node: Node): Answer {
  const content = Number(status) < 400 ? contentOf(document, node) : [] // problems are all alike
  return { status, description: textOf(node.description), content }
}

function contentOf(document: Node, node: Node): Content[] {
  return Object.entries(nodeOf(node.content)).map(([media, value]) => {
    const { schema } = nodeOf(value)
    return {
      media,
      type: schema === undefined ? '' : typeOf(document, schema),
      fields: fieldsOf(document, schema),
    }
  })
}

function accessOf(node: Node): Access {
  const roles = Object.entries(nodeOf(node.roles)).map(([role, where]) => ({ role, where: textOf(where) }))
  return { visitors: textOf(node.visitors), signed: textOf(node.signed), roles }
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

/** The sections with the operations that have all words of a search in them. */
export function searched(sections: readonly Section[], search: string): Section[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return sections
    .map((section) => ({
      ...section,
      operations: section.operations.filter((one) => words.every((word) => wordsOf(one).includes(word))),
    }))
    .filter((section) => section.operations.length > 0)
}

function wordsOf({ id, method, path, title, problems }: Operation): string {
  return [id, method, path, title.zh, title.en, ...problems].join(' ').toLowerCase()
}
