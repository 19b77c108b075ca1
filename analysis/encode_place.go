package analysis

import (
	"encoding/json"
	"slices"
	"strconv"
)

// A member is a member of places: as JSON, as cells of a table, and as a number or a word, where it is one.
type member struct {
	name    string
	json    func(b []byte, p *Place) []byte
	columns []string
	cells   func(row []string, p *Place) []string
	number  func(*Place) Figure
	word    func(*Place) string
}

// placeMembers are the members that places may have, in the order in which they are written.
var placeMembers = []member{
	whole64("id", func(p *Place) (int64, bool) { return int64(p.ID), p.ID != 0 }),
	square(),
	text("code", func(p *Place) (string, bool) { return p.Code, p.Code != "" }),
	words("name", func(p *Place) Text { return p.Name }),
	words("community", func(p *Place) Text { return p.Community }),
	position("at", func(p *Place) Position { return Position(p.At) }),
	whole64("count", func(p *Place) (int64, bool) { return int64(p.Count), true }),
	whole64("reports", func(p *Place) (int64, bool) { return int64(p.Reports), true }),
	figure("before", func(p *Place) Figure { return p.Before }),
	figure("households", func(p *Place) Figure { return p.Households }),
	figure("square_km", func(p *Place) Figure { return p.SquareKM }),
	figure("per_km2", func(p *Place) Figure { return p.PerKM2 }),
	figure("rate", func(p *Place) Figure { return p.Rate }),
	figure("lower", func(p *Place) Figure { return p.Lower }),
	figure("upper", func(p *Place) Figure { return p.Upper }),
	figure("smoothed", func(p *Place) Figure { return p.Smoothed }),
	figure("expected", func(p *Place) Figure { return p.Expected }),
	figure("z", func(p *Place) Figure { return p.Z }),
	figure("p", func(p *Place) Figure { return p.P }),
	figure("adjusted", func(p *Place) Figure { return p.Adjusted }),
	text("class", func(p *Place) (string, bool) { return p.Class, p.Class != "" }),
	figure("robust", func(p *Place) Figure { return p.Robust }),
	text("pattern", func(p *Place) (string, bool) { return p.Pattern, p.Pattern != "" }),
	truth("cold", func(p *Place) bool { return p.Cold }),
	numbers("steps", func(p *Place) []int { return p.Steps }),
	figure("ratio", func(p *Place) Figure { return p.Ratio }),
	figure("ratio_lower", func(p *Place) Figure { return p.RatioLower }),
	figure("ratio_upper", func(p *Place) Figure { return p.RatioUpper }),
	whole64("rank", func(p *Place) (int64, bool) { return int64(p.Rank.At), p.Rank.At > 0 }),
	whole64("rank_first", func(p *Place) (int64, bool) { return int64(p.Rank.First), p.Rank.At > 0 }),
	whole64("rank_last", func(p *Place) (int64, bool) { return int64(p.Rank.Last), p.Rank.At > 0 }),
	figure("within", func(p *Place) Figure { return p.Within }),
	figure("without", func(p *Place) Figure { return p.Without }),
	figure("share", func(p *Place) Figure { return p.Share }),
	figure("nearest", func(p *Place) Figure { return p.Nearest }),
	figure("access", func(p *Place) Figure { return p.Access }),
	figure("load", func(p *Place) Figure { return p.Load }),
	figure("staff", func(p *Place) Figure { return p.Staff }),
	figure("days", func(p *Place) Figure { return p.Days }),
	text("why", func(p *Place) (string, bool) { return p.Why, p.Why != "" }),
}

// members returns those that the answer's places have, in their order.
func (a *Answer) members() []member {
	var out []member
	for _, m := range placeMembers {
		if slices.Contains(a.Members, m.name) {
			out = append(out, m)
		}
	}
	return out
}

// append appends a place as JSON.
func (p *Place) append(b []byte, members []member) []byte {
	for i := range members {
		if i == 0 {
			b = append(b, '{')
		} else {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), members[i].name...), '"', ':')
		b = members[i].json(b, p)
	}
	return append(b, '}')
}

