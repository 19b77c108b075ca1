package api_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"gewu/access"
	"gewu/api"
	"gewu/internal/secret"
)

// A siege is a hall with something to protect in both of its communities, and attackers. In each of
// A1 and B1 lie issues, a building with households, a holder whose phone is private, a picture, a
// person with a role and a token. What belongs to B has words in it that nothing of A has.
type siege struct {
	*hall
	root    *guest            // administers the whole district
	people  map[string]int64  // who has a role in A1, in B1, by the code of the area
	tokens  map[string]int64  // of a role there
	secrets map[string]string // of these tokens
	photos  map[string]string // ids of pictures
	sums    map[string]string // of their files
}

// Words and numbers that are told of B only to those with a role there.
const (
	hiddenPhone   = "13977770002"
	hiddenTitle   = "暗井盖缺失"
	hiddenPerson  = "hidden.b1"
	hiddenFull    = "藏锋芒"
	hiddenToken   = "robot of B1"
	hiddenPhoto   = 7 // pixels wide
	hiddenIssues  = 9
	hiddenHoldout = 733 // households of the building in B1
)

func openSiege(t testing.TB, alter ...func(*api.Config)) *siege {
	t.Helper()
	var config api.Config
	watched := func(c *api.Config) {
		c.Changes, c.OnChange = c.People.(api.Changelog), c.Districts.(*api.Live).OnChange
		config = *c
	}
	s := &siege{
		hall:   openHall(t, append(alter, watched)...),
		people: map[string]int64{}, tokens: map[string]int64{}, secrets: map[string]string{}, photos: map[string]string{}, sums: map[string]string{},
	}
	s.handler = api.Handler(config) // attackers keep to no contract
	s.root = s.seat(t, s.person(t, "root", access.Administrator, ""))
	s.fill(t, "A1", 121.405, 6, 410, 5, "open.a1", "李明", "路灯不亮", "13966660001", "robot of A1")
	s.fill(t, "B1", 121.425, hiddenIssues, hiddenHoldout, hiddenPhoto, hiddenPerson, hiddenFull, hiddenTitle, hiddenPhone, hiddenToken)
	s.settle(t)
	return s
}

// fill puts into a grid what is to be protected.
func (s *siege) fill(t testing.TB, code string, lon float64, issues, households, width int, name, full, title, phone, robot string) {
	t.Helper()
	id := s.ids[code]
	for i := range issues {
		s.exec(t, `insert into issue (source, source_id, title, opened_at, fix_crs, point, grid_id, edition_id)
			select 'town', $1, $2, now() - interval '200 days', 'cgcs2000', st_setsrid(st_makepoint($3, 31.195), 4490), $4, edition_id
			from boundary where area_id = $4`, fmt.Sprint(code, i), title, lon+float64(i)*0.0001, id)
	}
	s.exec(t, `insert into building (source, source_id, name, households, floors, point)
		values ('town', $1, $2, $3, 33, st_setsrid(st_makepoint($4, 31.196), 4490))`, code, "楼"+code, households, lon)
	staff := s.exec(t, `insert into staff (source, source_id, name, work_phone) values ('town', $1, $1, $2) returning id`, full, phone)
	s.exec(t, `insert into holder (area_id, post_id, is_first, staff_id, from_date)
		select $1, post.id, is_first, $2, '2026-01-01' from post join level on level.id = level_id
		where profile = 'street-grid' and level.key = 'grid' order by post.rank desc, post.id limit 1`, id, staff)
	post := s.exec(t, `select post_id from holder where staff_id = $1`, staff)
	if err := s.db.SetNotice(t.Context(), consoleActor, post, false); err != nil {
		t.Fatal(err)
	}
	p, err := s.db.AddPerson(t.Context(), consoleActor, access.Account{Name: name, FullName: full}, "")
	if err != nil {
		t.Fatal(err)
	}
	s.people[code] = p.ID
	s.grant(t, p.ID, access.Patrol, code)
	s.secrets[code], s.tokens[code] = s.robot(t, robot, access.Patrol, code, time.Now().Add(time.Hour))
	w := s.root.want(t, http.StatusCreated, "POST", fmt.Sprintf("/v1/areas/%d/attachments", id), pictureOf(t, width), "Content-Type", "image/png")
	s.photos[code] = answer[struct{ ID string }](t, w).ID
	s.sums[code] = w.Header().Get("Location")
}

// settle waits until the service has seen what was put into the database behind its back.
func (s *siege) settle(t testing.TB) {
	t.Helper()
	for _, noun := range []string{"issue", "building", "staff", "holder"} {
		s.exec(t, `select record_change($1, null, null)`, noun)
	}
	s.until(t, func() bool { return s.live.Today().Summary.Issues == 6+hiddenIssues })
}

// until waits for something that the service comes to by itself.
func (s *siege) until(t testing.TB, came func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for !came() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("the service does not come to it")
		}
	}
}

// seat signs a person in without a password.
func (h *hall) seat(t testing.TB, person int64) *guest {
	t.Helper()
	key, sum := secret.Key()
	one := access.Session{Person: person, Expires: time.Now().Add(time.Hour)}
	if _, err := h.db.BeginSession(t.Context(), &access.Actor{}, one, sum); err != nil {
		t.Fatal(err)
	}
	return &guest{h: h, cookie: "gewu=" + key}
}

// robot makes a token on the machine itself.
func (h *hall) robot(t testing.TB, name string, role access.Role, code string, expires time.Time) (text string, id int64) {
	t.Helper()
	text, sum := secret.Token()
	made, err := h.db.AddToken(t.Context(), consoleActor, access.Token{Name: name, Role: role, Area: h.ids[code], Expires: expires}, sum)
	if err != nil {
		t.Fatal(err)
	}
	return text, made.ID
}

// attacker adds a person with a role in an area and signs them in without a password.
func (s *siege) attacker(t testing.TB, role access.Role, code string) *guest {
	t.Helper()
	name := strings.ToLower(fmt.Sprintf("eve-%s-%s.%d", role, code, time.Now().UnixNano()))
	p, err := s.db.AddPerson(t.Context(), consoleActor, access.Account{Name: name}, "")
	if err != nil {
		t.Fatal(err)
	}
	if role != "" {
		s.grant(t, p.ID, role, code)
	}
	return s.seat(t, p.ID)
}

// shows sets what visitors see, and waits until they do.
func (s *siege) shows(t testing.TB, v access.Visibility) {
	t.Helper()
	kept, err := s.db.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept.Visibility = v
	if err := s.db.SetSettings(t.Context(), consoleActor, kept); err != nil {
		t.Fatal(err)
	}
	s.until(t, func() bool { return s.live.Today().Settings.Visibility == v })
}

// pictureOf is a PNG of one colour, so many pixels wide.
func pictureOf(t testing.TB, width int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, 3))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	img.Set(0, 0, color.RGBA{R: uint8(width), A: 255})
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// anotherPhoto adds a picture to a grid with the same file as its first.
func (s *siege) anotherPhoto(code string) string {
	const sql = `insert into attachment (id, area_id, kind, bytes, sha256, width, height, actor_name)
		select replace(gen_random_uuid()::text, '-', ''), area_id, kind, bytes, sha256, width, height, actor_name
		from attachment where id = $1 returning id`
	var id string
	if err := s.pool.QueryRow(context.Background(), sql, s.photos[code]).Scan(&id); err != nil {
		panic(err)
	}
	return id
}

func contextOf() context.Context { return context.Background() }

func containsFold(text, word string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(word))
}
