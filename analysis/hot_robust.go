package analysis

import (
	"errors"

	"gewu/hotspot"
)

// robustTimes are the sizes of squares, times that of the question, by which hot places are looked for again;
// each is laid at 25 offsets.
var robustTimes = []float64{1, 2.0 / 3, 4.0 / 3}

// firmUp tells of every square in what share of 75 layings of the lattice it is hot: by changing boundaries one
// can often choose the result.
func (s *Study) firmUp(a *Answer) error {
	incidents, homes, around := s.points()
	if len(incidents) == 0 || len(homes) == 0 {
		return nil
	}
	sizes := make([]float64, len(robustTimes))
	for i, times := range robustTimes {
		sizes[i] = times * float64(s.Question.Cell)
	}
	r, err := hotspot.Robust(incidents, homes, around, sizes)
	if errors.Is(err, hotspot.ErrSizes) {
		s.Note("not_laid_again", "辖区过大或过小，未换方格检验稳健性。", "The area is too large or too small to lay the squares otherwise: how firm the places are is not told.")
		return nil
	}
	if err != nil {
		return err
	}
	firm := 0
	for i := range a.Places {
		square, ok := r.Lattice.Square(s.middle(a.Places[i].Square))
		if !ok || r.Share[square] < 0 {
			continue
		}
		a.Places[i].Robust = Known(r.Share[square])
		if r.Share[square] >= hotspot.Firm && a.Places[i].isHot() {
			firm++
		}
	}
	a.Provenance.Settings["layings"] = r.Layings
	a.Summary.Figures = append(a.Summary.Figures, NamedFigure{Name: "firm_places", Value: Known(float64(firm)), Unit: "places", Words: placesOf})
	return nil
}

// isHot reports whether a place is hot at a false discovery rate of 5 %.
func (p *Place) isHot() bool { return p.Class == "hot_95" || p.Class == "hot_99" }

// points returns the incidents of the period and the homes of the area in metres, and the rectangle about them.
func (s *Study) points() (incidents []hotspot.Point, homes []hotspot.Household, around hotspot.Rectangle) {
	within := func(p hotspot.Point) {
		if len(incidents)+len(homes) == 0 {
			around = hotspot.Rectangle{Low: p, High: p}
		}
		around.Low = hotspot.Point{X: min(around.Low.X, p.X), Y: min(around.Low.Y, p.Y)}
		around.High = hotspot.Point{X: max(around.High.X, p.X), Y: max(around.High.Y, p.Y)}
	}
	in := s.inArea()
	for i := range s.Homes {
		if h := &s.Homes[i]; h.Households > 0 && s.lies(in, int(h.Piece)) {
			p := s.Plane.Metres(h.At)
			within(p)
			homes = append(homes, hotspot.Household{At: p, Count: float64(h.Households)})
		}
	}
	s.eachIssue(func(position int32, i *Issue) {
		if i.Incident(int(position)) {
			p := s.Plane.Metres(i.At)
			within(p)
			incidents = append(incidents, p)
		}
	})
	return incidents, homes, around
}
