package analysis

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gewu/geo"
	"gewu/hotspot"
)

// A Listing is a page of the issues behind a figure, the newest first.
type Listing struct {
	Issues    []ListedIssue `json:"issues"`
	Total     int           `json:"total"`     // reports
	Incidents int           `json:"incidents"` // that they tell of for the first time: what figures count
	Next      *string       `json:"next"`      // the cursor of the next page; null: this is the last
}

// A ListedIssue is one report. Its words are not told here: they may name people.
type ListedIssue struct {
	ID       int64     `json:"id"`
	At       Position  `json:"at"`
	Kind     KindName  `json:"kind"`
	Opened   string    `json:"opened"` // a day
	Closed   *string   `json:"closed"`
	Status   string    `json:"status"`   // open or closed
	Incident *int64    `json:"incident"` // the issue that first reported it: its own ID for a first report; null: not known
	Grid     *AreaName `json:"grid"`
}

// ListIssues lists the issues of a question that [Parse] has read. Its error is a *[Refusal].
func (e *Evidence) ListIssues(q Question) (*Listing, error) {
	q.Level = LevelGrid
	s, err := Examine(e, q)
	if err != nil {
		return nil, err
	}
	last, refusal := readCursor(q.Cursor)
	if refusal != nil {
		return nil, refusal
	}
	out := &Listing{Issues: []ListedIssue{}}
	page := pageOf{most: q.Limit + 1, last: last}
	s.eachIssue(func(position int32, i *Issue) {
		out.Total++
		if i.Incident(int(position)) {
			out.Incidents++
		}
		page.add(place{i.Opened, position})
	})
	found := page.newest()
	if len(found) > q.Limit {
		found = found[:q.Limit]
		next := found[q.Limit-1].String()
		out.Next = &next
	}
	for _, p := range found {
		out.Issues = append(out.Issues, s.listed(p.position))
	}
	return out, nil
}

// eachIssue visits the issues of the question but those that are void.
func (s *Study) eachIssue(visit func(position int32, i *Issue)) {
	in := s.inArea()
	for number, page := range s.Issues.Pages {
		for k, day := range page.Opened {
			if day < s.Question.From || day >= s.Question.Until || page.First[k] == Void || !s.Set.Has(page.Kind[k]) ||
				!s.lies(in, int(page.Piece[k])) || s.Question.Box != nil && !s.Question.Box.Holds(page.At[k]) {
				continue
			}
			i := page.at(k)
			visit(int32(number*pageIssues+k), &i)
		}
	}
}

// listed tells one issue.
func (s *Study) listed(position int32) ListedIssue {
	i := s.Issues.At(int(position))
	out := ListedIssue{ID: i.ID, At: Position(i.At), Kind: KindName{s.Kinds[i.Kind].Code, s.Kinds[i.Kind].Name}, Opened: date(i.Opened), Status: "open"}
	if i.Closed >= 0 {
		closed := date(i.Closed)
		out.Closed, out.Status = &closed, "closed"
	}
	if i.First >= 0 {
		first := s.Issues.At(int(i.First)).ID
		out.Incident = &first
	}
	if g := s.Pieces.Ground[i.Piece]; g >= 0 {
		grid := s.GridName(g)
		out.Grid = &grid
	}
	return out
}

// A place is where an issue stands in a list: by day, then by position.
type place struct {
	day      hotspot.Day
	position int32
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(q.day, p.day), cmp.Compare(q.position, p.position))
}

// String writes the cursor of what comes after.
func (p place) String() string {
	return strconv.Itoa(int(p.day)) + "." + strconv.Itoa(int(p.position))
}

// readCursor reads a cursor; nil: the beginning.
func readCursor(text string) (*place, *Refusal) {
	if text == "" {
		return nil, nil
	}
	day, position, _ := strings.Cut(text, ".")
	d, fine := wholeNumber(day)
	p, ok := wholeNumber(position)
	if !fine || !ok || d > int64(lastDay) || p >= 1<<31 {
		return nil, Refuse("cursor", "cursor 应为上一页的 next：“%s”。", "cursor must be next of the page before: “%s”.", clip(text))
	}
	return &place{hotspot.Day(d), int32(p)}, nil
}

// A pageOf keeps the newest issues after a cursor.
type pageOf struct {
	most  int
	last  *place
	found []place
}

func (p *pageOf) add(at place) {
	if p.last != nil && at.compare(*p.last) <= 0 {
		return
	}
	if p.found = append(p.found, at); len(p.found) >= 4*p.most {
		p.newest()
	}
}

// newest returns what is kept, the newest first.
func (p *pageOf) newest() []place {
	slices.SortFunc(p.found, place.compare)
	p.found = p.found[:min(len(p.found), p.most)]
	return p.found
}

// readBox reads west, south, east and north in degrees.
func readBox(q *Question, text string) *Refusal {
	wrong := Refuse("bbox", "bbox 应为“西,南,东,北”四个经纬度：“%s”。", "bbox must be west, south, east and north in degrees: “%s”.", clip(text))
	parts := strings.Split(text, ",")
	if len(parts) != 4 {
		return wrong
	}
	var at [4]float64
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return wrong
		}
		at[i] = v
	}
	low, err := geo.PointAt(at[0], at[1])
	if err != nil {
		return wrong
	}
	high, err := geo.PointAt(at[2], at[3])
	if err != nil || low.Lon > high.Lon || low.Lat > high.Lat {
		return wrong
	}
	q.Box = &geo.Box{Min: low, Max: high}
	return nil
}

func writeBox(q *Question) string {
	if q.Box == nil {
		return ""
	}
	var b []byte
	for i, units := range []int32{q.Box.Min.Lon, q.Box.Min.Lat, q.Box.Max.Lon, q.Box.Max.Lat} {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendDegrees(b, units)
	}
	return string(b)
}
