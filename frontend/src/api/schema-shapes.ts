import type * as v from 'valibot'
import type { AreaCard } from './area'
import type { Entry } from './audit'
import type { Change } from './changes'
import type { Communities, Community, CommunityGrids } from './community'
import type { District } from './district'
import type { LocateAnswer } from './locate'
import type { NewGrant, NewPerson, Person, PersonChange } from './people'
import type { PrivatePhone } from './phones'
import type { NewPlan, Operated, PlanRow } from './plan'
import type { WireTopology } from './plan-topology'
import type { Comparison, Problem, Proposal, Publication, Published } from './plan-work'
import type { components, operations } from './schema'
import type { Job } from './analysis-job'
import type { Report } from './report'
import type { SearchAnswer } from './search'
import type { Grant, Me, NamedArea, OpenSession, Permission, Role, Session, Visibility } from './session'
import type { Settings, SettingsChange } from './settings'
import type { Band, BandState, Bounds, Edition, Holder, LonLat, PostState, Rung, Text } from './shapes'
import type { NewToken, Token } from './tokens'

// Nothing of this file is in the page. It does not compile when the page and the server's own
// description of the interface (api/openapi.yaml) disagree.

type Described = components['schemas']
type Answer<Operation extends keyof operations> = operations[Operation] extends {
  responses: { 200: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never
type Body<Operation extends keyof operations> = operations[Operation] extends {
  requestBody: { content: { 'application/json': infer Body } }
}
  ? Body
  : never

/** The page understands whatever the server may answer. */
type Understands<Shape extends v.GenericSchema, Said extends v.InferInput<Shape>> = [Shape, Said]

/** The server takes whatever the page may send. */
type Sends<Taken, Sent extends Taken> = [Taken, Sent]

export type Understood = [
  Understands<typeof Text, Described['Text']>,
  Understands<typeof LonLat, Described['LonLat']>,
  Understands<typeof Bounds, Described['Bounds']>,
  Understands<typeof Band, Described['Band']>,
  Understands<typeof BandState, Described['BandState']>,
  Understands<typeof Edition, Described['Edition']>,
  Understands<typeof Holder, Described['Holder']>,
  Understands<typeof PostState, Described['PostState']>,
  Understands<typeof Rung, Described['Rung']>,
  Understands<typeof NamedArea, Described['NamedArea']>,
  Understands<typeof AreaCard, Answer<'getArea'>>,
  Understands<typeof Community, Described['Community']>,
  Understands<typeof Communities, Answer<'listCommunities'>>,
  Understands<typeof CommunityGrids, Answer<'listGrids'>>,
  Understands<typeof District, Answer<'getDistrict'>>,
  Understands<typeof LocateAnswer, Answer<'locate'>>,
  Understands<typeof SearchAnswer, Answer<'search'>>,
  Understands<typeof Change, Described['Change']>,
  Understands<typeof Report, Described['AnalysisReport']>,
  Understands<typeof Job, Described['AnalysisJob']>,
  Understands<typeof Session, Answer<'getSession'>>,
  Understands<typeof Session, Answer<'signIn'>>,
  Understands<typeof Me, Described['Me']>,
  Understands<typeof Grant, Described['Grant']>,
  Understands<typeof OpenSession, Answer<'listMySessions'>['sessions'][number]>,
  Understands<typeof Person, Answer<'getPerson'>>,
  Understands<typeof Token, Answer<'listTokens'>['tokens'][number]>,
  Understands<typeof Settings, Answer<'getSettings'>>,
  Understands<typeof Entry, Answer<'searchAudit'>['entries'][number]>,
  Understands<typeof PrivatePhone, Answer<'listPhones'>['holders'][number]>,
  Understands<typeof PlanRow, Answer<'listPlans'>['plans'][number]>,
  Understands<typeof PlanRow, Answer<'getPlan'>>,
  Understands<typeof WireTopology, Answer<'getPlanTopology'>>,
  Understands<typeof Operated, Answer<'operatePlan'>>,
  Understands<typeof Operated, Answer<'undoPlan'>>,
  Understands<typeof Problem, Answer<'getPlanProblems'>['problems'][number]>,
  Understands<typeof Comparison, Answer<'comparePlan'>>,
  Understands<typeof Proposal, Answer<'proposePlan'>['proposals'][number]>,
  Understands<typeof Published, Answer<'publishPlan'>>,
]

export type Sent = [
  Sends<Body<'addPerson'>, NewPerson>,
  Sends<Body<'changePerson'>, PersonChange>,
  Sends<Body<'addGrant'>, NewGrant>,
  Sends<Body<'makeToken'>, NewToken>,
  Sends<Body<'changeSettings'>, SettingsChange>,
  Sends<Body<'startPlan'>, NewPlan>,
  Sends<Body<'publishPlan'>, Publication>,
]

/** Both name the same words. */
export type Words = [
  Sends<Described['Role'], Role>,
  Sends<Role, Described['Role']>,
  Sends<Described['Visibility'], Visibility>,
  Sends<Visibility, Described['Visibility']>,
  Sends<Described['Session']['may'][number], Permission>,
  Sends<Permission, Described['Session']['may'][number]>,
]
