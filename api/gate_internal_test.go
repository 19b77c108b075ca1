package api

import (
	"errors"
	"net/http"
	"runtime"
	"testing"
	"time"

	"gewu/access"
)

func TestARouteNeedsARuleAndARuleARoute(t *testing.T) {
	panics := func(f func()) (did bool) {
		defer func() { did = recover() != nil }()
		f()
		return false
	}
	nobody := http.NotFoundHandler()
	g := newRegistrar(newServer(Config{}), nil)
	if !panics(func() { g.handle("GET /v1/nowhere", nobody) }) {
		t.Error("a route without a rule is taken")
	}
	if !panics(g.check) {
		t.Error("rules without a route are passed over")
	}
	for name, table := range map[string]string{
		"a column missing":    "GET /x look-ups grids - part part part part",
		"an unknown class":    "GET /x tea grids - part part part part part",
		"an unknown opening":  "GET /x look-ups tomorrow - part part part part part",
		"what nobody may not": "GET /x look-ups nothing - part part part part part",
		"an unknown bearing":  "GET /x look-ups grids - part part part part often",
		"a line twice":        "GET /x look-ups grids - - - - - -\nGET /x look-ups grids - - - - - -",
	} {
		if !panics(func() { mustReadRules(table) }) {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestEveryRoleOfARuleIsARole(t *testing.T) {
	for operation, rule := range rules {
		for where, roles := range rule.roles {
			for _, role := range roles {
				if !role.Known() {
					t.Errorf("%s: %s for %q", operation, where, role)
				}
			}
		}
	}
	if got := len(access.Roles); got != 5 {
		t.Errorf("%d roles: the table has columns for 5", got)
	}
}

func TestAFullRoomTurnsFurtherRequestsAway(t *testing.T) {
	m := newRoom(lookUps, 1, 1, time.Hour)
	if err := m.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	waited := make(chan error)
	go func() { waited <- m.enter(t.Context()) }()
	for m.waiting.Load() == 0 { // until the second waits
		runtime.Gosched()
	}
	var p *problem
	if err := m.enter(t.Context()); !errors.As(err, &p) || p.kind != tooBusy || p.retry == 0 {
		t.Errorf("the third is told: %v", err)
	}
	m.leave()
	if err := <-waited; err != nil {
		t.Errorf("the second is told: %v", err)
	}
	short := newRoom(lookUps, 0, 1, time.Millisecond)
	if err := short.enter(t.Context()); !errors.As(err, &p) || p.kind != tooBusy {
		t.Errorf("who waited in vain is told: %v", err)
	}
}

func TestClientsAreForgottenOnlyWhenManyOthersAsked(t *testing.T) {
	c := newClients(1)
	now := time.Now()
	wang := client{id: 1}
	for range burstSeconds {
		if err := c.take(wang, now); err != nil {
			t.Fatal(err)
		}
	}
	var p *problem
	if err := c.take(wang, now); !errors.As(err, &p) || p.kind != tooMany || p.retry != time.Second {
		t.Errorf("after the burst: %v", err)
	}
	if err := c.take(wang, now.Add(1001*time.Millisecond)); err != nil {
		t.Errorf("a second later: %v", err)
	}
	for id := range int64(3 * clientShards * shardClients) {
		_ = c.take(client{id: 10 + id}, now)
	}
	kept := 0
	for i := range c.shards {
		kept += len(c.shards[i].now) + len(c.shards[i].before)
	}
	if most := 2 * clientShards * shardClients; kept > most {
		t.Errorf("%d clients are remembered, more than %d", kept, most)
	}
}
