package analysis

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"time"

	"gewu/geo"
	"gewu/hotspot"
)

// PublicLevels are the levels that everybody may ask for.
var PublicLevels = []Level{LevelGrid, LevelSection, LevelCommunity, LevelStreet}

// A PublicQuestion asks for a part of the table of what everybody may know.
type PublicQuestion struct {
	What        What // Load or Rate
	Area        AreaName
	Level       Level
	From, Until time.Time // what of the quarters within is told; until, exclusive
	Zone        string
	Version     int64 // of the data
	Query       string
	// Ground tells what is public of an area today; false: it is none any more.
	Ground func(geo.AreaID) (PublicGround, bool)
}

// A PublicGround is what is public of an area beside its counts.
type PublicGround struct {
	At         geo.Point
	Households int
}

// A PublicAnswer has the members of an [Answer]. What is hidden has no value.
type PublicAnswer struct {
	Provenance PublicRecord  `json:"provenance"`
	Summary    Summary       `json:"summary"`
	Legend     *Legend       `json:"legend"`
	Places     []PublicPlace `json:"places"`
	Spots      []Spot        `json:"spots"`
	Series     PublicSeries  `json:"series"`
}

// A PublicRecord says how a public answer was made.
type PublicRecord struct {
	What           What       `json:"what"`
	Area           AreaName   `json:"area"`
	From           string     `json:"from"`
	Until          string     `json:"until"`
	Days           int        `json:"days"`
	Kinds          []KindName `json:"kinds"`
	Level          Level      `json:"level"`
	CellM          *int       `json:"cell_m"`
	Least          int        `json:"least"` // smaller numbers are hidden
	Incidents      *int       `json:"incidents"`
	DatasetVersion int64      `json:"dataset_version"`
	TimeZone       string     `json:"time_zone"`
	Query          string     `json:"query"`
	Notes          []Note     `json:"notes"`
}

// A PublicPlace is an area with its figures.
type PublicPlace struct {
	ID         geo.AreaID `json:"id"`
	Code       string     `json:"code"`
	Name       Text       `json:"name"`
	At         *Position  `json:"at"`
	Count      *int       `json:"count"`
	Households *int       `json:"households"`
	Rate       Figure     `json:"rate"`
	Lower      Figure     `json:"lower"`
	Upper      Figure     `json:"upper"`
	Why        *string    `json:"why"` // it has no figure; null: it has
}

// A PublicSeries is the incidents of the whole area by quarters.
type PublicSeries struct {
	Quarters []string `json:"quarters"` // their first days
	Total    []*int   `json:"total"`
}

// Hidden is why a place has no figure that would tell too much.
const Hidden = "hidden"

// Answer answers a question from the table alone: of the same counts everybody is told the same.
func (p *Public) Answer(q PublicQuestion) *PublicAnswer {
	quarters := p.Within(q.From, q.Until)
	from, until := q.From, q.From
	if n := len(quarters); n > 0 {
		from, until = quarters[0].From, quarters[n-1].Until
	}
	days := int(until.Sub(from) / (24 * time.Hour))
	a := &PublicAnswer{
		Provenance: PublicRecord{
			What: q.What, Area: q.Area, From: from.Format(time.DateOnly), Until: until.Format(time.DateOnly), Days: days, Kinds: []KindName{}, Level: q.Level,
			Least: PublicLeast, Incidents: PublicSum(quarters, q.Area.ID), DatasetVersion: q.Version, TimeZone: q.Zone, Query: q.Query, Notes: publicNotes,
		},
		Places: []PublicPlace{}, Spots: []Spot{}, Series: PublicSeries{Quarters: []string{}, Total: []*int{}},
	}
	for _, area := range PublicParts(quarters, q.Area.ID, q.Level) {
		a.Places = append(a.Places, q.place(area, PublicSum(quarters, area.ID), float64(days)/daysInMonth))
	}
	for i, quarter := range quarters {
		a.Series.Quarters = append(a.Series.Quarters, quarter.From.Format(time.DateOnly))
		a.Series.Total = append(a.Series.Total, PublicSum(quarters[i:i+1], q.Area.ID))
	}
	a.Summary = a.publicSummary()
	return a
}

// place tells of an area how many incidents it had, nil when that is hidden, and their rate.
func (q *PublicQuestion) place(area PublicArea, count *int, months float64) PublicPlace {
	place := PublicPlace{ID: area.ID, Code: area.Code, Name: Same(area.Name), Count: count}
	ground, known := q.Ground(area.ID)
	if known {
		at := Position(ground.At)
		place.At, place.Households = &at, &ground.Households
	}
	why := ""
	switch {
	case count == nil:
		why = Hidden
	case q.What == Load:
	case ground.Households == 0:
		why = hotspot.NoHouseholds.String()
	case ground.Households < fewestHouseholds:
		why = hotspot.TooFewHouseholds.String()
	default:
		per := 1000 / months / float64(ground.Households)
		limits := hotspot.PoissonLimits(*count, confidence)
		place.Rate, place.Lower, place.Upper = Known(float64(*count)*per), Known(limits.Lower*per), Known(limits.Upper*per)
	}
	if why != "" {
		place.Why = &why
	}
	return place
}

var publicNotes = []Note{
	{"hidden", Words("%d 件以下的数不公布，能推算出它们的数也不公布。", "Numbers below %d are not told, nor what they could be worked out from.", PublicLeast)},
	{"quarters", Text{"只公布已结束的完整季度，按上报时的网格统计。", "Only whole calendar quarters that are over, counted by the grids that incidents were reported in."}},
}

// publicSummary says how many there were and of how many places that is hidden.
func (a *PublicAnswer) publicSummary() Summary {
	hidden := 0
	for i := range a.Places {
		if a.Places[i].Count == nil {
			hidden++
		}
	}
	r := &a.Provenance
	s := Summary{Words: Words("%s 起 %d 天；%d 处中 %d 处的数不公布。", "From %s, %d days; of %d places %d have numbers that are not told.", r.From, r.Days, len(a.Places), hidden)}
	incidents := NamedFigure{Name: "incidents", Unit: "incidents", Words: incidentsOf}
	if r.Incidents != nil {
		words := Words("共 %d 件事件。", "%d incidents. ", *r.Incidents)
		s.Words = Text{words.ZH + s.Words.ZH, words.EN + s.Words.EN}
		incidents.Value = Known(float64(*r.Incidents))
	}
	s.Figures = []NamedFigure{incidents}
	return s
}

// Encode writes the answer as JSON or CSV.
func (a *PublicAnswer) Encode(f Format) ([]byte, error) {
	if f != CSV {
		return encode(a)
	}
	header := []string{"id", "code", "name", "count", "households", "rate", "lower", "upper", "why"}
	rows := [][]string{header}
	for _, p := range a.Places {
		why := ""
		if p.Why != nil {
			why = *p.Why
		}
		row := []string{strconv.FormatInt(int64(p.ID), 10), p.Code, p.Name.ZH, wholeText(p.Count), wholeText(p.Households), p.Rate.text(), p.Lower.text(), p.Upper.text(), why}
		rows = append(rows, row)
	}
	if a.Provenance.What == Load {
		for i := range rows {
			rows[i] = slices.Delete(rows[i], 5, 8)
		}
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write a public answer: %w", err)
	}
	return b.Bytes(), nil
}

// wholeText writes a number; "" for none.
func wholeText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// text writes the figure; "" for none.
func (f Figure) text() string {
	if !f.known {
		return ""
	}
	return string(f.append(nil))
}
