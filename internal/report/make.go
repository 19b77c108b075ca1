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

// Findings are what the analyses say about an area, before it is put into a language.
type Findings struct {
	evidence *analysis.Evidence
	question Question
	zone     *time.Location
	several  bool // communities lie in the area

	load, rate, before, year, change, coverage, silence answer
}

// A making is a report while it is made.
type making struct {
	Report
	*Findings
}

// An answer is that to one question, or why there is none.
type answer struct {
	*analysis.Answer
	why analysis.Text
}

// Ask asks the analyses. Days are told in a time zone. The error is an *[analysis.Refusal] when the question is at
// fault, or that of ctx; what cannot be tested is among the findings.
func Ask(ctx context.Context, e *analysis.Evidence, q Question, zone *time.Location) (*Findings, error) {
	f := &Findings{evidence: e, question: q, zone: zone}
	if err := f.ask(ctx); err != nil {
		return nil, err
	}
	f.question.of.Area = f.load.Provenance.Area.ID
	f.several = f.areasAt(analysis.LevelCommunity) > 1
	return f, nil
}

// Make asks the analyses and says in the language of the question what they tell; see [Ask] and [Findings.In].
func Make(ctx context.Context, e *analysis.Evidence, q Question, zone *time.Location) (Report, error) {
	f, err := Ask(ctx, e, q, zone)
	if err != nil {
		return Report{}, err
	}
	return f.In(q.Language), nil
}

// In says in a language what was found.
func (f *Findings) In(l Language) Report {
	m := making{Findings: f}
	m.Language, m.Day = l, analysis.DateOf(f.evidence.Today)
	m.head()
	m.places()
	m.hot()
	m.unseen()
	m.sentences()
	m.steps()
	m.made()
	return m.Report
}

// ask asks all questions. The first tells whether area, period and kinds are known at all.
func (f *Findings) ask(ctx context.Context) (err error) {
	of := f.question.of
	if f.load.Answer, err = analysis.Ask(ctx, f.evidence, of, nil); err != nil {
		return err
	}
	year := analysis.DateOf(max(of.Until-yearDays, 0)).Format(time.DateOnly)
	for _, one := range []struct {
		into *answer
		what analysis.What
		more []string // further parameters and their values
	}{
		{&f.rate, analysis.Rate, []string{"level", string(f.level())}},
		{&f.before, analysis.Compare, []string{"level", "grid", "against", "before"}},
		{&f.year, analysis.Compare, []string{"level", "grid", "against", "year"}},
		{&f.change, analysis.Change, []string{"from", year}},
		{&f.coverage, analysis.Coverage, nil},
		{&f.silence, analysis.Silence, []string{"level", "grid"}},
	} {
		if *one.into, err = f.answer(ctx, one.what, one.more); err != nil {
			return err
		}
	}
	return nil
}

// yearDays is over how long hot spots are seen: less does not tell what comes and what goes.
const yearDays hotspot.Day = 360

// answer asks one question of the area, period and kinds; that it has no answer is no error.
func (f *Findings) answer(ctx context.Context, what analysis.What, more []string) (answer, error) {
	values := f.question.values()
	if what == analysis.Coverage {
		delete(values, "kind")
	}
	for i := 0; i < len(more); i += 2 {
		values[more[i]] = []string{more[i+1]}
	}
	q, err := analysis.Parse(string(what), values, f.evidence.Today)
	if err != nil {
		return answer{}, err
	}
	s, err := analysis.Examine(f.evidence, q)
	if err == nil {
		if why, _ := s.Long(); why != (analysis.Text{}) {
			return answer{why: analysis.Words("%s；可作为后台任务查询", "%s; it can be asked in the background", why)}, nil
		}
		var a *analysis.Answer
		if a, err = s.Answer(ctx, nil); err == nil {
			return answer{Answer: a}, nil
		}
	}
	var refusal *analysis.Refusal
	if errors.As(err, &refusal) {
		return answer{why: refusal.Words}, nil
	}
	return answer{}, err
}

// level is that of the places: grids, or what lies above them where there are too many.
func (f *Findings) level() analysis.Level {
	if len(f.load.Places) <= mostPlaces {
		return analysis.LevelGrid
	}
	for _, level := range []analysis.Level{analysis.LevelCommunity, analysis.LevelStreet} {
		if n := f.areasAt(level); n > 1 && n <= mostPlaces {
			return level
		}
	}
	return analysis.LevelGrid
}

// placed is the level of the places that are told: grids where there are no rates.
func (f *Findings) placed() analysis.Level {
	if f.rate.Answer == nil {
		return analysis.LevelGrid
	}
	return f.level()
}

// areasAt is how many areas of a level lie in the area.
func (f *Findings) areasAt(level analysis.Level) (n int) {
	for i := range f.evidence.Areas {
		if f.evidence.Areas[i].Level == level && f.lies(int32(i)) {
			n++
		}
	}
	return n
}

// lies reports whether an area is the one asked about or lies in it.
func (f *Findings) lies(area int32) bool {
	for ; area >= 0; area = f.evidence.Areas[area].Parent {
		if f.evidence.Areas[area].ID == f.load.Provenance.Area.ID {
			return true
		}
	}
	return false
}
