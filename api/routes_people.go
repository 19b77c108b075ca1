package api

import "net/http"

// peopleRoutes registers the calls about people and what they do.
func (s *server) peopleRoutes(g *registrar) {
	g.call("GET /v1/session", s.getSession)
	g.call("POST /v1/session", s.signIn)
	g.call("DELETE /v1/session", s.signOut)
	g.call("GET /v1/sign-in/{provider}", s.leave)
	g.call("GET /v1/sign-in/{provider}/callback", s.arrive)
	g.call("PUT /v1/me/password", s.changePassword)
	g.call("GET /v1/me/sessions", s.mySessions)
	g.call("DELETE /v1/me/sessions", s.endOthers)
	g.call("DELETE /v1/me/sessions/{id}", s.endSession)

	g.call("GET /v1/people", s.people)
	g.call("POST /v1/people", s.addPerson)
	g.call("GET /v1/people/{id}", s.person)
	g.call("PATCH /v1/people/{id}", s.changePerson)
	g.call("POST /v1/people/{id}/password", s.resetPassword)
	g.call("DELETE /v1/people/{id}/sessions", s.endSessionsOf)
	g.call("POST /v1/people/{id}/grants", s.addGrant)
	g.call("DELETE /v1/people/{id}/grants/{grant}", s.revokeGrant)
	g.call("GET /v1/tokens", s.tokens)
	g.call("POST /v1/tokens", s.makeToken)
	g.call("DELETE /v1/tokens/{id}", s.revokeToken)

	g.call("GET /v1/settings", s.settings)
	g.call("PATCH /v1/settings", s.changeSettings)
	g.handle("GET /v1/audit", s.audit())
	g.call("GET /v1/areas/{id}/phones", s.phones)
	g.call("GET /v1/communities/{id}/issue-counts", s.issueCounts)
	g.call("GET /v1/areas/{id}/attachments", s.attachments)
	g.call("POST /v1/areas/{id}/attachments", s.attach)
	g.handle("GET /v1/attachments/{id}", http.HandlerFunc(s.attachment))
	g.call("DELETE /v1/attachments/{id}", s.detach)
}
