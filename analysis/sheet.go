package analysis

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Drawn are the questions whose places are drawn on maps: those that are answered at once and have places.
var Drawn = []What{Load, Rate, Hot, Change, Ended, Compare, Silence, Reach, Balance, Coverage, Score}

// A Sheet is the places of an answer, to be drawn on maps: their members by column, in a tenth of the memory
// that the answer takes. It is never changed, and safe for concurrent use.
type Sheet struct {
	Columns []Column
	Signs   []Sign
	Sign    []uint16           // of each place, of Signs
	IDs     []uint64           // of areas and grids; of squares: row·columns of the lattice + column
	Squares *Squares           // nil: the places are areas or grids
	Shapes  []orb.MultiPolygon // of areas and grids
}

// A Column is a member of all places: numbers or words.
type Column struct {
	Name    string
	Numbers []float64 // NaN is none; nil: it has words
	Words   []int32   // of each place, of Texts
	Texts   []string  // "" is none
}

// A Sign is what a map shows of a place from afar: its class, the course of its hot spot, and how many breaks of
// the legend its figure reaches; −1: the legend has no breaks.
type Sign struct {
	Class, Pattern string
	Step           int
}

// silentClasses are the classes of places of which a test found nothing, or that were not tested.
var silentClasses = []string{"", "none", "within", "same", "fair", "untestable"}

// Tells reports whether a place with the sign stands out: it reaches a break of the legend, or has a class that
// says more than that nothing was found.
func (s Sign) Tells() bool {
	return s.Step > 0 || s.Pattern != "" || !slices.Contains(silentClasses, s.Class)
}

// notDrawn are the members of places that maps do not need, or that are neither a number nor a word. A square is
// known by its row and column.
var notDrawn = []string{"square", "community", "at", "steps", "cold"}

// stepped are the members whose breaks a legend has.
var stepped = map[What]func(*Place) Figure{
	Load:     func(p *Place) Figure { return p.PerKM2 },
	Rate:     func(p *Place) Figure { return p.Rate },
	Reach:    func(p *Place) Figure { return p.Share },
	Coverage: func(p *Place) Figure { return p.Share },
}

// SheetOf returns the places of an answer that [Ask] gave.
func SheetOf(a *Answer) *Sheet {
	s := &Sheet{Sign: make([]uint16, len(a.Places)), IDs: make([]uint64, len(a.Places))}
	for _, m := range a.members() {
		if !slices.Contains(notDrawn, m.name) {
			s.Columns = append(s.Columns, columnOf(m, a.Places))
		}
	}
	s.sign(a)
	if a.study.Question.Level == LevelCell {
		s.Squares = a.squares()
		cols := uint64(a.study.coarseCols())
		for i := range a.Places {
			square := a.Places[i].Square
			s.IDs[i] = uint64(square.Row)*cols + uint64(square.Col)
		}
		return s
	}
	s.Shapes = make([]orb.MultiPolygon, len(a.Places))
	for i := range a.Places {
		s.IDs[i] = uint64(a.Places[i].ID)
		s.Shapes[i], _ = a.shape(&a.Places[i]).(orb.MultiPolygon)
	}
	return s
}

// columnOf reads a member of all places.
func columnOf(m member, places []Place) Column {
	c := Column{Name: m.name}
	if m.number != nil {
		c.Numbers = make([]float64, len(places))
		for i := range places {
			c.Numbers[i] = math.NaN()
			if v, ok := m.number(&places[i]).Value(); ok {
				c.Numbers[i] = written(v)
			}
		}
		return c
	}
	var texts numbering[string]
	c.Words = make([]int32, len(places))
	for i := range places {
		c.Words[i] = int32(texts.of(m.word(&places[i])))
	}
	c.Texts = texts.values
	return c
}

// A numbering numbers values in the order in which they first come. The zero value is ready.
type numbering[T comparable] struct {
	values []T
	known  map[T]int
}

func (n *numbering[T]) of(v T) int {
	number, ok := n.known[v]
	if !ok {
		if n.known == nil {
			n.known = map[T]int{}
		}
		number = len(n.values)
		n.known[v] = number
		n.values = append(n.values, v)
	}
	return number
}

// sign gives every place its sign.
func (s *Sheet) sign(a *Answer) {
	figure := stepped[a.Provenance.What]
	var signs numbering[Sign]
	for i := range a.Places {
		p := &a.Places[i]
		sign := Sign{p.Class, p.Pattern, -1}
		if figure != nil && a.Legend != nil {
			sign.Step = a.Legend.step(figure(p))
		}
		s.Sign[i] = uint16(signs.of(sign))
	}
	s.Signs = signs.values
}

// step returns how many breaks a figure reaches; 0 for none.
func (l *Legend) step(f Figure) (n int) {
	v, ok := f.Value()
	for _, b := range l.Breaks {
		if least, _ := b.Value(); ok && v >= least {
			n++
		}
	}
	return n
}
