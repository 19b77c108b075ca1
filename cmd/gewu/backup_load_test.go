package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
	"gewu/store"
)

// A load is programs that write to a district without a pause, and the list of what the database
// acknowledged.
type load struct {
	t      *testing.T
	db     *store.DB
	folder string // of attachments
	area   geo.AreaID

	mu    sync.Mutex
	acked []acked
	stop  context.CancelFunc
	all   sync.WaitGroup
}

// An acked is a write that was acknowledged: of what kind, and of what.
type acked struct{ kind, what string }

// The kinds of writes of a load.
const (
	wroteSetting = "setting" // the district's English name; the last counts
	wrotePerson  = "person"
	wroteIssue   = "issue"
	wrotePicture = "picture"
	tookPicture  = "picture removed"
)

// startLoad returns when each kind of write was acknowledged a few times.
func startLoad(t *testing.T, db *store.DB, folder string, area geo.AreaID) *load {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	l := &load{t: t, db: db, folder: folder, area: area, stop: stop}
	for _, write := range []func(context.Context, int) error{l.set, l.hire, l.report, l.picture, l.picture} {
		l.all.Go(func() { l.repeat(ctx, write) })
	}
	t.Cleanup(l.end)
	const few = 4
	for ctx.Err() == nil {
		enough := true
		for _, kind := range []string{wroteSetting, wrotePerson, wroteIssue, wrotePicture, tookPicture} {
			enough = enough && len(l.list(kind)) >= few
		}
		if enough {
			break
		}
		if _, err := db.Version(ctx); err != nil { // a way to wait that costs little
			t.Fatal(err)
		}
	}
	return l
}

// end stops the programs and waits for them.
func (l *load) end() {
	l.stop()
	l.all.Wait()
}

func (l *load) repeat(ctx context.Context, write func(context.Context, int) error) {
	for i := 0; ctx.Err() == nil; i++ {
		err := write(ctx, i)
		if err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrBusy) {
			l.t.Error(err)
			return
		}
	}
}

func (l *load) ack(kind, what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acked = append(l.acked, acked{kind, what})
}

// list returns what was acknowledged of a kind so far.
func (l *load) list(kind string) (what []string) {
	for _, one := range l.upToNow() {
		if one.kind == kind {
			what = append(what, one.what)
		}
	}
	return what
}

func (l *load) upToNow() []acked {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.acked)
}

func (l *load) set(ctx context.Context, i int) error {
	s := store.DefaultSettings()
	s.Name.EN = fmt.Sprintf("District %06d", i)
	err := l.db.SetSettings(ctx, console(), s)
	if err == nil {
		l.ack(wroteSetting, s.Name.EN)
	}
	return err
}

func (l *load) hire(ctx context.Context, i int) error {
	name := fmt.Sprintf("person-%d", i)
	_, err := l.db.AddPerson(ctx, console(), access.Account{Name: name}, "")
	if err == nil {
		l.ack(wrotePerson, name)
	}
	return err
}

func (l *load) report(ctx context.Context, i int) error {
	id := fmt.Sprintf("issue-%d", i)
	in := store.Import{Source: id, Actor: console(), FixCRS: "cgcs2000"}
	_, err := l.db.ImportIssues(ctx, in, func(yield func(district.Issue, error) bool) {
		yield(district.Issue{Origin: district.Origin{Row: 1, ID: id}, Title: id, OpenedAt: aDay, Point: orb.Point{100.5, 0.5}}, nil)
	})
	if err == nil {
		l.ack(wroteIssue, id)
	}
	return err
}

// picture adds an attachment, first its file and then its row, and removes every other one, first
// its row and then its file: as the service does.
func (l *load) picture(ctx context.Context, i int) error {
	file := make([]byte, 3000)
	_, _ = rand.Read(file) // never fails
	sum := sha256.Sum256(file)
	digits := hex.EncodeToString(sum[:])
	path := filepath.Join(l.folder, digits[:2], digits)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, file, 0o600)); err != nil {
		return err
	}
	a := access.Attachment{Area: l.area, Kind: "image/png", Bytes: int64(len(file)), SHA256: sum, Width: 1, Height: 1}
	a, err := l.db.AddAttachment(ctx, console(), a)
	if err != nil {
		return err
	}
	l.ack(wrotePicture, a.ID)
	if i%2 == 0 {
		return nil
	}
	if _, err := l.db.RemoveAttachment(ctx, console(), a.ID); err != nil {
		return err
	}
	l.ack(tookPicture, a.ID)
	return os.Remove(path)
}

// checkAcked tests that a database has every write of a list.
func checkAcked(t *testing.T, url string, writes []acked) {
	t.Helper()
	var settings string
	count := map[string]int{}
	known := map[string]string{
		wrotePerson:  answer(t, url, `select string_agg(name, ' ') from person`),
		wroteIssue:   answer(t, url, `select string_agg(source_id, ' ') from issue`),
		wrotePicture: answer(t, url, `select string_agg(id, ' ') from attachment`),
		tookPicture:  answer(t, url, `select string_agg(id, ' ') from attachment where removed_at is not null`),
	}
	has := map[string]map[string]bool{}
	for kind, list := range known {
		has[kind] = map[string]bool{}
		for what := range strings.FieldsSeq(list) {
			has[kind][what] = true
		}
	}
	for _, write := range writes {
		count[write.kind]++
		if write.kind == wroteSetting {
			settings = write.what
		} else if !has[write.kind][write.what] {
			t.Errorf("%s %s was acknowledged and is not there", write.kind, write.what)
		}
	}
	// Settings are numbered: that of the backup is the last acknowledged before it, or a later one.
	if got := answer(t, url, `select string_agg(value::text, ' ') from setting`); settings == "" || nameIn(got) < settings {
		t.Errorf("the settings are %s, and %s was acknowledged", got, settings)
	}
	t.Logf("acknowledged before the backup: %v", count)
}

// nameIn is the English name in the text of a setting.
func nameIn(text string) string {
	if i := strings.Index(text, "District "); i >= 0 {
		return text[i : i+len("District 000000")]
	}
	return ""
}

// checkFiles tests that the files of attachments are those of the rows, no more and no fewer, and
// returns how many there are.
func checkFiles(t *testing.T, url, folder string) int {
	t.Helper()
	rows := strings.Fields(answer(t, url, `select coalesce(string_agg(distinct encode(sha256, 'hex'), ' '), '') from attachment where removed_at is null`))
	for _, digits := range rows {
		file, err := os.ReadFile(filepath.Join(folder, digits[:2], digits))
		if sum := sha256.Sum256(file); err != nil || hex.EncodeToString(sum[:]) != digits {
			t.Errorf("the file of %s: %v, sum %x", digits, err, sum)
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "*", "*"))
	if err != nil || len(files) != len(rows) {
		t.Errorf("%d files for %d rows: %v", len(files), len(rows), err)
	}
	return len(rows)
}

// aDay is when issues of a load are reported.
var aDay = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// sumOf is the SHA-256 of a file as it is printed.
func sumOf(t *testing.T, path string) string {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(bytes.Clone(file))
	return hex.EncodeToString(sum[:])
}
