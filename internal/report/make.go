package report

import (
	"context"
	"errors"
	"time"

	"gewu/analysis"
	"gewu/hotspot"
)

// mostPlaces is how many places a page shows: with more grids they are communities, with more of these streets.
const mostPlaces = 300

// A making is a report while it is made.
type making struct {
	Report
	ctx      context.Context
	evidence *analysis.Evidence
	question Question
	several  bool // communities lie in the area

	load, rate, before, year, change, coverage, silence answer
}

// An answer is that to one question, or why there is none.
type answer struct {
	*analysis.Answer
	why analysis.Text
}

// Make asks the analyses and says in the language of the question what they tell. Days are told in a time zone.
// The error is an *[analysis.Refusal] when the question is at fault, or that of ctx; what cannot be tested is said
// on the page.
func Make(ctx context.Context, e *analysis.Evidence, q Question, zone *time.Location) (Report, error) {
	m := making{ctx: ctx, evidence: e, question: q}
	if err := m.ask(); err != nil {
		return Report{}, err
	}
	m.question.of.Area = m.load.Provenance.Area.ID
	m.several = m.areasAt(analysis.LevelCommunity) > 1
	m.Language, m.Day = q.Language, analysis.DateOf(e.Today)
	m.head(zone)
	m.places()
	m.hot()
	m.unseen()
	m.sentences()
	m.steps()
	m.made()
	return m.Report, nil
}

// ask asks all questions. The first tells whether area, period and kinds are known at all.
func (m *making) ask() (err error) {
	of := m.question.of
	if m.load.Answer, err = analysis.Ask(m.ctx, m.evidence, of, nil); err != nil {
		return err
	}
	year := analysis.DateOf(max(of.Until-yearDays, 0)).Format(time.DateOnly)
	for _, one := range []struct {
		into *answer
		what analysis.What
		more []string // further parameters and their values
	}{
		{&m.rate, analysis.Rate, []string{"level", string(m.level())}},
		{&m.before, analysis.Compare, []string{"level", "grid", "against", "before"}},
		{&m.year, analysis.Compare, []string{"level", "grid", "against", "year"}},
		{&m.change, analysis.Change, []string{"from", year}},
		{&m.coverage, analysis.Coverage, nil},
		{&m.silence, analysis.Silence, []string{"level", "grid"}},
	} {
		if *one.into, err = m.answer(one.what, one.more); err != nil {
			return err
		}
	}
	return nil
}

// yearDays is over how long hot spots are seen: less does not tell what comes and what goes.
const yearDays hotspot.Day = 360

// answer asks one question of the area, period and kinds; that it has no answer is no error.
func (m *making) answer(what analysis.What, more []string) (answer, error) {
	values := m.question.values()
	if what == analysis.Coverage {
		delete(values, "kind")
	}
	for i := 0; i < len(more); i += 2 {
		values[more[i]] = []string{more[i+1]}
	}
	q, err := analysis.Parse(string(what), values, m.evidence.Today)
	if err != nil {
		return answer{}, err
	}
	a, err := analysis.Ask(m.ctx, m.evidence, q, nil)
	var refusal *analysis.Refusal
	if errors.As(err, &refusal) {
		return answer{why: refusal.Words}, nil
	}
	return answer{Answer: a}, err
}

// level is that of the places: grids, or what lies above them where there are too many.
func (m *making) level() analysis.Level {
	if len(m.load.Places) <= mostPlaces {
		return analysis.LevelGrid
	}
	for _, level := range []analysis.Level{analysis.LevelCommunity, analysis.LevelStreet} {
		if n := m.areasAt(level); n > 1 && n <= mostPlaces {
			return level
		}
	}
	return analysis.LevelGrid
}

// areasAt is how many areas of a level lie in the area.
func (m *making) areasAt(level analysis.Level) (n int) {
	for i := range m.evidence.Areas {
		if m.evidence.Areas[i].Level == level && m.lies(int32(i)) {
			n++
		}
	}
	return n
}

// lies reports whether an area is the one asked about or lies in it.
func (m *making) lies(area int32) bool {
	for ; area >= 0; area = m.evidence.Areas[area].Parent {
		if m.evidence.Areas[area].ID == m.load.Provenance.Area.ID {
			return true
		}
	}
	return false
}
