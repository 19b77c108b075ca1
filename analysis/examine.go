package analysis

import (
	"slices"
	"strings"

	"gewu/hotspot"
)

// MostCells is how many squares an answer may have.
const MostCells = 250_000

// fewestCells is how many squares with households make it worth while to test squares instead of grids.
const fewestCells = 50

// usualCell is the side of squares in metres unless another is asked for.
const usualCell = 150

// Examine settles what a question leaves open and selects what it is about. Its error is a *[Refusal].
func Examine(e *Evidence, q Question) (*Study, error) {
	s := &Study{Evidence: e, Question: q, Within: -1, Only: -1, counted: map[counting][]int{}}
	for _, step := range []func() *Refusal{s.settleArea, s.settlePeriod, s.settleKinds, s.settlePlaces} {
		if refusal := step(); refusal != nil {
			return nil, refusal
		}
	}
	return s, nil
}

// settleArea finds the area. The district itself is asked for by 0 too.
func (s *Study) settleArea() *Refusal {
	if len(s.Areas) == 0 {
		return NotTestable("尚无辖区数据。", "there is no district yet.")
	}
	if s.Question.Area == 0 {
		s.Question.Area = s.Areas[0].ID
	}
	if s.Within = s.Area(s.Question.Area); s.Within >= 0 {
		return nil
	}
	if s.Only = s.Ground(s.Question.Area); s.Only >= 0 {
		return nil
	}
	return Refuse("area", "没有编号为 %d 的辖区。", "There is no area %d.", s.Question.Area)
}

// settlePeriod refuses periods of which nothing is known.
func (s *Study) settlePeriod() *Refusal {
	q := &s.Question
	first := min(s.DataFrom, s.FirstEdition)
	if refusal := q.checkPeriod(s.Today); refusal != nil {
		return refusal
	}
	if q.Until <= first {
		return Refuse("from", "%s之前没有任何版次的网格，也没有事件记录。", "Before %s there was no edition of the grids, and nothing is recorded.", dayWords(date(first)))
	}
	s.notePeriod()
	return nil
}

// notePeriod says what is not whole of the period.
func (s *Study) notePeriod() {
	q := &s.Question
	if q.Until > s.Today {
		s.Note("today_included", "期间包含今天，今天尚未结束。", "The period includes today, which is not over yet.")
	}
	if q.From < s.DataFrom {
		s.Note("before_data", "事件记录自%s开始；所选期间更早的部分没有数据，不等于没有问题。", "Issues are recorded from %s on; the earlier part of the period has no data, which does not mean no problems.", dayWords(date(s.DataFrom)))
	}
	if q.From < s.FirstEdition {
		s.Note("before_first_edition", "网格首版自%s起施行；更早的事件按%s的网格统计。", "The first edition of the grids took force on %s; earlier issues are counted by the grids of %s.", dayWords(date(s.FirstEdition)), dayWords(date(s.Today)))
	}
}

// settleKinds makes the set of kinds from codes of kinds and of groups.
func (s *Study) settleKinds() *Refusal {
	if len(s.Question.Kinds) == 0 {
		return nil
	}
	s.Set = &hotspot.KindSet{}
	for _, code := range s.Question.Kinds {
		set := s.kindsOf(code)
		if set == nil {
			return Refuse("kind", "没有“%s”这种事件类型。", "There is no kind of issue “%s”.", clip(code))
		}
		for i := range s.Set {
			s.Set[i] |= set[i]
		}
	}
	return nil
}

// kindsOf returns the kinds that a code stands for; nil: none.
func (e *Evidence) kindsOf(code string) *hotspot.KindSet {
	if k := e.KindOf(code); k >= 0 {
		return hotspot.KindsOf(hotspot.Kind(k))
	}
	var of []hotspot.Kind
	for k := range e.Kinds {
		if code != "" && e.Kinds[k].Group == code {
			of = append(of, hotspot.Kind(k))
		}
	}
	if of == nil {
		return nil
	}
	return hotspot.KindsOf(of...)
}

// clip shortens a text of the asker's before it is repeated.
func clip(s string) string {
	const most = 40
	runes := []rune(strings.ToValidUTF8(s, "�"))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}

// Note adds what must be said with the answer; both languages take the same arguments in the same order.
func (s *Study) Note(kind, zh, en string, args ...any) {
	if !slices.ContainsFunc(s.notes, func(n Note) bool { return n.Kind == kind }) {
		s.notes = append(s.notes, Note{kind, Words(zh, en, args...)})
	}
}
