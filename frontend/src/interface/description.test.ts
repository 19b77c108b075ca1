import { expect, test } from 'vitest'
import { describe, searched } from './description'
import { fieldsOf, typeOf } from './fields'
import { paragraphsOf } from './rich-text'

const document = {
  info: { title: 'Gewu', version: '1', description: 'All of it.' },
  'x-gewu-common-problems': ['internal'],
  tags: [
    { name: 'people', description: 'People.', 'x-gewu-zh': '人员' },
    { name: 'tiles', 'x-gewu-zh': '瓦片' },
  ],
  paths: {
    '/v1/people/{id}': {
      parameters: [{ $ref: '#/components/parameters/id' }],
      patch: {
        operationId: 'changePerson',
        tags: ['people'],
        summary: 'Change a person',
        'x-gewu-zh': '修改人员',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Change' } } } },
        responses: {
          '404': { description: 'None.', content: { 'application/problem+json': {} } },
          '200': { description: 'Done.', content: { 'image/png': {} } },
        },
        'x-gewu-problems': ['no-such-person'],
        'x-gewu-access': { class: 'writes', visitors: 'grids', roles: { administrator: 'part' } },
      },
    },
  },
  components: {
    parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } } },
    schemas: {
      Change: {
        type: 'object',
        required: ['grants'],
        properties: {
          grants: { type: 'array', items: { $ref: '#/components/schemas/Grant' } },
          email: { type: ['string', 'null'], maxLength: 254, description: 'An address.' },
        },
      },
      Grant: {
        type: 'object',
        properties: { role: { oneOf: [{ type: 'string', enum: ['viewer', 'patrol'] }, { type: 'null' }] } },
      },
    },
  },
}

test('an operation is told with what it takes, answers and refuses, and who may', () => {
  const [people, tiles] = describe(document).sections
  expect(tiles?.operations).toEqual([])
  expect(people?.operations).toEqual([
    {
      id: 'changePerson',
      method: 'PATCH',
      path: '/v1/people/{id}',
      title: { zh: '修改人员', en: 'Change a person' },
      description: '',
      parameters: [{ path: 'id', in: 'path', type: 'integer (1…)', required: true, description: '' }],
      body: [
        {
          media: 'application/json',
          type: 'object',
          fields: [
            { path: 'grants', type: 'object[]', required: true, description: '' },
            { path: 'grants[].role', type: '"viewer" | "patrol" | null', required: false, description: '' },
            {
              path: 'email',
              type: 'string (…254 chars) | null',
              required: false,
              description: 'An address.',
            },
          ],
        },
      ],
      answers: [
        { status: '200', description: 'Done.', content: [{ media: 'image/png', type: '', fields: [] }] },
        { status: '404', description: 'None.', content: [] },
      ],
      problems: ['no-such-person'],
      access: { visitors: 'grids', signed: '', roles: [{ role: 'administrator', where: 'part' }] },
    },
  ])
})

test('a search finds operations by all of its words, in both languages and by problem', () => {
  const { sections } = describe(document)
  const ids = (search: string) => searched(sections, search).flatMap((s) => s.operations.map(({ id }) => id))
  expect(ids('')).toEqual(['changePerson'])
  expect(ids('people PATCH')).toEqual(['changePerson'])
  expect(ids('修改')).toEqual(['changePerson'])
  expect(ids('no-such-person')).toEqual(['changePerson'])
  expect(ids('people delete')).toEqual([])
})

test('types are told with their limits, and a position as a pair', () => {
  expect(typeOf({}, { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }] })).toBe(
    '[number, number]',
  )
  expect(typeOf({}, { type: 'array', items: { type: 'string', enum: ['a', 'b'] } })).toBe('("a" | "b")[]')
  expect(typeOf({}, { type: 'string', format: 'date' })).toBe('date')
  expect(typeOf({}, {})).toBe('any')
})

test('a schema that contains itself is told as far as makes sense', () => {
  const looped = { components: { a: { type: 'object', properties: { a: { $ref: '#/components/a' } } } } }
  expect(fieldsOf(looped, { $ref: '#/components/a' })).toHaveLength(8)
})

test('code and strong words stand out in paragraphs', () => {
  expect(paragraphsOf('One `two`\nthree.\n\n**Four**')).toEqual([
    [
      { kind: 'plain', text: 'One ' },
      { kind: 'code', text: 'two' },
      { kind: 'plain', text: ' three.' },
    ],
    [{ kind: 'strong', text: 'Four' }],
  ])
})
