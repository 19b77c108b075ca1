package main

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// kills is how many publications are killed at moments that chance chooses; 200 take some minutes.
var kills = flag.Int("kills", 0, "how many publications are killed at random moments, beside those at chosen ones")

// What is left of a publication that was killed.
const (
	oldEdition = "the old edition"
	newEdition = "the new edition"
)

// A victim is what is killed with signal 9.
type victim struct {
	name string
	kill func(k *killing, p *publication)
}

var (
	theProgram = victim{"the program", func(_ *killing, p *publication) { _ = p.cmd.Process.Kill() }}
	theServer  = victim{"the server", func(k *killing, _ *publication) { k.killServer() }}
)

// beginning is the lock that a publication waits for first.
const beginning = `select pg_advisory_lock(hashtextextended('gewu import area', 0))`

// TestAKilledPublicationLeavesTheOldEditionOrTheNewOneWhole kills the program that publishes, or the
// database server under it: while it is seen to wait for a lock, while its commit is on the disk and
// not acknowledged, and when it is acknowledged. What must be left is certain then.
func TestAKilledPublicationLeavesTheOldEditionOrTheNewOneWhole(t *testing.T) {
	k := newKilling(t)
	for _, at := range []struct {
		moment string
		lock   string
		victim
	}{
		{"has only begun", beginning, theServer},
		{"is to write its edition", `begin; lock table edition in share mode`, theProgram},
		{"is to write its boundaries", `begin; lock table boundary in share mode`, theServer},
		{"is to write its lineage", `begin; lock table lineage in share mode`, theProgram},
		{"is to pass on holders", `begin; lock table holder in share mode`, theServer},
		{"is to tell the audit trail", `begin; lock table audit in share mode`, theProgram},
	} {
		left := k.strike(at.lock, func(p *publication, _ func()) { at.kill(k, p) })
		if left != oldEdition {
			t.Errorf("%s is killed while the publication %s: %s is left", at.name, at.moment, left)
		}
	}
	for _, victim := range []victim{theProgram, theServer} {
		left := k.strike(beginning, func(p *publication, release func()) {
			k.keepWaiting(true)
			release()
			p.seen(waitsForAcknowledgement)
			victim.kill(k, p)
		})
		if left != newEdition {
			t.Errorf("%s is killed while the commit is not acknowledged: %s is left", victim.name, left)
		}
	}
	left := k.strike(beginning, func(p *publication, release func()) {
		release()
		p.wait(p.acknowledged)
		theServer.kill(k, p)
	})
	if left != newEdition {
		t.Errorf("the server is killed after the publication is acknowledged: %s is left", left)
	}
	k.strikeAtRandom(*kills)
}

// A count is how often something was left.
type count map[string]int

func (c count) String() string { return fmt.Sprintf("%3d old, %3d new", c[oldEdition], c[newEdition]) }

// strikeAtRandom kills, by turns, the program and the server, at moments from the beginning of the
// transaction to somewhat later than its end, and logs how they spread.
func (k *killing) strikeAtRandom(times int) {
	k.t.Helper()
	dice := rand.New(rand.NewPCG(5, 200))
	byVictim, byTenth, byStatement := map[string]count{}, map[string]count{}, map[string]count{}
	add := func(counts map[string]count, key, left string) {
		if counts[key] == nil {
			counts[key] = count{}
		}
		counts[key][left]++
	}
	for try := range times {
		victim := []victim{theProgram, theServer}[try%2]
		after := time.Duration(dice.Int64N(int64(k.took) * 6 / 5))
		statement := ""
		left := k.strike(beginning, func(p *publication, release func()) {
			moment := time.NewTimer(after)
			defer moment.Stop()
			release()
			<-moment.C
			statement = k.statement()
			victim.kill(k, p)
		})
		add(byVictim, victim.name, left)
		add(byTenth, fmt.Sprintf("tenth %2d", 1+10*after/k.took), left)
		add(byStatement, statement, left)
	}
	if times == 0 {
		return
	}
	var report strings.Builder
	for _, counts := range []map[string]count{byVictim, byTenth, byStatement} {
		for _, key := range slices.Sorted(maps.Keys(counts)) {
			fmt.Fprintf(&report, "\n%s  %s", counts[key], key)
		}
	}
	k.t.Logf("%d publications, each taking %v, were killed:%s", times, k.took, &report)
}
