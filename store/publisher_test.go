package store_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/access"
	"gewu/migrations"
	"gewu/plan"
)

// publishedByTurns has the divisions of A published again by turns: by the account root of the machine, by
// the person root, and by a token of that name.
func (w town) publishedByTurns(t *testing.T) (person *access.Actor, program *access.Actor) {
	t.Helper()
	person = w.person(t, "root", access.Administrator, "")
	name := "王 Root"
	if _, err := w.db.ChangePerson(t.Context(), console, person.ID, access.AccountChange{FullName: &name}); err != nil {
		t.Fatal(err)
	}
	program = w.token(t, person, access.Planner, "A")
	w.exec(t, `update token set name = 'root' where id = $1`, program.ID)
	program.Name = "root"
	editions, err := w.db.Editions(t.Context(), w.areaOf("A"), access.Everything)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(editions)
	for i, actor := range []*access.Actor{console, person, program} {
		if _, err := w.db.RestoreEditions(t.Context(), actor, []int64{editions[i%2].ID}, plan.Publication{From: summer}); err != nil {
			t.Fatalf("%s: %v", actor.Kind, err)
		}
	}
	return person, program
}

// A publisher is what an edition says of who published it.
type publisher struct {
	By       string
	As       plan.PublisherKind
	ID       int64
	FullName string
}

func publisherOf(e plan.Edition) publisher {
	return publisher{e.PublishedBy, e.PublishedAs, e.PublisherID, e.Publisher}
}

func (w town) publishers(t *testing.T) (list []publisher) {
	t.Helper()
	editions, err := w.db.Editions(t.Context(), w.areaOf("A"), access.Everything)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range editions {
		list = append(list, publisherOf(e))
		if one, err := w.db.Edition(t.Context(), e.ID, access.Everything); err != nil || publisherOf(one.Edition) != publisherOf(e) {
			t.Errorf("by itself edition %d is of %+v: %v", e.ID, publisherOf(one.Edition), err)
		}
	}
	return list
}

func TestAnEditionTellsAPersonFromAnAccountAndATokenOfTheSameName(t *testing.T) {
	w := newTown(t)
	person, program := w.publishedByTurns(t)
	want := []publisher{
		{"root", plan.AsToken, program.ID, ""}, {"root", plan.AsPerson, person.ID, "王 Root"}, {"root", plan.AsConsole, 0, ""}, {}, {},
	}
	if diff := cmp.Diff(want, w.publishers(t)); diff != "" {
		t.Error(diff)
	}
}

func TestOfEditionsThatWereThereBeforeTheTrailTellsAsWhatTheyWerePublished(t *testing.T) {
	w := newTown(t)
	w.publishedByTurns(t)
	want := w.publishers(t)
	w.exec(t, `alter table edition drop column published_as, drop column publisher_id`)
	w.exec(t, `delete from migration where name = '0008_publishers.sql'`)
	w.exec(t, `update edition set published_by = 'somebody' where id = (select min(id) from edition where scope_id = $1)`, w.areaOf("A"))
	conn, err := w.pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if err := migrations.Up(t.Context(), conn.Conn()); err != nil {
		t.Fatal(err)
	}
	want[len(want)-1].By = "somebody" // of whom the trail does not know
	if diff := cmp.Diff(want, w.publishers(t)); diff != "" {
		t.Error(diff)
	}
}
