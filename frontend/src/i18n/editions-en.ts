import type { PlanMessages } from './messages'

/** Words about editions, in English. */
export const editionsEn: PlanMessages['plan']['editions'] = {
  title: 'Editions',
  lead: 'Whatever was published is kept for ever. To go back, publish a former division again as a new edition.',
  leadRead: 'Whatever was published is kept for ever.',
  number: 'Edition {n}',
  facts: 'from {day} · grids: {grids}',
  by: {
    person: 'published by {name}',
    token: 'published by {name} (a program’s token)',
    console: 'published by {name} (the server’s console)',
    service: 'published by {name} (the service itself)',
  },
  now: 'In force',
  past: 'Past',
  coming: 'To come',
  order: 'Change order',
  restore: 'Restore',
  restoreTitle: 'Restore edition {n} of {name}',
  titleAgain: 'Edition {n} restored',
  says: 'From {day}, {name} is divided as in edition {n} again, into {grids} grids. It is published as a new edition; edition {now} is kept and can be restored in turn.',
  beside: 'The border of the community has moved since. These divisions come back with it:',
  changes:
    'Changes of the division: {grids}; buildings in another grid: {buildings}; vacant posts: {vacancies}.',
  confirm: 'Restore edition {n}',
}
