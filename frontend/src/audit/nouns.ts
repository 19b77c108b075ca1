/** What the entries of the audit trail are about, as far as a page can offer it. */
export const nouns = [
  'person',
  'grant',
  'password',
  'session',
  'token',
  'setting',
  'post',
  'phone',
  'area',
  'building',
  'issue',
  'staff',
  'holder',
  'attachment',
  'audit',
  'backup',
] as const