// String writes a square as size/col/row.
func (s *SquareOf) String() string {
	if s == nil {
		return ""
	}
	return string(s.append(nil))
}

func (s *SquareOf) append(b []byte) []byte {
	b = append(strconv.AppendInt(b, int64(s.Size), 10), '/')
	b = append(strconv.AppendInt(b, int64(s.Col), 10), '/')
	return strconv.AppendInt(b, int64(s.Row), 10)
}

const null = "null"

// one makes a member of one column, whose cell is empty where it has no value.
func one(name string, write func(b []byte, p *Place) []byte) member {
	return member{name: name, json: write, columns: []string{name}, cells: func(row []string, p *Place) []string {
		text := string(write(nil, p))
		if text == null {
			text = ""
		}
		return append(row, text)
	}}
}

func figure(name string, of func(*Place) Figure) member {
	m := one(name, func(b []byte, p *Place) []byte { return of(p).append(b) })
	m.number = of
	return m
}

func whole64(name string, of func(*Place) (int64, bool)) member {
	m := one(name, func(b []byte, p *Place) []byte {
		if n, ok := of(p); ok {
			return strconv.AppendInt(b, n, 10)
		}
		return append(b, null...)
	})
	m.number = func(p *Place) Figure {
		n, ok := of(p)
		return Figure{float64(n), ok}
	}
	return m
}

func truth(name string, of func(*Place) bool) member {
	return one(name, func(b []byte, p *Place) []byte { return strconv.AppendBool(b, of(p)) })
}

func numbers(name string, of func(*Place) []int) member {
	return one(name, func(b []byte, p *Place) []byte {
		b = append(b, '[')
		for i, n := range of(p) {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(n), 10)
		}
		return append(b, ']')
	})
}

func text(name string, of func(*Place) (string, bool)) member {
	m := member{name: name, columns: []string{name}}
	m.word = func(p *Place) string {
		text, _ := of(p)
		return text
	}
	m.json = func(b []byte, p *Place) []byte {
		if text, ok := of(p); ok {
			return appendText(b, text)
		}
		return append(b, null...)
	}
	m.cells = func(row []string, p *Place) []string {
		text, _ := of(p)
		return append(row, text)
	}
	return m
}

// square makes the member that says which square a place is. The text is made in place: there are many squares.
func square() member {
	m := text("square", func(p *Place) (string, bool) { return p.Square.String(), p.Square != nil })
	m.json = func(b []byte, p *Place) []byte {
		if p.Square == nil {
			return append(b, null...)
		}
		return append(p.Square.append(append(b, '"')), '"')
	}
	return m
}

// words makes a member in both languages: two columns.
func words(name string, of func(*Place) Text) member {
	return member{
		name: name, columns: []string{name + "_zh", name + "_en"},
		json: func(b []byte, p *Place) []byte {
			t := of(p)
			if t == (Text{}) {
				return append(b, null...)
			}
			b = appendText(append(b, `{"zh":`...), t.ZH)
			return append(appendText(append(b, `,"en":`...), t.EN), '}')
		},
		cells: func(row []string, p *Place) []string { return append(row, of(p).ZH, of(p).EN) },
		word:  func(p *Place) string { return of(p).ZH },
	}
}

func position(name string, of func(*Place) Position) member {
	return member{
		name: name, columns: []string{"lon", "lat"},
		json: func(b []byte, p *Place) []byte { return of(p).append(b) },
		cells: func(row []string, p *Place) []string {
			at := of(p)
			return append(row, string(appendDegrees(nil, at.Lon)), string(appendDegrees(nil, at.Lat)))
		},
	}
}

// appendText appends a JSON string.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x80 || c == '"' || c == '\\' || c == 0x7f {
			return appendEscaped(b, text)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}

func appendEscaped(b []byte, text string) []byte {
	encoded, err := json.Marshal(text)
	if err != nil { // a string can always be written
		return append(b, `""`...)
	}
	return append(b, encoded...)
}
